package org.strongroom.server.volume;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.catalog.Transaction;

/** Answers about volume snapshots. */
final class Snapshots {
  private Snapshots() {}

  static InventoryReply<VolumeSnapshotInventory> reply(
      VolumeParts parts, String uuid, Transaction transaction) {
    return new InventoryReply<>(
        parts
            .queries()
            .byUuid(transaction.sql(), VolumeSnapshotInventory.class, uuid)
            .orElseThrow());
  }
}
