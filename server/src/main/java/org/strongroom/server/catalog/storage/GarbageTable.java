package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** What lies on a storage and belongs to nobody any more. */
public final class GarbageTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final GarbageTable GARBAGE = new GarbageTable(DSL.name("garbage"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PATH =
      createField(DSL.name("path"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> REASON =
      createField(DSL.name("reason"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> ATTEMPTS =
      createField(DSL.name("attempts"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> DUE =
      createField(DSL.name("due"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private GarbageTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public GarbageTable as(String alias) {
    return new GarbageTable(DSL.name(alias), this);
  }
}
