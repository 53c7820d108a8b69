package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Copies of volume snapshots on storages. */
public final class VolumeSnapshotCopyTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final VolumeSnapshotCopyTable VOLUME_SNAPSHOT_COPY =
      new VolumeSnapshotCopyTable(DSL.name("volume_snapshot_copy"), null);

  public final TableField<Record, String> VOLUME_SNAPSHOT_UUID =
      createField(DSL.name("volume_snapshot_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> INSTALL_PATH =
      createField(DSL.name("install_path"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SNAPSHOT_ID =
      createField(DSL.name("snapshot_id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> LOGICAL_SIZE =
      createField(DSL.name("logical_size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> NEW_SIZE =
      createField(DSL.name("new_size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> STORED_SIZE =
      createField(DSL.name("stored_size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> LAST_VERIFIED =
      createField(DSL.name("last_verified"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> CHECKED =
      createField(DSL.name("checked"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> DAMAGE =
      createField(DSL.name("damage"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> FILE =
      createField(DSL.name("file"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> FILE_FORMAT =
      createField(DSL.name("file_format"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);

  private VolumeSnapshotCopyTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public VolumeSnapshotCopyTable as(String alias) {
    return new VolumeSnapshotCopyTable(DSL.name(alias), this);
  }
}
