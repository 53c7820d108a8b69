package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** What makes a backup storage a backup node. */
public final class BackupNodeTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final BackupNodeTable BACKUP_NODE =
      new BackupNodeTable(DSL.name("backup_node"), null);

  public final TableField<Record, String> STORAGE_UUID =
      createField(DSL.name("storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> NUMBER =
      createField(DSL.name("number"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> PROJECT_UUID =
      createField(DSL.name("project_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST_NAME =
      createField(DSL.name("host_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SHOWN_PASSWORD =
      createField(DSL.name("shown_password"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> COS_DEFAULT =
      createField(DSL.name("cos_default"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> MADE_DIRECTORY =
      createField(DSL.name("made_directory"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> REGISTERED =
      createField(DSL.name("registered"), SQLDataType.BIGINT, this);

  private BackupNodeTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public BackupNodeTable as(String alias) {
    return new BackupNodeTable(DSL.name(alias), this);
  }
}
