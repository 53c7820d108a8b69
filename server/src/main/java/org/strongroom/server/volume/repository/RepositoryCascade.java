package org.strongroom.server.volume.repository;

import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.util.Optional;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;

/** The repository on a storage that is deleted: it goes with the copies in it. */
public final class RepositoryCascade implements StorageCascade {
  private final Garbage garbage;

  public RepositoryCascade(Garbage garbage) {
    this.garbage = garbage;
  }

  @Override
  public int removeCopies(StorageRow storage, int atMost, Call call, Transaction transaction) {
    boolean foreign =
        transaction
            .sql()
            .fetchExists(
                REPOSITORY,
                REPOSITORY.BACKUP_STORAGE_UUID.eq(storage.uuid()),
                REPOSITORY.FOREIGN.isTrue());
    Optional<Long> bytes = forget(storage, transaction);
    if (foreign) {
      return bytes.isPresent() ? 1 : 0; // what others have backed up into it is not ours to remove
    }
    bytes.ifPresent(size ->
        garbage.add(storage.uuid(), Repositories.DIRECTORY, size, "storage deleted", transaction));
    return bytes.isPresent() ? 1 : 0;
  }

  @Override
  public int forgetCopies(StorageRow storage, int atMost, Call call, Transaction transaction) {
    return forget(storage, transaction).isPresent() ? 1 : 0;
  }

  /** Bytes of the repository, if there was one. */
  private static Optional<Long> forget(StorageRow storage, Transaction transaction) {
    Optional<Long> bytes =
        transaction
            .sql()
            .select(REPOSITORY.BYTES)
            .from(REPOSITORY)
            .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
            .fetchOptional(REPOSITORY.BYTES);
    transaction
        .sql()
        .deleteFrom(REPOSITORY)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
        .execute();
    return bytes;
  }
}
