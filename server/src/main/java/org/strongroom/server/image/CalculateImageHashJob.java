package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.image.CalculateImageHash;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.copying.ReadableCopies;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.StorageException;

/** CalculateImageHash: a digest, computed where the bytes lie. */
final class CalculateImageHashJob
    implements JobDefinition<CalculateImageHash, CalculateImageHash.Reply> {
  private static final String HASH = "hash";

  private final ImageRows rows;
  private final ReadableCopies copies;
  private final CopyDamage damage;
  private final ImageService images;

  CalculateImageHashJob(
      ImageRows rows, ReadableCopies copies, CopyDamage damage, ImageService images) {
    this.rows = rows;
    this.copies = copies;
    this.damage = damage;
    this.images = images;
  }

  @Override
  public Class<CalculateImageHash> operation() {
    return CalculateImageHash.class;
  }

  @Override
  public Start accept(CalculateImageHash request, Call call, Transaction transaction) {
    rows.required(request.uuid(), call.caller(), transaction.sql());
    return new Start(request.uuid(), Map.of());
  }

  @Override
  public List<Step<CalculateImageHash>> steps() {
    return List.of(Step.of("digest", this::digest));
  }

  private void digest(CalculateImageHash request, Job job) throws Exception {
    DigestAlgorithm algorithm = DigestAlgorithm.valueOf(request.algorithm());
    boolean kept = algorithm == DigestAlgorithm.SHA256;
    ReadableCopies.Chosen copy =
        copies.first(
            request.uuid(),
            Optional.of(request.backupStorageUuid()),
            // only the digest that is kept can tell whether a damaged copy is good again
            kept ? ReadableCopies.Wanted.DAMAGED_TOO : ReadableCopies.Wanted.GOOD,
            Purpose.INSPECT,
            job.call());
    String hash = digest(copy, algorithm, job);
    if (kept) {
      compare(copy.copy(), hash, job.call());
    }
    job.remember(HASH, hash);
  }

  private String digest(ReadableCopies.Chosen copy, DigestAlgorithm algorithm, Job job)
      throws StorageException {
    try {
      return copy.driver()
          .digest(
              copy.copy().place().file(),
              algorithm,
              done -> job.progress().advance(done, copy.size()));
    } catch (StorageException e) {
      damage.suspect(copy.copy(), e, job.call());
      throw e;
    }
  }

  private void compare(ImageCopy copy, String hash, Call call) {
    if (copy.sha256().isEmpty()) {
      return; // nothing to compare with
    }
    if (copy.sha256().get().equalsIgnoreCase(hash)) {
      damage.proved(copy, call);
    } else {
      damage.found(copy, CopyDamage.mismatch(copy.sha256().get(), hash), call);
    }
  }

  @Override
  public CalculateImageHash.Reply complete(
      CalculateImageHash request, Job job, Transaction transaction) {
    String hash = job.recall(HASH).orElseThrow();
    if (request.algorithm().equals("MD5")) {
      transaction
          .sql()
          .update(IMAGE)
          .set(IMAGE.MD5, hash)
          .set(IMAGE.UPDATED, rows.now())
          .where(IMAGE.UUID.eq(request.uuid()))
          .execute();
    }
    return new CalculateImageHash.Reply(
        images.inventory(request.uuid(), transaction).inventory(), request.algorithm(), hash);
  }

  @Override
  public void abandon(
      CalculateImageHash request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
