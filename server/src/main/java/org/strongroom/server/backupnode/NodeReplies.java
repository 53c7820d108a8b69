package org.strongroom.server.backupnode;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.catalog.Transaction;

/** Nodes as callers see them. */
final class NodeReplies {
  private NodeReplies() {}

  static InventoryReply<BackupNodeInventory> of(
      String storageUuid, StorageParts parts, Transaction transaction) {
    return new InventoryReply<>(
        parts
            .queries()
            .byUuid(transaction.sql(), BackupNodeInventory.class, storageUuid)
            .orElseThrow());
  }
}
