package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.NewResource;
import org.strongroom.server.backupstorage.access.Facts;
import org.strongroom.server.backupstorage.access.NewStorage;
import org.strongroom.server.backupstorage.marker.DirectoryClaim;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.backupstorage.record.StorageUrl;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/** The storage {@code local} below the data directory, so that the first image needs no set-up. */
public final class FirstStorage {
  private static final Logger log = LoggerFactory.getLogger(FirstStorage.class);
  private static final String NAME = "local";

  private final StorageParts parts;
  private final ZoneLinks zones;
  private final String url;
  private final Consumer<String> connected;

  /**
   * @param connected told the uuid when it was connected
   */
  FirstStorage(StorageParts parts, ZoneLinks zones, Path directory, Consumer<String> connected) {
    this.connected = connected;
    this.parts = parts;
    this.zones = zones;
    this.url = StorageUrl.normalised(directory.toAbsolutePath().toString());
  }

  /** Writes its row and attaches it to the zone, in the transaction that makes the zone. */
  public void insert(String zoneUuid, Call call, Transaction transaction) {
    if (find(transaction.sql()).isEmpty()) {
      NewStorage local =
          new NewStorage(
              NAME,
              null,
              StorageType.FILE_SYSTEM,
              url,
              Optional.empty(),
              false,
              false,
              NewResource.unnamed());
      String uuid = parts.addition().insert(local, call, transaction);
      zones.attach(StorageRows.require(uuid, transaction.sql()), zoneUuid, call, transaction);
    }
  }

  /**
   * Makes its directory and connects it, if that never happened yet; to be called at each start,
   * before the storages are watched. A failure shows in its status only.
   */
  public void connect(Call call) {
    parts
        .database()
        .read(this::find)
        .filter(storage -> storage.totalCapacity() == 0 && storage.rootPath() == null)
        .ifPresent(storage -> connect(storage, call));
  }

  private void connect(StorageRow storage, Call call) {
    try {
      StorageDriver driver = parts.drivers().of(storage);
      StorageFacts facts = driver.connect();
      parts.claim().check(driver, storage, DirectoryClaim.Consent.ANY);
      parts
          .claim()
          .claim(
              driver,
              storage,
              MarkedBy.watcher(storage.uuid(), parts.connector().watching(storage)));
      parts
          .database()
          .write(transaction -> {
            Facts.write(storage.uuid(), facts, transaction);
            return parts
                .status()
                .change(storage.uuid(), StorageStatus.CONNECTED, null, call, transaction);
          });
      connected.accept(storage.uuid());
    } catch (StorageException | ApiException e) {
      log.warn("the storage '{}' at {} cannot be used: {}", NAME, url, e.getMessage());
      parts
          .database()
          .write(transaction ->
              parts
                  .status()
                  .change(
                      storage.uuid(),
                      StorageStatus.DISCONNECTED,
                      String.valueOf(e.getMessage()),
                      call,
                      transaction));
    }
  }

  private Optional<StorageRow> find(org.jooq.DSLContext sql) {
    return sql.select(BACKUP_STORAGE.fields())
        .from(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.URL.eq(url))
        .and(BACKUP_STORAGE.TYPE.eq(StorageType.FILE_SYSTEM.text()))
        .fetchOptional(StorageRow::of);
  }
}
