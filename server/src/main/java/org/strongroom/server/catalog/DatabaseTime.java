package org.strongroom.server.catalog;

import java.time.InstantSource;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The time that all nodes of a catalog share. What one node writes and another compares (leases,
 * signs of life) is stamped with it, since the clocks of two machines may differ.
 */
@FunctionalInterface
public interface DatabaseTime {
  /**
   * The time now, while a transaction or a read goes on.
   *
   * @param sql of that transaction or read
   * @return milliseconds since 1970
   */
  long millis(DSLContext sql);

  /**
   * The clock of the PostgreSQL server; with SQLite, which only one machine can use, the given
   * clock.
   */
  static DatabaseTime of(InstantSource local) {
    // not now(): that one stands still during a transaction
    Field<Long> server =
        DSL.field(
            "cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)",
            SQLDataType.BIGINT);
    return sql ->
        sql.dialect().family() == SQLDialect.POSTGRES
            ? Objects.requireNonNull(sql.select(server).fetchSingle(server))
            : local.millis();
  }
}
