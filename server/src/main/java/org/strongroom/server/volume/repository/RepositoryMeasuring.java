package org.strongroom.server.volume.repository;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.catalog.Database;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/**
 * Measures repositories again whose account may be wrong, as soon as nobody accounts for them any
 * more: works that crossed, removals of which nobody knows whether they were done. On the node that
 * answers for the storage; of two that think so the later one finds that it is late.
 */
public final class RepositoryMeasuring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RepositoryMeasuring.class);

  /** Between two glances; a repository has rested if its account is the same in both. */
  private static final Duration GLANCE = Duration.ofSeconds(5);

  /** Glances that a repository is left alone for after one that could not be measured. */
  private static final int REST = 12;

  private final Database database;
  private final StorageDrivers drivers;
  private final RepositoryRoom room;
  private final Predicate<String> owned;
  private final Set<String> measured = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> resting = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("measuring-timer").daemon().factory());
  private Map<String, Long> before = Map.of();

  /**
   * One that looks by itself only once it is started.
   *
   * @param owned whether this node answers for a storage
   */
  public RepositoryMeasuring(
      Database database, StorageDrivers drivers, RepositoryRoom room, Predicate<String> owned) {
    this.database = database;
    this.drivers = drivers;
    this.room = room;
    this.owned = owned;
  }

  /** Looks for accounts in doubt from now on. */
  public void start() {
    long pause = GLANCE.toMillis();
    timer.scheduleWithFixedDelay(this::glance, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void glance() {
    try {
      Map<String, Long> due = due();
      due.forEach((storage, changes) -> {
        if (changes.equals(before.get(storage)) && owned.test(storage) && hasRested(storage)) {
          begin(storage);
        }
      });
      resting.keySet().retainAll(due.keySet());
      before = due;
    } catch (RuntimeException e) {
      log.error("repositories to be measured could not be looked for", e);
    }
  }

  private boolean hasRested(String storage) {
    Integer left = resting.computeIfPresent(storage, (uuid, glances) -> glances - 1);
    return left == null || left <= 0;
  }

  /** Where the account of each stands that is in doubt, of storages that can be asked. */
  private Map<String, Long> due() {
    return database.read(sql ->
        new HashMap<>(
            sql.select(REPOSITORY.BACKUP_STORAGE_UUID, REPOSITORY.CHANGES)
                .from(REPOSITORY)
                .join(BACKUP_STORAGE)
                .on(BACKUP_STORAGE.UUID.eq(REPOSITORY.BACKUP_STORAGE_UUID))
                .where(REPOSITORY.MEASURE_DUE.isTrue())
                .and(BACKUP_STORAGE.STATUS.eq(StorageStatus.CONNECTED.text()))
                .fetchMap(REPOSITORY.BACKUP_STORAGE_UUID, REPOSITORY.CHANGES)));
  }

  private void begin(String storage) {
    if (!measured.add(storage)) {
      return; // it has very many files, or hangs
    }
    Thread.ofVirtual()
        .name("measuring-" + storage)
        .start(() -> {
          try {
            measure(storage);
          } catch (StorageException | ApiException e) {
            resting.put(storage, REST);
            log.info("the repository on storage {} is measured later: {}", storage, e.getMessage());
          } catch (RuntimeException e) {
            resting.put(storage, REST);
            log.error("the repository on storage {} could not be measured", storage, e);
          } finally {
            measured.remove(storage);
          }
        });
  }

  /**
   * Measures all whose account is in doubt now, whether it has rested or not.
   *
   * @throws StorageException if a storage does not tell
   */
  public void measureAll() throws StorageException {
    for (String storage : due().keySet()) {
      measure(storage);
    }
  }

  private void measure(String uuid) throws StorageException {
    StorageRow storage = database.read(sql -> StorageRows.require(uuid, sql));
    StorageDriver driver = drivers.of(storage);
    StorageMarker.verify(driver, storage); // else what is mounted there instead would count
    Measured found = room.measure(uuid, driver);
    database.write(transaction -> {
      room.settle(uuid, found, transaction);
      return true;
    });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
