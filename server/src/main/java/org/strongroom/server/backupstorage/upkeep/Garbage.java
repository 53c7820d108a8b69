package org.strongroom.server.backupstorage.upkeep;

import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.strongroom.api.ShortText;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.StoragePath;

/**
 * What lies on a storage and belongs to nobody any more. It is removed as soon as the storage can
 * be reached; its room is given back then.
 */
public final class Garbage {
  private final InstantSource clock;
  private volatile Consumer<String> listener = storageUuid -> {};

  public Garbage(InstantSource clock) {
    this.clock = clock;
  }

  /** The listener hears the storage's uuid after each commit that added to its garbage. */
  void onAdded(Consumer<String> newListener) {
    listener = newListener;
  }

  /**
   * Gives a file, or a directory with all below it, to the collector.
   *
   * @param size bytes that {@code used_capacity} still counts for it, 0 if it never did; given back
   *     when it is gone
   * @param reason for the administrator, such as {@code image deleted}
   */
  public void add(
      String storageUuid, StoragePath path, long size, String reason, Transaction transaction) {
    if (path.segments().isEmpty()) {
      throw new IllegalArgumentException("the root of a storage is no garbage");
    }
    long now = clock.millis();
    transaction
        .sql()
        .insertInto(GARBAGE)
        .set(GARBAGE.UUID, Uuid.random())
        .set(GARBAGE.BACKUP_STORAGE_UUID, storageUuid)
        .set(GARBAGE.PATH, path.toString())
        .set(GARBAGE.SIZE, size)
        .set(GARBAGE.REASON, ShortText.cut(reason, 255))
        .set(GARBAGE.ATTEMPTS, 0)
        .set(GARBAGE.DUE, now)
        .set(GARBAGE.CREATED, now)
        .execute();
    transaction.afterCommit(() -> listener.accept(storageUuid));
  }
}
