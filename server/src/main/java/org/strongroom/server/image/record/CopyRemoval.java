package org.strongroom.server.image.record;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;

/**
 * Removes copies for good: their rows go and their bytes become garbage in one transaction, so that
 * nothing can be read or recovered while it is being removed, and nothing is forgotten.
 */
public final class CopyRemoval {
  private static final Logger log = LoggerFactory.getLogger(CopyRemoval.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Database database;
  private final ImageRows rows;
  private final Garbage garbage;
  private final ImageTags tags;
  private final EventLog events;

  public CopyRemoval(
      Database database, ImageRows rows, Garbage garbage, ImageTags tags, EventLog events) {
    this.database = database;
    this.rows = rows;
    this.garbage = garbage;
    this.tags = tags;
    this.events = events;
  }

  /** Takes copies away, and the image with its last copy. Copies already gone are passed over. */
  public void remove(List<ImageCopy> copies, String why, Call call, Transaction transaction) {
    ImageRows.lock(copies.stream().map(ImageCopy::imageUuid).toList(), transaction);
    for (ImageCopy copy : copies) {
      if (rows.remove(copy, transaction)) {
        if (!copy.isInItsPlace()) {
          log.error(
              "the catalog is damaged: {} is no place of the image {}; what it has on backup storage"
                  + " '{}' stays there, RescanBackupStorage finds it",
              copy.installPath(),
              copy.imageUuid(),
              copy.storageName());
        }
        garbage.add(copy.storageUuid(), copy.bytes(), copy.accounted(), why, transaction);
        settle(copy.imageUuid(), why, call, transaction);
      }
    }
  }

  /** As {@link #remove}, but the bytes stay where they are. */
  public void forgetCopies(List<ImageCopy> copies, String why, Call call, Transaction transaction) {
    for (ImageCopy copy : copies) {
      if (rows.remove(copy, transaction)) {
        settle(copy.imageUuid(), why, call, transaction);
      }
    }
  }

  /** The image follows its copies: without any it goes. */
  private void settle(String imageUuid, String why, Call call, Transaction transaction) {
    if (!rows.copies(imageUuid, transaction.sql()).isEmpty()) {
      rows.followCopies(imageUuid, transaction);
      return;
    }
    rows.find(imageUuid, transaction.sql())
        .ifPresent(image -> {
          forget(imageUuid, transaction);
          events.write(
              new EventLog.Event(
                  ResourceType.IMAGE, imageUuid, image.get(IMAGE.NAME), "Deleted", null, null, why),
              call,
              transaction);
        });
  }

  /** Removes an image's row with all that hangs on it. */
  void forget(String imageUuid, Transaction transaction) {
    rows.remove(imageUuid, transaction);
    tags.deleteAll(imageUuid, transaction);
  }

  /**
   * Waits until the bytes of removed copies are gone, as far as that can be had now: not for
   * storages that cannot be reached, nor for ever.
   */
  public void awaitBytes(List<ImageCopy> removed) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (ImageCopy copy : removed) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      if (!database.watch().isWithin(left, copy, sql -> !isBeingRemoved(copy, sql))) {
        return;
      }
    }
  }

  private static boolean isBeingRemoved(ImageCopy copy, DSLContext sql) {
    return sql.fetchExists(
            GARBAGE,
            GARBAGE
                .BACKUP_STORAGE_UUID
                .eq(copy.storageUuid())
                .and(GARBAGE.PATH.eq(copy.bytes().toString()))
                .and(GARBAGE.ATTEMPTS.eq(0)))
        && StorageRows.find(copy.storageUuid(), sql)
            .filter(storage -> storage.status() == StorageStatus.CONNECTED)
            .isPresent();
  }
}
