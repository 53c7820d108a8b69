package org.strongroom.server.catalog.identity;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Runs of the console over many rows that go on. */
public final class ConsoleRunTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final ConsoleRunTable CONSOLE_RUN =
      new ConsoleRunTable(DSL.name("console_run"), null);

  public final TableField<Record, String> ID =
      createField(DSL.name("id"), SQLDataType.VARCHAR, this);
  public final TableField<Record, String> ACCOUNT_UUID =
      createField(DSL.name("account_uuid"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> BEGAN =
      createField(DSL.name("began"), SQLDataType.BIGINT, this);
  public final TableField<Record, Integer> CANCELLED =
      createField(DSL.name("cancelled"), SQLDataType.INTEGER, this);

  private ConsoleRunTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public ConsoleRunTable as(String alias) {
    return new ConsoleRunTable(DSL.name(alias), this);
  }
}
