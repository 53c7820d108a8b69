package org.strongroom.server.bucket;

import java.time.InstantSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.StorageRemoval;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.query.Queries;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.driver.s3.BucketConnector;

/** What buckets stand on. */
public record BucketParts(
    Database database,
    EventLog events,
    Queries queries,
    TagService tags,
    InstantSource clock,
    BucketConnector connector,
    StorageParts storages,
    StorageRemoval removal,
    Reservations reservations) {

  InventoryReply<BucketInventory> reply(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), BucketInventory.class, uuid).orElseThrow());
  }
}
