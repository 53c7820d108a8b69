package org.strongroom.server.backupstorage.health;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.monitor.WatchedStorages;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;

/** The storages for the monitor: it asks, and its findings become status and capacity here. */
public final class StorageHealth implements WatchedStorages {
  private static final Logger log = LoggerFactory.getLogger(StorageHealth.class);
  private static final int AT_ONCE = 500;

  private final Database database;
  private final StorageDrivers drivers;
  private final StorageConnector connector;
  private final StatusChanges status;
  private final Map<String, StorageEntry> markers = new ConcurrentHashMap<>();
  private final Set<String> connectedByThisStart = ConcurrentHashMap.newKeySet();

  public StorageHealth(
      Database database, StorageDrivers drivers, StorageConnector connector, StatusChanges status) {
    this.database = database;
    this.drivers = drivers;
    this.connector = connector;
    this.status = status;
  }

  @Override
  public List<Watched> all() {
    List<Watched> found =
        database.read(sql ->
            sql.select(
                    BACKUP_STORAGE.UUID,
                    BACKUP_STORAGE.STATUS,
                    BACKUP_STORAGE.RECONNECT_ATTEMPTS,
                    BACKUP_STORAGE.TOTAL_CAPACITY,
                    BACKUP_STORAGE.FREE_CAPACITY)
                .from(BACKUP_STORAGE)
                .where(DSL.not(RunningJobs.addingOrDeleting()))
                .fetch(row ->
                    new Watched(
                        row.value1(),
                        Status.valueOf(StorageStatus.of(row.value2()).name()),
                        row.value3(),
                        Optional.of(new Capacity(row.value4(), row.value5())))));
    markers.keySet().retainAll(found.stream().map(Watched::uuid).collect(Collectors.toSet()));
    return found;
  }

  @Override
  public Capacity ping(String storageUuid, Duration timeout) throws StorageException {
    Optional<StorageRow> storage = database.read(sql -> StorageRows.find(storageUuid, sql));
    if (storage.isEmpty()) {
      markers.remove(storageUuid);
      drivers.close(storageUuid);
      throw ApiException.notFound(ResourceType.BACKUP_STORAGE, storageUuid);
    }
    StorageDriver driver = drivers.of(storage.get());
    try {
      return ping(driver, storage.get(), timeout);
    } catch (StorageException e) {
      StorageDriver now = drivers.of(storageUuid);
      if (now.equals(driver)) {
        throw e;
      }
      // its address or log-in was changed while it was pinged
      return ping(now, storage.get(), timeout);
    }
  }

  private Capacity ping(StorageDriver driver, StorageRow storage, Duration timeout)
      throws StorageException {
    Capacity capacity;
    try {
      capacity = driver.ping(timeout);
    } catch (StorageException e) {
      throw StorageMarker.missing(storage, e);
    }
    verifyMarker(driver, storage);
    Optional<String> unwritable = Writability.check(driver);
    if (!unwritable.equals(Optional.ofNullable(storage.statusReason()))) {
      database.write(transaction ->
          status.writable(storage.uuid(), unwritable, Call.bySystem("ping"), transaction));
    }
    return capacity;
  }

  /** A look at the marker is one question on the wire; it is read only when it has changed. */
  private void verifyMarker(StorageDriver driver, StorageRow storage) throws StorageException {
    Optional<StorageEntry> marker = driver.stat(StorageMarker.PATH);
    if (marker.isPresent() && marker.get().equals(markers.get(storage.uuid()))) {
      return;
    }
    markers.remove(storage.uuid());
    StorageMarker.verify(driver, storage);
    marker.ifPresent(entry -> markers.put(storage.uuid(), entry));
  }

  @Override
  public void measured(List<Measured> capacities) {
    List<Measured> ordered =
        capacities.stream().sorted(java.util.Comparator.comparing(Measured::storageUuid)).toList();
    database.write(transaction -> {
      ordered.forEach(measured ->
          transaction
              .sql()
              .update(BACKUP_STORAGE)
              .set(BACKUP_STORAGE.TOTAL_CAPACITY, measured.capacity().total())
              .set(BACKUP_STORAGE.FREE_CAPACITY, measured.capacity().available())
              .where(BACKUP_STORAGE.UUID.eq(measured.storageUuid()))
              .execute());
      return ordered;
    });
  }

  @Override
  public void lost(String storageUuid, StorageException reason) {
    database.write(transaction -> {
      // what a job or another connect has in hand is not this ping's affair
      boolean concerned =
          transaction
              .sql()
              .fetchExists(
                  BACKUP_STORAGE,
                  BACKUP_STORAGE.UUID.eq(storageUuid),
                  BACKUP_STORAGE.STATUS.eq(StorageStatus.CONNECTED.text()),
                  DSL.not(RunningJobs.addingOrDeleting()));
      if (concerned) {
        connector.writeFailure(storageUuid, reason, Call.bySystem("ping"), transaction);
      }
      return concerned;
    });
  }

  @Override
  public boolean connect(String storageUuid, String why) {
    try {
      connector.connectUnlessConnected(storageUuid, why, Call.bySystem("monitor"));
      return true;
    } catch (StorageException e) {
      log.debug("backup storage {} stays Disconnected: {}", storageUuid, e.getMessage());
      database.write(transaction ->
          transaction
              .sql()
              .update(BACKUP_STORAGE)
              .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, BACKUP_STORAGE.RECONNECT_ATTEMPTS.plus(1))
              .where(BACKUP_STORAGE.UUID.eq(storageUuid))
              .execute());
      return false;
    }
  }

  /** This start of the server has connected the storage already: it need not do so again. */
  public void connectedByThisStart(String storageUuid) {
    connectedByThisStart.add(storageUuid);
  }

  @Override
  public void connecting(List<String> storageUuids, String why) {
    Call call = Call.bySystem("start");
    for (int from = 0; from < storageUuids.size(); from += AT_ONCE) {
      List<String> some = storageUuids.subList(from, Math.min(from + AT_ONCE, storageUuids.size()));
      database.write(transaction -> {
        some.stream()
            .filter(uuid -> !connectedByThisStart.contains(uuid))
            .filter(uuid -> StorageRows.find(uuid, transaction.sql()).isPresent())
            .forEach(uuid -> status.change(uuid, StorageStatus.CONNECTING, why, call, transaction));
        return some;
      });
    }
  }
}
