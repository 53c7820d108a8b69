package org.strongroom.server.image.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.StaleManifests;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/**
 * Lets the manifests on the storages follow the catalog: what the catalog marked as stale is
 * written anew once the storage is Connected and Enabled. The marks are in the catalog and survive
 * restarts; pauses after failures are not.
 */
public final class ManifestUpkeep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ManifestUpkeep.class);
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int LONGEST_PAUSES = 7; // doublings of the first: about an hour
  private static final int STORAGES = 1000;
  private static final int STORAGES_AT_ONCE = 4;
  private static final int COPIES = 100;
  private static final int MOST_PAUSES = 10_000;

  private final Database database;
  private final ImageRows rows;
  private final StorageDrivers drivers;
  private final ManifestWriter writer;
  private final Predicate<String> owned;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(STORAGES_AT_ONCE);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("manifest-timer").daemon().factory());

  public ManifestUpkeep(
      Database database,
      ImageRows rows,
      StorageDrivers drivers,
      ManifestWriter writer,
      Predicate<String> owned) {
    this.database = database;
    this.rows = rows;
    this.drivers = drivers;
    this.writer = writer;
    this.owned = owned;
  }

  public void start() {
    timer.scheduleWithFixedDelay(
        this::glance, GLANCE.toMillis(), GLANCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void glance() {
    try {
      StaleManifests.markOfRenamed(database);
      database.read(sql -> StaleCopy.storages(STORAGES, sql)).stream()
          .filter(owned)
          .filter(storage -> !busy.contains(storage) && !paused(storage))
          .forEach(this::begin);
    } catch (RuntimeException e) {
      log.error("stale manifests could not be looked for", e);
    }
  }

  private void begin(String storage) {
    if (turns.tryAcquire()) {
      busy.add(storage);
      Thread.ofVirtual()
          .name("manifests-" + storage)
          .start(() -> {
            try {
              run(storage);
            } finally {
              busy.remove(storage);
              turns.release();
            }
          });
    }
  }

  /** Writes all stale manifests of a storage that can be written now. */
  void run(String storageUuid) {
    try {
      Optional<StorageRow> storage = database.read(sql -> StorageRows.find(storageUuid, sql));
      if (storage.isPresent()) {
        new StorageRules().check(storage.get(), Purpose.TRANSFER);
        StorageDriver driver = drivers.of(storage.get());
        StorageMarker.verify(driver, storage.get());
        write(storage.get(), driver);
        pauses.remove(storageUuid);
      }
    } catch (StorageException | ApiException e) {
      pause(storageUuid);
      log.info("manifests on {} are written later: {}", storageUuid, e.getMessage());
    } catch (RuntimeException e) {
      pause(storageUuid);
      log.error("manifests on {} could not be written", storageUuid, e);
    }
  }

  private void write(StorageRow storage, StorageDriver driver) throws StorageException {
    String after = "";
    List<StaleCopy> some;
    do {
      String from = after;
      some = database.read(sql -> StaleCopy.on(storage.uuid(), from, COPIES, sql));
      for (StaleCopy copy : some) {
        after = copy.imageUuid();
        if (!paused(key(copy))) {
          write(copy, storage, driver);
        }
      }
    } while (some.size() == COPIES && !timer.isShutdown());
  }

  private void write(StaleCopy copy, StorageRow storage, StorageDriver driver)
      throws StorageException {
    try {
      writer.write(copy, storage, driver);
      pauses.remove(key(copy));
    } catch (StorageException e) {
      switch (e.reason()) {
        case NOT_FOUND, WRONG_TYPE, PERMISSION_DENIED, FAILED, EXISTS -> {
          // this one alone; the others go on
          pause(key(copy));
          log.warn(
              "the manifest of {} on {} is not up to date: {}",
              copy.imageUuid(),
              storage,
              e.getMessage());
        }
        default -> throw e;
      }
    }
  }

  private static String key(StaleCopy copy) {
    return copy.imageUuid() + "@" + copy.storageUuid();
  }

  private boolean paused(String key) {
    Pause pause = pauses.get(key);
    return pause != null && rows.now() < pause.until();
  }

  private void pause(String key) {
    if (pauses.size() > MOST_PAUSES) {
      pauses.clear(); // of copies that are long gone; the others fail again and pause
    }
    pauses.compute(
        key,
        (same, before) -> {
          int failures = before == null ? 0 : Math.min(before.failures() + 1, LONGEST_PAUSES);
          return new Pause(failures, rows.now() + (FIRST_PAUSE.toMillis() << failures));
        });
  }

  private record Pause(int failures, long until) {}

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
