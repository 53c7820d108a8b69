package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** What is done by itself, and when. */
public final class ScheduleTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ScheduleTable SCHEDULE = new ScheduleTable(DSL.name("schedule"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> OPERATION =
      createField(DSL.name("operation"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> VOLUME_UUID =
      createField(DSL.name("volume_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> BACKUP_STORAGE_UUID =
      createField(DSL.name("backup_storage_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> CRON =
      createField(DSL.name("cron"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TIME_ZONE =
      createField(DSL.name("time_zone"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> KEPT =
      createField(DSL.name("kept"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> NEXT_RUN =
      createField(DSL.name("next_run"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> LAST_RUN =
      createField(DSL.name("last_run"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> LAST_RESULT =
      createField(DSL.name("last_result"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> LAST_ERROR =
      createField(DSL.name("last_error"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RUNNING_JOB =
      createField(DSL.name("running_job"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);

  private ScheduleTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ScheduleTable as(String alias) {
    return new ScheduleTable(DSL.name(alias), this);
  }
}
