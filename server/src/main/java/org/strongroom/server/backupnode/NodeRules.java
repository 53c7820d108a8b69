package org.strongroom.server.backupnode;

import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Transaction;

/** What may not be done to a node by the operations of plain storages. */
final class NodeRules implements StorageVeto {
  private final Neighbours neighbours;

  NodeRules(Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  @Override
  public void deletion(StorageRow storage, Transaction transaction) {
    pointTo("DeregisterBackupNode", storage, transaction);
  }

  @Override
  public void access(StorageRow storage, Transaction transaction) {
    pointTo("UpdateBackupNode", storage, transaction);
  }

  private static void pointTo(String operation, StorageRow storage, Transaction transaction) {
    NodeRows.ofStorage(storage.uuid(), transaction.sql())
        .ifPresent(node -> {
          String how =
              node.number()
                  .map(id -> "use %s with id %d instead".formatted(operation, id))
                  .orElse("wait for that, or cancel it");
          throw ApiException.refused("%s is %s; %s".formatted(storage.label(), node.label(), how));
        });
  }

  @Override
  public void hostKey(StorageRow storage, String hostKey, Transaction transaction) {
    if (NodeRows.ofStorage(storage.uuid(), transaction.sql()).isPresent()) {
      neighbours.takeTurn(transaction);
      NodeUniqueness.checkHostKey(storage.uuid(), hostKey, Caller.SYSTEM, transaction);
    }
  }
}
