package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.access.NewStorage;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;

/** The rows of storages that are being added. */
public final class StorageAddition {
  private static final Logger log = LoggerFactory.getLogger(StorageAddition.class);

  private final StorageAccesses accesses;
  private final Neighbours neighbours;
  private final EventLog events;
  private final InstantSource clock;

  StorageAddition(
      StorageAccesses accesses, Neighbours neighbours, EventLog events, InstantSource clock) {
    this.accesses = accesses;
    this.neighbours = neighbours;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Writes the row of a storage: Enabled, Connecting, without capacity.
   *
   * @return its uuid
   * @throws ApiException SYS.1006 if its directory is another storage's; SYS.1007 for a uuid that
   *     cannot be taken
   */
  public String insert(NewStorage added, Call call, Transaction transaction) {
    String uuid = Uuid.chosenOrRandom(added.resource().resourceUuid());
    if (StorageRows.find(uuid, transaction.sql()).isPresent()) {
      throw ApiException.invalid("resourceUuid " + uuid + " is the uuid of another resource");
    }
    neighbours.takeTurn(transaction);
    neighbours.check(added.place(uuid), transaction);
    ResourceUuids.take(ResourceType.BACKUP_STORAGE, uuid, transaction);
    long now = clock.millis();
    transaction
        .sql()
        .insertInto(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.UUID, uuid)
        .set(BACKUP_STORAGE.NAME, added.name())
        .set(BACKUP_STORAGE.DESCRIPTION, added.description())
        .set(BACKUP_STORAGE.URL, added.url())
        .set(BACKUP_STORAGE.TYPE, added.type().text())
        .set(BACKUP_STORAGE.STATE, StorageState.ENABLED.text())
        .set(BACKUP_STORAGE.STATUS, StorageStatus.CONNECTING.text())
        .set(BACKUP_STORAGE.TOTAL_CAPACITY, 0L)
        .set(BACKUP_STORAGE.FREE_CAPACITY, 0L)
        .set(BACKUP_STORAGE.USED_CAPACITY, 0L)
        .set(BACKUP_STORAGE.RESERVED, 0L)
        .set(BACKUP_STORAGE.HOSTNAME, added.ssh().map(Ssh::host).orElse(null))
        .set(BACKUP_STORAGE.SSH_PORT, added.ssh().map(Ssh::port).orElse(null))
        .set(BACKUP_STORAGE.USERNAME, added.ssh().map(Ssh::username).orElse(null))
        .set(
            BACKUP_STORAGE.CREDENTIAL,
            added
                .ssh()
                .map(ssh -> accesses.seal(uuid, ssh.secret()))
                .or(() -> added.store().map(store -> accesses.seal(uuid, store)))
                .orElse(null))
        .set(BACKUP_STORAGE.ALLOW_UNSYNCED, added.ssh().map(Ssh::allowUnsynced).orElse(false))
        .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
        .set(BACKUP_STORAGE.CREATED, now)
        .set(BACKUP_STORAGE.UPDATED, now)
        .execute();
    added.store().ifPresent(store -> StorageRows.write(uuid, store.columns(), transaction));
    events.write(Event.created(ResourceType.BACKUP_STORAGE, uuid, added.name()), call, transaction);
    transaction.afterCommit(
        () -> log.info("backup storage '{}' ({}) is being added", added.name(), uuid));
    return uuid;
  }

  /** Takes the row away again. */
  public void remove(StorageRow storage, String reason, Call call, Transaction transaction) {
    transaction
        .sql()
        .deleteFrom(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
    events.write(
        new Event(
            ResourceType.BACKUP_STORAGE,
            storage.uuid(),
            storage.name(),
            "Deleted",
            null,
            null,
            reason),
        call,
        transaction);
    transaction.afterCommit(() -> log.info("{} is not added: {}", storage.label(), reason));
  }
}
