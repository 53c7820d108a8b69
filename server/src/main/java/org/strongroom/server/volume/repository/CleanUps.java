package org.strongroom.server.volume.repository;

import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.repository.clean.RepositoryUsage;

/** What the catalog knows of clean-ups of repositories. */
public final class CleanUps {
  private CleanUps() {}

  /** Whether a storage has a repository that can be cleaned up. */
  public static boolean hasRepository(String storageUuid, DSLContext sql) {
    return sql.fetchExists(
        REPOSITORY, REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid), REPOSITORY.MADE.isTrue());
  }

  /** Something was forgotten: its blocks may be found dead from now on. */
  public static void becomeDue(String storageUuid, long now, Transaction transaction) {
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.CLEAN_DUE, now)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .execute();
  }

  public static void begun(String storageUuid, long now, Transaction transaction) {
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.CLEAN_TRIED, now)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .execute();
  }

  /**
   * Keeps what one has found.
   *
   * @param started what became due later than then stays due
   * @param next when packs that were condemned may go; null if there are none
   */
  public static void ended(
      String storageUuid,
      RepositoryUsage usage,
      long started,
      long now,
      @Nullable Long next,
      Transaction transaction) {
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.UNIQUE_BYTES, usage.uniqueBytes())
        .set(REPOSITORY.SHARED_BYTES, usage.sharedBytes())
        .set(REPOSITORY.RECLAIMABLE_BYTES, usage.reclaimableBytes())
        .set(REPOSITORY.CLEANED, now)
        .set(
            REPOSITORY.CLEAN_DUE,
            DSL.when(REPOSITORY.CLEAN_DUE.gt(started), REPOSITORY.CLEAN_DUE)
                .otherwise(DSL.val(next, REPOSITORY.CLEAN_DUE)))
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .execute();
  }
}
