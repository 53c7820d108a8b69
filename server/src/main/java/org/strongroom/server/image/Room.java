package org.strongroom.server.image;

import java.util.List;
import org.strongroom.server.backupstorage.Bytes;
import org.strongroom.server.backupstorage.Reservations;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.storage.transfer.ImageTransfer;

/** Room on the storages of a job, taken before bytes flow. */
final class Room {
  private final Reservations reservations;

  Room(Reservations reservations) {
    this.reservations = reservations;
  }

  /**
   * Takes room for an image and its manifest, in place of what an earlier attempt took.
   *
   * @throws org.strongroom.api.ApiException BS.1003 if one of the storages has not enough
   */
  void take(Job job, List<CopyTarget> targets, long bytes) {
    long whole = Bytes.plus(bytes, ImageManifest.USUAL_BYTES);
    job.lease()
        .write(transaction -> {
          for (String storage : sorted(targets)) {
            reservations.release(job.uuid(), storage, transaction);
            reservations.reserve(storage, job.uuid(), whole, transaction);
          }
          return true;
        });
  }

  /** Takes room for the next stretch of an image of unknown length. */
  void grow(Job job, List<CopyTarget> targets) {
    job.lease()
        .write(transaction -> {
          for (String storage : sorted(targets)) {
            reservations.grow(storage, job.uuid(), ImageTransfer.GROWTH_STEP, transaction);
          }
          return true;
        });
  }

  /** In one order, so that no two jobs wait for each other. */
  private static List<String> sorted(List<CopyTarget> targets) {
    return targets.stream().map(target -> target.storage().uuid()).sorted().toList();
  }

  /** Gives all back, in the transaction that ends the job. */
  void release(String jobUuid, List<String> storageUuids, Transaction transaction) {
    storageUuids.stream()
        .sorted()
        .forEach(uuid -> reservations.release(jobUuid, uuid, transaction));
  }
}
