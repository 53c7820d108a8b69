package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Volume snapshots. */
public final class VolumeSnapshotTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final VolumeSnapshotTable VOLUME_SNAPSHOT =
      new VolumeSnapshotTable(DSL.name("volume_snapshot"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TYPE =
      createField(DSL.name("type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> VOLUME_UUID =
      createField(DSL.name("volume_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TREE_UUID =
      createField(DSL.name("tree_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PARENT_UUID =
      createField(DSL.name("parent_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PRIMARY_STORAGE_UUID =
      createField(DSL.name("primary_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> PRIMARY_STORAGE_INSTALL_PATH =
      createField(DSL.name("primary_storage_install_path"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> VOLUME_TYPE =
      createField(DSL.name("volume_type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> FORMAT =
      createField(DSL.name("format"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> LATEST =
      createField(DSL.name("latest"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Long> SIZE =
      createField(DSL.name("size"), SQLDataType.BIGINT, this);
  public final TableField<Record, Integer> DISTANCE =
      createField(DSL.name("distance"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATUS =
      createField(DSL.name("status"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> GROUP_UUID =
      createField(DSL.name("group_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REPOSITORY_HOST =
      createField(DSL.name("repository_host"), SQLDataType.VARCHAR, this);

  public final TableField<Record, String> ACCESS =
      createField(DSL.name("access"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> HOST_KEY =
      createField(DSL.name("host_key"), SQLDataType.VARCHAR, this);

  private VolumeSnapshotTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public VolumeSnapshotTable as(String alias) {
    return new VolumeSnapshotTable(DSL.name(alias), this);
  }
}
