package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Which storages are attached to which zones. */
public final class BackupStorageZoneTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final BackupStorageZoneTable BACKUP_STORAGE_ZONE =
      new BackupStorageZoneTable(DSL.name("backup_storage_zone"), null);

  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ZONE_UUID =
      createField(DSL.name("zone_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private BackupStorageZoneTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public BackupStorageZoneTable as(String alias) {
    return new BackupStorageZoneTable(DSL.name(alias), this);
  }
}
