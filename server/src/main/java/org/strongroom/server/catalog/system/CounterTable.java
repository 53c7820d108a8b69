package org.strongroom.server.catalog.system;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Numbers that are given out once and never again. */
public final class CounterTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final CounterTable COUNTER = new CounterTable(DSL.name("counter"), null);

  public final TableField<Record, String> NAME =
      createField(DSL.name("name"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> VALUE =
      createField(DSL.name("value"), SQLDataType.BIGINT, this);

  private CounterTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public CounterTable as(String alias) {
    return new CounterTable(DSL.name(alias), this);
  }
}
