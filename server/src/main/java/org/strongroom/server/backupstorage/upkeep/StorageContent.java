package org.strongroom.server.backupstorage.upkeep;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jooq.DSLContext;
import org.strongroom.server.caller.Call;
import org.strongroom.storage.driver.StorageDriver;

/** One kind of what is kept on storages and can be proved to be what was stored. */
public interface StorageContent {
  /**
   * That whose last look is the longest ago.
   *
   * @param before milliseconds since 1970; what was looked at then or later does not count
   * @param except what is passed over, by {@link Item#key}
   */
  Optional<Item> oldest(String storageUuid, long before, Set<String> except, DSLContext sql);

  /** Bytes of all that {@link #oldest} would answer, one after the other. */
  long due(String storageUuid, long before, DSLContext sql);

  /** What looks since that moment, milliseconds since 1970, have found. */
  Tally tally(String storageUuid, long since, DSLContext sql);

  /** Something that can be proved. */
  interface Item {
    /** Names it among all that is kept on the storage. */
    String key();

    long bytes();

    /**
     * Reads it where it lies, and records what was found.
     *
     * @param driver of the storage, which is the right one and answers
     * @param progress told the bytes read so far, now and then
     * @throws IOException if it could not be read for a reason that lies in the storage: nothing is
     *     known then
     */
    void prove(StorageDriver driver, Call call, LongConsumer progress) throws IOException;

    /** As {@link #prove}, where there is a closer look that takes longer. */
    default void proveDeeply(StorageDriver driver, Call call, LongConsumer progress)
        throws IOException {
      prove(driver, call, progress);
    }
  }

  /** What was found. */
  record Tally(int verified, int damaged) {
    Tally plus(Tally other) {
      return new Tally(verified + other.verified, damaged + other.damaged);
    }
  }
}
