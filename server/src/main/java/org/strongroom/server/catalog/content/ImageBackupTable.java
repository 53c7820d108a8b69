package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Image backups. */
public final class ImageBackupTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ImageBackupTable IMAGE_BACKUP =
      new ImageBackupTable(DSL.name("image_backup"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PROJECT_UUID =
      createField(DSL.name("project_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> FAIL_REASON =
      createField(DSL.name("fail_reason"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> IMAGE_UUID =
      createField(DSL.name("image_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> GROUP_UUID =
      createField(DSL.name("group_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STORAGE_UUID =
      createField(DSL.name("storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PATH =
      createField(DSL.name("path"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> DISK_SIZE =
      createField(DSL.name("disk_size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Integer> DISK_COUNT =
      createField(DSL.name("disk_count"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> SHA256 =
      createField(DSL.name("sha256"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ARCHITECTURE =
      createField(DSL.name("architecture"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> GUEST_OS_TYPE =
      createField(DSL.name("guest_os_type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> DISCOVERED =
      createField(DSL.name("discovered"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, String> BUCKET_UUID =
      createField(DSL.name("bucket_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> OBJECT_NAME =
      createField(DSL.name("object_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TASK_UUID =
      createField(DSL.name("task_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CHECKED =
      createField(DSL.name("checked"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> LAST_VERIFIED =
      createField(DSL.name("last_verified"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private ImageBackupTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ImageBackupTable as(String alias) {
    return new ImageBackupTable(DSL.name(alias), this);
  }
}
