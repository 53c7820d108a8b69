package org.strongroom.server.imagebackup.record;

import static org.strongroom.server.catalog.storage.RegisteredNodeTable.REGISTERED_NODE;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.Transaction;

/** Finds the backup node that is meant, or the best one. */
public final class NodeChoice {
  private final StorageRules rules;
  private final Reservations reservations;

  public NodeChoice(StorageRules rules, Reservations reservations) {
    this.rules = rules;
    this.reservations = reservations;
  }

  private static List<BackupNode> seenBy(Caller caller, DSLContext sql) {
    return sql.select(REGISTERED_NODE.fields())
        .from(REGISTERED_NODE)
        .where(ProjectScope.seenBy(caller, REGISTERED_NODE.PROJECT_UUID))
        .orderBy(REGISTERED_NODE.NUMBER)
        .fetch(BackupNode::of);
  }

  /**
   * The node with this number, if the caller may see it.
   *
   * @throws ApiException SYS.1003
   */
  public static BackupNode numbered(long number, Caller caller, DSLContext sql) {
    return seenBy(caller, sql).stream()
        .filter(node -> node.number() == number)
        .findFirst()
        .orElseThrow(
            () -> new ApiException(ErrorCode.NOT_FOUND, "no backup node has the number " + number));
  }

  /** The node that is a storage; empty if that is none, or none any more. */
  public static Optional<BackupNode> ofStorage(String storageUuid, DSLContext sql) {
    return sql.select(REGISTERED_NODE.fields())
        .from(REGISTERED_NODE)
        .where(REGISTERED_NODE.UUID.eq(storageUuid))
        .fetchOptional(BackupNode::of);
  }

  /**
   * Makes sure that a storage is none of another project's nodes.
   *
   * @throws ApiException SYS.1003 as if it were not there
   */
  public static void checkReach(String storageUuid, Caller caller, DSLContext sql) {
    boolean isNode = ofStorage(storageUuid, sql).isPresent();
    if (isNode
        && seenBy(caller, sql).stream().noneMatch(n -> n.storageUuid().equals(storageUuid))) {
      throw ApiException.notFound(ResourceType.BACKUP_STORAGE, storageUuid);
    }
  }

  /**
   * Takes room for a job on the node that is meant, or else on the one that has the most, in place
   * of what an earlier run of its step took.
   *
   * @param host host name, address or number; null for the best
   * @param among the project that it must belong to; empty for all that the caller sees
   * @throws ApiException SYS.1003 if nothing is called so, SYS.1007 if several are; SYS.1006 if it
   *     can not be used now; BS.1003 if there is no room
   */
  public BackupNode reserve(
      @Nullable String host,
      Optional<String> among,
      Caller caller,
      String jobUuid,
      long bytes,
      Transaction transaction) {
    reservations.releaseAll(jobUuid, transaction);
    List<BackupNode> all =
        seenBy(caller, transaction.sql()).stream()
            .filter(node -> among.isEmpty() || among.get().equals(node.projectUuid()))
            .toList();
    if (host != null && !host.isBlank()) {
      BackupNode node = called(host, all);
      take(node, jobUuid, bytes, transaction);
      return node;
    }
    List<BackupNode> usable =
        all.stream()
            .filter(BackupNode::usable)
            .sorted(Comparator.comparingLong(BackupNode::room).reversed())
            .toList();
    for (BackupNode node : usable) {
      if (reserved(node, jobUuid, bytes, transaction)) {
        return node;
      }
    }
    throw new ApiException(ErrorCode.CANNOT_ALLOCATE, none(all, usable, bytes));
  }

  private boolean reserved(BackupNode node, String jobUuid, long bytes, Transaction transaction) {
    try {
      take(node, jobUuid, bytes, transaction);
      return true;
    } catch (ApiException e) {
      return false; // the next one may have room
    }
  }

  /** The reservation holds the storage, too. */
  private void take(BackupNode node, String jobUuid, long bytes, Transaction transaction) {
    rules.check(StorageRows.require(node.storageUuid(), transaction.sql()), Purpose.TRANSFER);
    reservations.reserve(node.storageUuid(), jobUuid, bytes, transaction);
  }

  private static BackupNode called(String host, List<BackupNode> all) {
    List<BackupNode> meant = all.stream().filter(node -> node.isCalled(host)).toList();
    if (meant.isEmpty()) {
      throw new ApiException(
          ErrorCode.NOT_FOUND,
          "no backup node has the host name, address or number '%s'".formatted(host));
    }
    if (meant.size() > 1) {
      throw ApiException.invalid(
          "several backup nodes are called '%s': %s; name one by its number"
              .formatted(host, labels(meant)));
    }
    return meant.getFirst();
  }

  private static String none(List<BackupNode> all, List<BackupNode> usable, long bytes) {
    if (all.isEmpty()) {
      return "there is no backup node; register one first";
    }
    return usable.isEmpty()
        ? "no backup node is Enabled and Connected: " + labels(all)
        : "no backup node has room for %d bytes: %s"
            .formatted(
                bytes,
                usable.stream()
                    .map(node -> "%s has %d".formatted(node.label(), node.room()))
                    .collect(Collectors.joining(", ")));
  }

  private static String labels(List<BackupNode> nodes) {
    return nodes.stream().limit(10).map(BackupNode::label).collect(Collectors.joining(", "));
  }
}
