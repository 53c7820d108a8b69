package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Jobs. */
public final class JobTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final JobTable JOB = new JobTable(DSL.name("job"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> OPERATION =
      createField(DSL.name("operation"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> VERSION =
      createField(DSL.name("version"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DESCRIPTION =
      createField(DSL.name("description"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_UUID =
      createField(DSL.name("resource_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REQUEST =
      createField(DSL.name("request"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SHOWN_REQUEST =
      createField(DSL.name("shown_request"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> STATE =
      createField(DSL.name("state"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> STEP =
      createField(DSL.name("step"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> STEP_NAME =
      createField(DSL.name("step_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> MEMORY =
      createField(DSL.name("memory"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> PROGRESS =
      createField(DSL.name("progress"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> PROGRESS_DONE =
      createField(DSL.name("progress_done"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> PROGRESS_TOTAL =
      createField(DSL.name("progress_total"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> OUTCOME =
      createField(DSL.name("outcome"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> NODE_UUID =
      createField(DSL.name("node_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> LEASE =
      createField(DSL.name("lease"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> DEADLINE =
      createField(DSL.name("deadline"), SQLDataType.BIGINT, this);
  public final TableField<Record, Boolean> CANCEL_REQUESTED =
      createField(DSL.name("cancel_requested"), SQLDataType.BOOLEAN, this);
  public final TableField<Record, String> WEB_HOOK =
      createField(DSL.name("web_hook"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REQUEST_ID =
      createField(DSL.name("request_id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> CREATED =
      createField(DSL.name("created"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> UPDATED =
      createField(DSL.name("updated"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> FINISHED =
      createField(DSL.name("finished"), SQLDataType.BIGINT, this);
  public final TableField<Record, Integer> EPOCH =
      createField(DSL.name("epoch"), SQLDataType.INTEGER, this);
  public final TableField<Record, String> CALLER =
      createField(DSL.name("caller"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SESSION_DIGEST =
      createField(DSL.name("session_digest"), SQLDataType.VARCHAR, this);

  public final TableField<Record, String> RESOURCE_NAME =
      createField(DSL.name("resource_name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> BYTES =
      createField(DSL.name("bytes"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> REASON =
      createField(DSL.name("reason"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SOURCE =
      createField(DSL.name("source"), SQLDataType.VARCHAR, this);

  private JobTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public JobTable as(String alias) {
    return new JobTable(DSL.name(alias), this);
  }
}
