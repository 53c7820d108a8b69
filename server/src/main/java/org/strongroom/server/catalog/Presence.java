package org.strongroom.server.catalog;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.jooq.DSLContext;
import org.jooq.TableField;

/** Whether a row is there; asked by every call and therefore without jOOQ, as {@link Insert}. */
public final class Presence {
  private Presence() {}

  /** Whether a row has this key. */
  public static boolean of(DSLContext sql, TableField<?, String> key, String value) {
    String table = requireNonNull(key.getTable()).getName();
    String text = "select 1 from " + table + " where " + key.getName() + " = ?";
    return sql.connectionResult(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(text)) {
        statement.setString(1, value);
        try (ResultSet found = statement.executeQuery()) {
          return found.next();
        }
      }
    });
  }
}
