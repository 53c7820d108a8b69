package org.strongroom.server.catalog.content;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Dirty bitmaps by which volumes are backed up. */
public final class VolumeBitmapTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final VolumeBitmapTable VOLUME_BITMAP =
      new VolumeBitmapTable(DSL.name("volume_bitmap"), null);

  public final TableField<Record, String> VOLUME_UUID =
      createField(DSL.name("volume_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SNAPSHOT_UUID =
      createField(DSL.name("snapshot_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> UNREAD =
      createField(DSL.name("unread"), SQLDataType.INTEGER, this);
  public final TableField<Record, Boolean> DISTRUSTED =
      createField(DSL.name("distrusted"), SQLDataType.BOOLEAN, this);

  private VolumeBitmapTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public VolumeBitmapTable as(String alias) {
    return new VolumeBitmapTable(DSL.name(alias), this);
  }
}
