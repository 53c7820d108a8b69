package org.strongroom.server.face.powervc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Fault;
import org.strongroom.server.face.openstack.OperationCalls;

/** Finds backup nodes for requests. */
final class NodeReader {
  /** Numbers as they are written; all else in their place names nothing. */
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

  private final OperationCalls calls;

  NodeReader(OperationCalls calls) {
    this.calls = calls;
  }

  /**
   * The number in the path.
   *
   * @throws Fault 404 if it is none
   */
  static long id(Exchange exchange) {
    String text = exchange.path("id");
    if (!ID.matcher(text).matches()) {
      throw Fault.notFound("Backup node", text);
    }
    return Long.parseLong(text);
  }

  /**
   * The node that the path names.
   *
   * @throws Fault 404 if there is none in the caller's project
   */
  BackupNodeInventory required(Exchange exchange) {
    long id = id(exchange);
    return find(exchange, id).orElseThrow(() -> Fault.notFound("Backup node", exchange.path("id")));
  }

  private Optional<BackupNodeInventory> find(Exchange exchange, long id) {
    return rows(exchange, Map.of("q", List.of("id=" + id))).stream().findFirst();
  }

  /** The uuid behind a number. */
  Optional<String> uuid(Exchange exchange, String id) {
    return ID.matcher(id).matches()
        ? find(exchange, Long.parseLong(id)).map(BackupNodeInventory::uuid)
        : Optional.empty();
  }

  /** All nodes of the project, by number. */
  List<BackupNodeInventory> all(Exchange exchange) {
    return rows(exchange, Map.of("limit", Integer.MAX_VALUE, "sort", "+id"));
  }

  private List<BackupNodeInventory> rows(Exchange exchange, Map<String, Object> values) {
    return rows(find(exchange, values));
  }

  QueryReply<BackupNodeInventory> find(Exchange exchange, Map<String, Object> values) {
    Map<String, @Nullable Object> parameters = new HashMap<>(values);
    return calls.answer(exchange, QueryBackupNode.class, parameters);
  }

  static <T> List<T> rows(QueryReply<T> reply) {
    return Objects.requireNonNull(reply.inventories());
  }
}
