package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Trees of volume snapshots: a view of those that have snapshots. */
public final class VolumeSnapshotTreeTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final VolumeSnapshotTreeTable VOLUME_SNAPSHOT_TREE =
      new VolumeSnapshotTreeTable(DSL.name("volume_snapshot_tree"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> VOLUME_UUID =
      createField(DSL.name("volume_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Boolean> IS_CURRENT =
      createField(DSL.name("is_current"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private VolumeSnapshotTreeTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public VolumeSnapshotTreeTable as(String alias) {
    return new VolumeSnapshotTreeTable(DSL.name(alias), this);
  }
}
