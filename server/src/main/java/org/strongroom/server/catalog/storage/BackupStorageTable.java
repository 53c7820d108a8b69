package org.strongroom.server.catalog.storage;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Backup storages. */
public final class BackupStorageTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final BackupStorageTable BACKUP_STORAGE =
      new BackupStorageTable(DSL.name("backup_storage"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> URL =
      createField(DSL.name("url"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TYPE =
      createField(DSL.name("type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> MAINTENANCE =
      createField(DSL.name("maintenance"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS_REASON =
      createField(DSL.name("status_reason"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS_REASON_KIND =
      createField(DSL.name("status_reason_kind"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> TOTAL_CAPACITY =
      createField(DSL.name("total_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> FREE_CAPACITY =
      createField(DSL.name("free_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> USED_CAPACITY =
      createField(DSL.name("used_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> RESERVED =
      createField(DSL.name("reserved"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> FILE_SYSTEM =
      createField(DSL.name("file_system"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ROOT_PATH =
      createField(DSL.name("root_path"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOSTNAME =
      createField(DSL.name("hostname"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> USERNAME =
      createField(DSL.name("username"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> SSH_PORT =
      createField(DSL.name("ssh_port"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> CREDENTIAL =
      createField(DSL.name("credential"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST_KEY =
      createField(DSL.name("host_key"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PRESENTED_HOST_KEY =
      createField(DSL.name("presented_host_key"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> ALLOW_UNSYNCED =
      createField(DSL.name("allow_unsynced"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, String> ENDPOINT =
      createField(DSL.name("endpoint"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BUCKET_NAME =
      createField(DSL.name("bucket_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PREFIX =
      createField(DSL.name("prefix"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REGION =
      createField(DSL.name("region"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STORE_OPTIONS =
      createField(DSL.name("store_options"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> GIVEN_CAPACITY =
      createField(DSL.name("given_capacity"), SQLDataType.BIGINT, this);
  public final TableField<Record, Integer> RECONNECT_ATTEMPTS =
      createField(DSL.name("reconnect_attempts"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private BackupStorageTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public BackupStorageTable as(String alias) {
    return new BackupStorageTable(DSL.name(alias), this);
  }
}
