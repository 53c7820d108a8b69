package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The volume snapshots that schedules made. */
public final class ScheduleGenerationTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ScheduleGenerationTable SCHEDULE_GENERATION =
      new ScheduleGenerationTable(DSL.name("schedule_generation"), null);

  public final TableField<Record, String> SNAPSHOT_UUID =
      createField(DSL.name("snapshot_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SCHEDULE_UUID =
      createField(DSL.name("schedule_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);

  private ScheduleGenerationTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ScheduleGenerationTable as(String alias) {
    return new ScheduleGenerationTable(DSL.name(alias), this);
  }
}
