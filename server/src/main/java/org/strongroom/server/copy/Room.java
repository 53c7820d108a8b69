package org.strongroom.server.copy;

import java.util.List;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.storage.transfer.ImageTransfer;

/** Room on the storages of a job, taken before bytes flow. */
public final class Room {
  private final Reservations reservations;
  private final long beside;

  /**
   * @param beside bytes that are written beside each copy: what describes it
   */
  public Room(Reservations reservations, long beside) {
    this.reservations = reservations;
    this.beside = beside;
  }

  /**
   * Takes room for a copy and what describes it, in place of what an earlier attempt took.
   *
   * @throws org.strongroom.api.ApiException BS.1003 if one of the storages has not enough
   */
  public void take(Job job, List<CopyTarget> targets, long bytes) {
    long whole = Bytes.plus(bytes, beside);
    job.lease()
        .write(transaction -> {
          for (String storage : inTurn(storages(targets), transaction)) {
            reservations.release(job.uuid(), storage, transaction);
            reservations.reserve(storage, job.uuid(), whole, transaction);
          }
          return true;
        });
  }

  /** Takes room for the next stretch of a copy of unknown length. */
  public void grow(Job job, List<CopyTarget> targets) {
    job.lease()
        .write(transaction -> {
          for (String storage : inTurn(storages(targets), transaction)) {
            reservations.grow(storage, job.uuid(), ImageTransfer.GROWTH_STEP, transaction);
          }
          return true;
        });
  }

  /** Gives all back, in the transaction that ends the job. */
  public void release(String jobUuid, List<String> storageUuids, Transaction transaction) {
    inTurn(storageUuids, transaction)
        .forEach(uuid -> reservations.release(jobUuid, uuid, transaction));
  }

  private static List<String> storages(List<CopyTarget> targets) {
    return targets.stream().map(target -> target.storage().uuid()).toList();
  }

  private List<String> inTurn(List<String> storageUuids, Transaction transaction) {
    reservations.takeTurns(storageUuids, transaction);
    return storageUuids;
  }
}
