package org.strongroom.server.catalog.identity;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** From where accounts were logged in to, by digests of both. */
public final class LogInPlaceTable extends TableImpl<Record> {
  private static final long serialVersionUID = 1L;

  public static final LogInPlaceTable LOG_IN_PLACE =
      new LogInPlaceTable(DSL.name("log_in_place"), null);

  public final TableField<Record, String> DIGEST =
      createField(DSL.name("digest"), SQLDataType.VARCHAR, this);
  public final TableField<Record, Long> USED =
      createField(DSL.name("used"), SQLDataType.BIGINT, this);

  private LogInPlaceTable(Name alias, @Nullable Table<Record> aliased) {
    super(alias, null, aliased);
  }

  @Override
  public LogInPlaceTable as(String alias) {
    return new LogInPlaceTable(DSL.name(alias), this);
  }
}
