package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.health.RunningJobs;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.upkeep.GarbageCollector;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.catalog.Work;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;

/** The ways in which a storage that is to go is emptied and taken out of the catalog. */
public final class StorageRemoval {
  private static final Logger log = LoggerFactory.getLogger(StorageRemoval.class);

  /** What a removed storage keeps if the bytes of images stay, for the event. */
  public static final String IMAGES_STAY =
      "images and their manifests, as image/deletionPolicy says";

  /** Copies, or whatever else takes several statements, in one transaction. */
  public static final int AT_ONCE = 50;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BYTES_STAY = "bytesStay";

  private final StorageParts parts;
  private final StorageChanges changes;
  private final GarbageCollector collector;
  private final Predicate<DSLContext> bytesStay;

  /**
   * Puts its parts together.
   *
   * @param bytesStay whether nothing of images is ever removed from storages
   */
  StorageRemoval(
      StorageParts parts,
      StorageChanges changes,
      GarbageCollector collector,
      Predicate<DSLContext> bytesStay) {
    this.parts = parts;
    this.changes = changes;
    this.collector = collector;
    this.bytesStay = bytesStay;
  }

  /** Whether a job deletes or deregisters it at this moment. */
  public boolean isUnderWay(StorageRow storage, DSLContext sql) {
    return sql.fetchExists(
        BACKUP_STORAGE, BACKUP_STORAGE.UUID.eq(storage.uuid()), RunningJobs.deleting());
  }

  /** Whether somebody has room reserved on the storage. */
  public boolean isWrittenTo(StorageRow storage, DSLContext sql) {
    return sql.fetchExists(RESERVATION, RESERVATION.BACKUP_STORAGE_UUID.eq(storage.uuid()));
  }

  /** Copies of images and snapshots that the catalog has of the storage. */
  public int copies(StorageRow storage, DSLContext sql) {
    return sql.fetchCount(IMAGE_COPY, IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
        + sql.fetchCount(
            VOLUME_SNAPSHOT_COPY, VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()));
  }

  /** Whether files lie there that belong to nobody and are still to be removed. */
  public boolean hasGarbage(StorageRow storage, DSLContext sql) {
    return sql.fetchExists(GARBAGE, GARBAGE.BACKUP_STORAGE_UUID.eq(storage.uuid()));
  }

  boolean holdsSomething(StorageRow storage, DSLContext sql) {
    return copies(storage, sql) > 0 || hasGarbage(storage, sql);
  }

  /**
   * From now on nothing more is taken in.
   *
   * @return what the job has to remember: whether the bytes of images stay is decided once
   */
  public Map<String, String> begin(
      StorageRow storage, String why, Call call, Transaction transaction) {
    changes.setState(storage, StorageState.DISABLED, why, call, transaction);
    return Map.of(BYTES_STAY, Boolean.toString(bytesStay.test(transaction.sql())));
  }

  /** Whether image/deletionPolicy left the bytes of images where they are when the job began. */
  public static boolean bytesStay(Job job) {
    return job.recall(BYTES_STAY).map(Boolean::valueOf).orElse(false);
  }

  /** The storage stays after all, in the state that it had before. */
  public void giveUp(
      StorageRow storage, StorageState before, String why, Call call, Transaction transaction) {
    changes.setState(storage, before, why, call, transaction);
  }

  /**
   * Takes the copies off the storage, few at a time; their files become garbage, if the bytes of
   * images do not stay.
   */
  public void removeCopies(StorageRow storage, Job job) {
    if (bytesStay(job)) {
      forgetCopies(storage, job);
      return;
    }
    for (StorageCascade cascade : parts.cascades()) {
      inPortions(
          job, transaction -> cascade.removeCopies(storage, AT_ONCE, job.call(), transaction));
    }
  }

  /** The same, but the files stay. */
  void forgetCopies(StorageRow storage, Job job) {
    for (StorageCascade cascade : parts.cascades()) {
      inPortions(
          job, transaction -> cascade.forgetCopies(storage, AT_ONCE, job.call(), transaction));
    }
  }

  /**
   * Does something few at a time, so that nobody waits long for the catalog.
   *
   * @param work answers how many it has done, and 0 when there is nothing left
   */
  public static void inPortions(Job job, Work<Integer> work) {
    do {
      job.checkStopped();
    } while (job.lease().write(work) > 0);
  }

  /** Nobody removes any more what is left there and belongs to nobody. */
  public void forgetGarbage(StorageRow storage, Job job) {
    inPortions(
        job,
        transaction ->
            Portions.deleteSome(
                transaction,
                GARBAGE,
                GARBAGE.BACKUP_STORAGE_UUID.eq(storage.uuid()),
                GARBAGE.UUID));
  }

  /** Whether stopped work has taken its bytes back, for which it needs the storage's row. */
  public boolean writersEnd(StorageRow storage, Job job) throws InterruptedException {
    job.checkStopped();
    return parts
        .database()
        .watch()
        .isWithin(PATIENCE, "written " + storage.uuid(), sql -> !isWrittenTo(storage, sql));
  }

  /**
   * Removes the garbage of a storage.
   *
   * @return the first thing that could not be removed, with the reason
   */
  public Optional<String> collectGarbage(String storageUuid) {
    List<GarbageCollector.Left> left = collector.collectAll(storageUuid);
    return left.stream().findFirst().map(first -> first.path() + ": " + first.reason());
  }

  /**
   * Takes the storage out of the catalog, with all that hangs on it.
   *
   * @param left what stays behind on the storage, for the event
   */
  public void remove(StorageRow storage, Optional<String> left, Job job, Transaction transaction) {
    if (bytesStay(job)) {
      parts.forgetCopies(storage, job.call(), transaction);
    } else {
      parts.removeCopies(storage, job.call(), transaction);
    }
    removeRow(
        storage, "Deleted", left.map(what -> "left behind: " + what), job.call(), transaction);
  }

  /**
   * The same, but all that lies there stays.
   *
   * @param why for the event
   */
  void forget(StorageRow storage, String why, Call call, Transaction transaction) {
    parts.forgetCopies(storage, call, transaction);
    removeRow(storage, "Forgotten", Optional.of(why), call, transaction);
  }

  private void removeRow(
      StorageRow storage,
      String what,
      Optional<String> reason,
      Call call,
      Transaction transaction) {
    parts.tags().deleteAll(ResourceType.BACKUP_STORAGE, storage.uuid(), transaction);
    transaction
        .sql()
        .deleteFrom(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
    Event deleted =
        new Event(
            ResourceType.BACKUP_STORAGE,
            storage.uuid(),
            storage.name(),
            what,
            null,
            null,
            reason.orElse(null));
    parts.events().write(deleted, call, transaction);
    transaction.afterCommit(() -> {
      log.info("{} is {}", storage.label(), what);
      parts.drivers().close(storage.uuid());
      parts.connector().forget(storage.uuid());
    });
  }
}
