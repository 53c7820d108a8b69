package org.strongroom.server.catalog.identity;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Failed log-ins, by digests of accounts and addresses. */
public final class LogInFailureTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final LogInFailureTable LOG_IN_FAILURE =
      new LogInFailureTable(DSL.name("log_in_failure"), null);

  public final TableField<Record, String> BUDGET =
      createField(DSL.name("budget"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> DIGEST =
      createField(DSL.name("digest"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Integer> FAILURES =
      createField(DSL.name("failures"), SQLDataType.INTEGER, this);
  public final TableField<Record, Long> LAST_FAILED =
      createField(DSL.name("last_failed"), SQLDataType.BIGINT, this);
  public final TableField<Record, Long> NEXT_ATTEMPT =
      createField(DSL.name("next_attempt"), SQLDataType.BIGINT, this);

  private LogInFailureTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public LogInFailureTable as(String alias) {
    return new LogInFailureTable(DSL.name(alias), this);
  }
}
