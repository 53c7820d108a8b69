package org.strongroom.server.backupstorage;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.strongroom.server.backupstorage.access.Facts;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.health.PatientConnect;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/**
 * New ways to reach known storages, tried by jobs: connected first, stored only when the storage's
 * own directory was found there.
 */
public final class Trials {
  private final StorageParts parts;
  private final Map<String, Trial> passed = new ConcurrentHashMap<>();

  public Trials(StorageParts parts) {
    this.parts = parts;
  }

  /**
   * Tries.
   *
   * @param place where the storage would be
   * @throws StorageException if it cannot be reached, or is not there
   */
  public void run(String jobUuid, StorageRow storage, StorageAccess access, Neighbours.Place place)
      throws StorageException {
    drop(jobUuid);
    StorageDriver driver = parts.factory().make(access);
    boolean good = false;
    try {
      StorageFacts facts = PatientConnect.reconnect(driver);
      StorageMarker.verify(driver, storage);
      driver.checkWritable();
      parts
          .database()
          .write(transaction -> {
            parts.neighbours().check(place.seen(facts), transaction);
            return facts;
          });
      passed.put(jobUuid, new Trial(driver, facts, place.seen(facts)));
      good = true;
    } finally {
      if (!good) {
        driver.close();
      }
    }
  }

  /** What the trial of a job found; empty if it did not pass. */
  public Optional<StorageFacts> facts(String jobUuid) {
    return Optional.ofNullable(passed.get(jobUuid)).map(Trial::facts);
  }

  /** Makes the trial of a job the truth: the storage is Connected through it. */
  public void settle(Job job, StorageRow storage, String why, Transaction transaction) {
    Trial trial = passed.get(job.uuid());
    if (trial == null) {
      throw new IllegalStateException("the trial of job " + job.uuid() + " is lost");
    }
    // again, in the transaction that makes it so: another job may have been faster
    parts.neighbours().takeTurn(transaction);
    parts.neighbours().check(trial.place(), transaction);
    String uuid = storage.uuid();
    if (storage.status() == StorageStatus.DISCONNECTED) {
      parts.status().change(uuid, StorageStatus.CONNECTING, why, job.call(), transaction);
    }
    Facts.write(uuid, trial.facts(), transaction);
    parts.status().change(uuid, StorageStatus.CONNECTED, null, job.call(), transaction);
    StorageRow settled = StorageRows.require(uuid, transaction.sql());
    transaction.afterCommit(() -> {
      passed.remove(job.uuid());
      parts.drivers().adopt(settled, trial.driver());
    });
  }

  /** Ends the trial of a job; nothing came of it. */
  public void drop(String jobUuid) {
    Trial trial = passed.remove(jobUuid);
    if (trial != null) {
      trial.driver().close();
    }
  }

  private record Trial(StorageDriver driver, StorageFacts facts, Neighbours.Place place) {}
}
