package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The repositories of storages, in which volume snapshots are kept. */
public final class RepositoryTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final RepositoryTable REPOSITORY =
      new RepositoryTable(DSL.name("repository"), null);

  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PASSWORD =
      createField(DSL.name("password"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> FOREIGN =
      createField(DSL.name("has_foreign"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Boolean> MADE =
      createField(DSL.name("made"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, String> MAKER =
      createField(DSL.name("maker"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> BYTES =
      createField(DSL.name("bytes"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CHANGES =
      createField(DSL.name("changes"), SQLDataType.BIGINT, this);
  public final TableField<Record, Boolean> MEASURE_DUE =
      createField(DSL.name("measure_due"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UNIQUE_BYTES =
      createField(DSL.name("unique_bytes"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> SHARED_BYTES =
      createField(DSL.name("shared_bytes"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> RECLAIMABLE_BYTES =
      createField(DSL.name("reclaimable_bytes"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CLEANED =
      createField(DSL.name("cleaned"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CLEAN_TRIED =
      createField(DSL.name("clean_tried"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CLEAN_DUE =
      createField(DSL.name("clean_due"), SQLDataType.BIGINT, this);

  public final TableField<Record, String> SPARE_PASSWORD =
      createField(DSL.name("spare_password"), SQLDataType.VARCHAR, this);

  private RepositoryTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public RepositoryTable as(String alias) {
    return new RepositoryTable(DSL.name(alias), this);
  }
}
