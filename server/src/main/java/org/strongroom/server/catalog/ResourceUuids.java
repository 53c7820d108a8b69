package org.strongroom.server.catalog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;

/**
 * The one space of uuids: whoever makes a resource takes its uuid here, in the same transaction.
 * What is said about a resource by its uuid alone, such as tags and events, can then be about no
 * other. A trigger frees the uuid when the resource's row goes.
 */
public final class ResourceUuids {
  private ResourceUuids() {}

  /**
   * Takes a uuid for a new resource. Of two that want the same at once the second waits for the
   * first.
   *
   * @throws ApiException SYS.1007 if a resource of any kind has it
   */
  public static void take(ResourceType type, String uuid, Transaction transaction) {
    if (!takeIfFree(type, uuid, transaction)) {
      throw alreadyTaken(uuid);
    }
  }

  /**
   * The same for a uuid that nobody chose here.
   *
   * @return whether it was free
   */
  public static boolean takeIfFree(ResourceType type, String uuid, Transaction transaction) {
    String text = "insert into resource (uuid, type) values (?, ?) on conflict do nothing";
    return transaction
        .sql()
        .connectionResult(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setString(1, uuid);
            statement.setString(2, type.entityName());
            return statement.executeUpdate() == 1;
          }
        });
  }

  /**
   * Makes sure early that a uuid can be taken later.
   *
   * @throws ApiException SYS.1007 if a resource of any kind has it
   */
  public static void checkFree(String uuid, DSLContext sql) {
    if (!isFree(uuid, sql)) {
      throw alreadyTaken(uuid);
    }
  }

  /** Whether no resource has it. */
  public static boolean isFree(String uuid, DSLContext sql) {
    return !sql.connectionResult(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("select 1 from resource where uuid = ?")) {
        statement.setString(1, uuid);
        try (ResultSet found = statement.executeQuery()) {
          return found.next();
        }
      }
    });
  }

  /** What whoever chose the uuid is told: not what has it, which may be another's. */
  public static ApiException alreadyTaken(String uuid) {
    return ApiException.invalid(
        "resourceUuid %s is already taken by another resource".formatted(uuid));
  }
}
