package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The event log. */
public final class EventTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final EventTable EVENT = new EventTable(DSL.name("event"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> TIME =
      createField(DSL.name("time"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> RESOURCE_TYPE =
      createField(DSL.name("resource_type"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_UUID =
      createField(DSL.name("resource_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_NAME =
      createField(DSL.name("resource_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> WHAT =
      createField(DSL.name("what"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> FROM_VALUE =
      createField(DSL.name("from_value"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> TO_VALUE =
      createField(DSL.name("to_value"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REASON =
      createField(DSL.name("reason"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REQUEST_ID =
      createField(DSL.name("request_id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);

  public final TableField<Record, Integer> OCCURRENCES =
      createField(DSL.name("occurrences"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> FIRST_TIME =
      createField(DSL.name("first_time"), SQLDataType.BIGINT, this);

  private EventTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public EventTable as(String alias) {
    return new EventTable(DSL.name(alias), this);
  }
}
