package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The audit log: one entry for each call that changes something. */
public final class AuditTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final AuditTable AUDIT = new AuditTable(DSL.name("audit"), null);

  public final TableField<Record, String> UUID =
      createField(DSL.name("uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> TIME =
      createField(DSL.name("time"), SQLDataType.BIGINT, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> OPERATION =
      createField(DSL.name("operation"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> RESOURCE_UUID =
      createField(DSL.name("resource_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> REQUEST_ID =
      createField(DSL.name("request_id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> OUTCOME =
      createField(DSL.name("outcome"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DETAILS =
      createField(DSL.name("details"), SQLDataType.VARCHAR, this);

  public final TableField<Record, String> SOURCE =
      createField(DSL.name("source"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> FINISHED =
      createField(DSL.name("finished"), SQLDataType.BIGINT, this);
  public final TableField<Record, Integer> LINKED =
      createField(DSL.name("linked"), SQLDataType.INTEGER, this);

  private AuditTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public AuditTable as(String alias) {
    return new AuditTable(DSL.name(alias), this);
  }
}
