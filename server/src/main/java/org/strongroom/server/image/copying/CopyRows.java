package org.strongroom.server.image.copying;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.copy.Leftovers;
import org.strongroom.server.copy.Room;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.CopyRemoval;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;

/** What the catalog says of copies that a job brings: before, while and after it does. */
public final class CopyRows {
  private static final String COPIED = "Copied";

  private final Database database;
  private final ImageRows rows;
  private final Room room;
  private final Reservations reservations;
  private final Leftovers leftovers;
  private final CopyDamage damage;
  private final CopyRemoval removal;
  private final EventLog events;

  public CopyRows(
      Database database,
      ImageRows rows,
      Room room,
      Reservations reservations,
      Leftovers leftovers,
      CopyDamage damage,
      CopyRemoval removal,
      EventLog events) {
    this.database = database;
    this.rows = rows;
    this.room = room;
    this.reservations = reservations;
    this.leftovers = leftovers;
    this.damage = damage;
    this.removal = removal;
    this.events = events;
  }

  /**
   * No other job brings bytes to the place of a copy.
   *
   * @throws ApiException SYS.1006
   */
  public static void checkFree(ImageCopy copy) {
    copy.bringer()
        .ifPresent(job -> {
          throw ApiException.busy(
              "the copy of the image %s on backup storage '%s' is being written already, by the job %s"
                  .formatted(copy.imageUuid(), copy.storageName(), job));
        });
  }

  /** Good bytes over a copy are this job's to bring, from now on. */
  public static void claim(ImageCopy copy, String jobUuid, Transaction transaction) {
    transaction
        .sql()
        .update(IMAGE_COPY)
        .set(IMAGE_COPY.JOB_UUID, jobUuid)
        .where(is(copy))
        .execute();
  }

  /** A copy that is still to come, and this job's to bring. */
  public void announce(
      String imageUuid,
      StorageRow storage,
      ImagePlace place,
      String jobUuid,
      Transaction transaction) {
    long now = rows.now();
    transaction
        .sql()
        .insertInto(IMAGE_COPY)
        .set(IMAGE_COPY.IMAGE_UUID, imageUuid)
        .set(IMAGE_COPY.BACKUP_STORAGE_UUID, storage.uuid())
        .set(IMAGE_COPY.INSTALL_PATH, place.installPath(storage.url()))
        .set(IMAGE_COPY.STATUS, ImageRows.DOWNLOADING)
        .set(IMAGE_COPY.SIZE, 0L)
        .set(IMAGE_COPY.JOB_UUID, jobUuid)
        .set(IMAGE_COPY.CREATED, now)
        .set(IMAGE_COPY.UPDATED, now)
        .execute();
  }

  /** Whether the job has made the copy Ready, though it may not remember that. */
  boolean isPublished(Job job, String storageUuid) {
    return database
        .read(sql -> rows.copy(job.resourceUuid(), storageUuid, sql))
        .filter(copy -> copy.is(ImageRows.READY))
        .filter(copy -> copy.bringer().filter(job.uuid()::equals).isEmpty())
        .isPresent();
  }

  /**
   * Makes a copy Ready, whose bytes and manifest are in their place.
   *
   * @param accounted bytes of both
   * @throws ApiException SYS.1006 if it was deleted meanwhile
   */
  void publish(Job job, CopyTarget target, long accounted) {
    database.write(transaction -> {
      publish(job, target.storage(), accounted, transaction);
      return accounted;
    });
  }

  private void publish(Job job, StorageRow storage, long accounted, Transaction transaction) {
    String image = job.resourceUuid();
    ImageRows.lock(List.of(image), transaction);
    ImageCopy copy =
        rows.copy(image, storage.uuid(), transaction.sql())
            .orElseThrow(() ->
                ApiException.refused(
                    "the copy on %s was deleted while it was being written"
                        .formatted(storage.label())));
    room.release(job.uuid(), List.of(storage.uuid()), transaction);
    reservations.use(storage.uuid(), accounted - copy.accounted(), transaction);
    boolean fresh = copy.is(ImageRows.DOWNLOADING);
    transaction
        .sql()
        .update(IMAGE_COPY)
        .set(IMAGE_COPY.SIZE, accounted)
        .set(IMAGE_COPY.STATUS, fresh ? ImageRows.READY : copy.status())
        .setNull(IMAGE_COPY.JOB_UUID)
        .set(IMAGE_COPY.UPDATED, rows.now())
        .where(is(copy))
        .execute();
    if (fresh) {
      arrived(copy, storage, job, transaction);
    } else {
      damage.repaired(image, storage.uuid(), job.call(), transaction);
    }
  }

  private void arrived(ImageCopy copy, StorageRow storage, Job job, Transaction transaction) {
    long now = rows.now();
    Record image = rows.find(copy.imageUuid(), transaction.sql()).orElseThrow();
    transaction
        .sql()
        .update(IMAGE_COPY)
        .set(IMAGE_COPY.SHA256, image.get(IMAGE.SHA256))
        .set(IMAGE_COPY.LAST_VERIFIED, now)
        .set(IMAGE_COPY.CHECKED, now)
        .where(is(copy))
        .execute();
    rows.followCopies(copy.imageUuid(), transaction);
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE,
            copy.imageUuid(),
            image.get(IMAGE.NAME),
            COPIED,
            null,
            null,
            "onto " + storage.label()),
        job.call(),
        transaction);
  }

  private static Condition is(ImageCopy copy) {
    return IMAGE_COPY
        .IMAGE_UUID
        .eq(copy.imageUuid())
        .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(copy.storageUuid()));
  }

  /** Takes back what was announced and did not come, in the transaction that ends the job badly. */
  void withdraw(Job job, Transaction transaction) {
    CopiedImage copied = new CopiedImage(job);
    String image = job.resourceUuid();
    ImageRows.lock(List.of(image), transaction);
    room.release(job.uuid(), copied.storages(), transaction);
    for (String storage : copied.notPublished()) {
      Optional<ImageCopy> copy = rows.copy(image, storage, transaction.sql());
      if (!copied.isCleared(storage)) {
        leaveToCollector(copied, storage, copy, transaction);
      }
      copy.ifPresent(left -> withdraw(left, job, transaction));
    }
  }

  private void leaveToCollector(
      CopiedImage copied, String storage, Optional<ImageCopy> copy, Transaction transaction) {
    boolean whole = copied.isNew(storage) || copy.isEmpty();
    long mayRemain =
        copied.isNew(storage)
            ? rows.find(copied.job().resourceUuid(), transaction.sql())
                .map(ImageRows::length)
                .orElse(0L)
            : 0;
    leftovers.leave(
        storage,
        whole ? copied.place(storage).directory() : copied.temporary(storage),
        mayRemain,
        "image could not be copied",
        transaction);
  }

  private void withdraw(ImageCopy copy, Job job, Transaction transaction) {
    if (copy.is(ImageRows.DOWNLOADING)) {
      removal.forgetCopies(List.of(copy), "it could not be copied", job.call(), transaction);
    } else {
      transaction
          .sql()
          .update(IMAGE_COPY)
          .setNull(IMAGE_COPY.JOB_UUID)
          .where(is(copy))
          .and(IMAGE_COPY.JOB_UUID.eq(job.uuid()))
          .execute();
    }
  }
}
