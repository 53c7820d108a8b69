package org.strongroom.server.query;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** To which account a row belongs, for whatever alias of its table. */
@FunctionalInterface
public interface Ownership {
  Condition by(Field<String> account, Table<?> row);
}
