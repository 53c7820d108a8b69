package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Copies of images on storages. */
public final class ImageCopyTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ImageCopyTable IMAGE_COPY = new ImageCopyTable(DSL.name("image_copy"), null);

  public final TableField<Record, String> IMAGE_UUID =
      createField(DSL.name("image_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> INSTALL_PATH =
      createField(DSL.name("install_path"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> SHA256 =
      createField(DSL.name("sha256"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> EXPORT_MD5 =
      createField(DSL.name("export_md5"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> EXPORT_URL =
      createField(DSL.name("export_url"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> DELETED =
      createField(DSL.name("deleted"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> DAMAGED_AT =
      createField(DSL.name("damaged_at"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> DAMAGE =
      createField(DSL.name("damage"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> LAST_VERIFIED =
      createField(DSL.name("last_verified"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CHECKED =
      createField(DSL.name("checked"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> REVISION =
      createField(DSL.name("revision"), SQLDataType.BIGINT, this);

  /** The job that brings the copy now, or good bytes over it; null if none does. */
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);

  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  /** Raised by each change of what the manifest beside the copy tells. */
  public final TableField<Record, Long> MANIFEST_WANTED =
      createField(DSL.name("manifest_wanted"), SQLDataType.BIGINT, this);

  /** The revision that the manifest on the storage tells. */
  public final TableField<Record, Long> MANIFEST_WRITTEN =
      createField(DSL.name("manifest_written"), SQLDataType.BIGINT, this);

  private ImageCopyTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ImageCopyTable as(String alias) {
    return new ImageCopyTable(DSL.name(alias), this);
  }
}
