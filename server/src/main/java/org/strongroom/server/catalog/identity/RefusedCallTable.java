package org.strongroom.server.catalog.identity;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Calls that failed their checks, for those who poll other nodes. */
public final class RefusedCallTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final RefusedCallTable REFUSED_CALL =
      new RefusedCallTable(DSL.name("refused_call"), null);

  public final TableField<Record, String> JOB_UUID =
      createField(DSL.name("job_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ERROR =
      createField(DSL.name("error"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> SESSION_DIGEST =
      createField(DSL.name("session_digest"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> EXPIRES =
      createField(DSL.name("expires"), SQLDataType.BIGINT, this);

  private RefusedCallTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public RefusedCallTable as(String alias) {
    return new RefusedCallTable(DSL.name(alias), this);
  }
}
