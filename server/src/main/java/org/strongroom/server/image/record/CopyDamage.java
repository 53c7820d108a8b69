package org.strongroom.server.image.record;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.storage.driver.StorageException;

/**
 * What is found out about the bytes of copies. A copy that was found damaged or missing is Damaged
 * until it proves right again: it is not read, and it does not count as a copy.
 *
 * <p>Each finding raises the revision of the copy. One that was made of bytes of an earlier
 * revision is dropped: whoever read slowly, or was paused, may have read what has been replaced.
 */
public final class CopyDamage {
  private static final Logger log = LoggerFactory.getLogger(CopyDamage.class);
  private static final int MOST_CHARACTERS = 2048;
  private static final String DAMAGED = "Damaged";
  private static final Told HEALED = new Told("Healed", "its bytes proved right");
  private static final Told REPAIRED = new Told("Repaired", "good bytes were brought over it");

  private final Database database;
  private final ImageRows rows;
  private final StorageDrivers drivers;
  private final EventLog events;

  public CopyDamage(Database database, ImageRows rows, StorageDrivers drivers, EventLog events) {
    this.database = database;
    this.rows = rows;
    this.drivers = drivers;
    this.events = events;
  }

  /**
   * Records that a copy is damaged, with one event however often it is found. The caller has made
   * sure that the storage is the right one and answers.
   *
   * @param how such as {@code its file is missing}
   * @return whether the copy is known to be damaged now
   */
  public boolean found(
      String imageUuid, String storageUuid, String how, Call call, Transaction transaction) {
    return found(imageUuid, storageUuid, Optional.empty(), how, call, transaction);
  }

  /**
   * Records that all bytes of a copy have proved right: one that was Damaged is Ready again.
   *
   * @return whether the copy is known to be good now
   */
  public boolean proved(String imageUuid, String storageUuid, Call call, Transaction transaction) {
    return proved(imageUuid, storageUuid, Optional.empty(), HEALED, call, transaction);
  }

  /** Records that good bytes were brought over those of a damaged copy, and have proved right. */
  public void repaired(String imageUuid, String storageUuid, Call call, Transaction transaction) {
    proved(imageUuid, storageUuid, Optional.empty(), REPAIRED, call, transaction);
  }

  /**
   * The same for a copy that was read, unless its storage is away or another is mounted there: then
   * nothing is known of the copy.
   */
  public boolean found(ImageCopy copy, String how, Call call) {
    return isThere(copy.storageUuid())
        && database.write(transaction ->
            found(
                copy.imageUuid(),
                copy.storageUuid(),
                Optional.of(copy.revision()),
                how,
                call,
                transaction));
  }

  /** The same for a failure to read a copy, if it is the file's and not the storage's. */
  public boolean suspect(ImageCopy copy, StorageException failure, Call call) {
    Optional<String> how =
        switch (failure.reason()) {
          case NOT_FOUND -> Optional.of("its file is missing");
          case WRONG_TYPE -> Optional.of("its place is taken: " + failure.getMessage());
          case PERMISSION_DENIED -> Optional.of("its file cannot be read: " + failure.getMessage());
          default -> Optional.empty();
        };
    boolean mountedMeanwhile =
        failure.reason() == StorageException.Reason.NOT_FOUND && isThere(copy);
    return how.isPresent() && !mountedMeanwhile && found(copy, how.get(), call);
  }

  private boolean isThere(ImageCopy copy) {
    try {
      return drivers.of(copy.storageUuid()).stat(copy.place().file()).isPresent();
    } catch (StorageException | ApiException e) {
      return true; // nothing can be said
    }
  }

  /** The same for a copy all of whose bytes were read where they lie. */
  public boolean proved(ImageCopy copy, Call call) {
    return database.write(transaction ->
        proved(
            copy.imageUuid(),
            copy.storageUuid(),
            Optional.of(copy.revision()),
            HEALED,
            call,
            transaction));
  }

  /** How bytes differ from those that were stored. */
  public static String mismatch(String expected, String found) {
    return "expected SHA-256 %s, found %s".formatted(expected, found);
  }

  /** Whether what is mounted there is the storage, and answers. */
  private boolean isThere(String storageUuid) {
    Optional<StorageRow> storage = database.read(sql -> StorageRows.find(storageUuid, sql));
    if (storage.isEmpty() || storage.get().status() != StorageStatus.CONNECTED) {
      return false;
    }
    try {
      StorageMarker.verify(drivers.of(storageUuid), storage.get());
      return true;
    } catch (StorageException | ApiException e) {
      log.info("what was read on {} tells nothing: {}", storage.get(), e.getMessage());
      return false;
    }
  }

  private boolean found(
      String imageUuid,
      String storageUuid,
      Optional<Long> revision,
      String how,
      Call call,
      Transaction transaction) {
    long now = rows.now();
    int found =
        transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.STATUS, followed(ImageRows.READY, ImageRows.DAMAGED))
            .set(IMAGE_COPY.DAMAGED_AT, now)
            .set(IMAGE_COPY.DAMAGE, shortened(how))
            .set(IMAGE_COPY.CHECKED, now)
            .set(IMAGE_COPY.REVISION, IMAGE_COPY.REVISION.plus(1))
            .set(IMAGE_COPY.UPDATED, now)
            .where(read(imageUuid, storageUuid, revision))
            .and(IMAGE_COPY.DAMAGED_AT.isNull())
            .execute();
    if (found > 0) {
      log.warn("the copy of image {} on {} is damaged: {}", imageUuid, storageUuid, how);
      settle(imageUuid, storageUuid, new Told(DAMAGED, how), call, transaction);
      return true;
    }
    return transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.CHECKED, now)
            .where(copy(imageUuid, storageUuid))
            .and(IMAGE_COPY.DAMAGED_AT.isNotNull())
            .execute()
        > 0;
  }

  private boolean proved(
      String imageUuid,
      String storageUuid,
      Optional<Long> revision,
      Told told,
      Call call,
      Transaction transaction) {
    boolean healed =
        transaction
            .sql()
            .fetchExists(
                IMAGE_COPY, copy(imageUuid, storageUuid), IMAGE_COPY.DAMAGED_AT.isNotNull());
    long now = rows.now();
    int proved =
        transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.STATUS, followed(ImageRows.DAMAGED, ImageRows.READY))
            .setNull(IMAGE_COPY.DAMAGED_AT)
            .setNull(IMAGE_COPY.DAMAGE)
            .set(IMAGE_COPY.LAST_VERIFIED, now)
            .set(IMAGE_COPY.CHECKED, now)
            .set(IMAGE_COPY.REVISION, IMAGE_COPY.REVISION.plus(1))
            .where(read(imageUuid, storageUuid, revision))
            .execute();
    if (proved > 0 && healed) {
      log.info("the copy of image {} on {} is good again", imageUuid, storageUuid);
      settle(imageUuid, storageUuid, told, call, transaction);
    }
    return proved > 0;
  }

  /** A copy in the trash stays there. */
  private static org.jooq.Field<String> followed(String from, String to) {
    return DSL.when(IMAGE_COPY.STATUS.eq(from), to).otherwise(IMAGE_COPY.STATUS);
  }

  private static Condition copy(String imageUuid, String storageUuid) {
    return IMAGE_COPY
        .IMAGE_UUID
        .eq(imageUuid)
        .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .and(IMAGE_COPY.STATUS.ne(ImageRows.DOWNLOADING));
  }

  private static Condition read(String imageUuid, String storageUuid, Optional<Long> revision) {
    return copy(imageUuid, storageUuid)
        .and(revision.map(IMAGE_COPY.REVISION::eq).orElse(DSL.noCondition()));
  }

  /** The image follows, and both are told. */
  private void settle(
      String imageUuid, String storageUuid, Told told, Call call, Transaction transaction) {
    Optional<Record> before = rows.find(imageUuid, transaction.sql());
    if (before.isEmpty()) {
      return;
    }
    boolean damaged = told.what().equals(DAMAGED);
    String reason = "the copy on %s: %s".formatted(label(storageUuid, transaction), told.how());
    tell(
        before.get(),
        told.what(),
        damaged ? ImageRows.READY : ImageRows.DAMAGED,
        damaged ? ImageRows.DAMAGED : ImageRows.READY,
        reason,
        call,
        transaction);
    rows.followCopies(imageUuid, transaction);
    String from = before.get().get(IMAGE.STATUS);
    String to = rows.find(imageUuid, transaction.sql()).orElseThrow().get(IMAGE.STATUS);
    if (!from.equals(to)) {
      tell(before.get(), "StatusChanged", from, to, reason, call, transaction);
    }
  }

  private void tell(
      Record image,
      String what,
      @Nullable String from,
      @Nullable String to,
      String reason,
      Call call,
      Transaction transaction) {
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE,
            image.get(IMAGE.UUID),
            image.get(IMAGE.NAME),
            what,
            from,
            to,
            reason),
        call,
        transaction);
  }

  /** What an event says. */
  private record Told(String what, String how) {}

  private static String label(String storageUuid, Transaction transaction) {
    return transaction
        .sql()
        .select(BACKUP_STORAGE.NAME)
        .from(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.UUID.eq(storageUuid))
        .fetchOptional(BACKUP_STORAGE.NAME)
        .map(name -> "backup storage '%s' (%s)".formatted(name, storageUuid))
        .orElse("backup storage " + storageUuid);
  }

  private static String shortened(String how) {
    return ShortText.of(how, MOST_CHARACTERS);
  }
}
