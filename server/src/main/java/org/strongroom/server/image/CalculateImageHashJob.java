package org.strongroom.server.image;

import static org.strongroom.server.catalog.ImageTable.IMAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.image.CalculateImageHash;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.DigestAlgorithm;

/** CalculateImageHash: a digest, computed where the bytes lie. */
final class CalculateImageHashJob
    implements JobDefinition<CalculateImageHash, CalculateImageHash.Reply> {
  private static final String HASH = "hash";

  private final ImageRows rows;
  private final ReadableCopies copies;
  private final DamageReports damage;
  private final ImageService images;

  CalculateImageHashJob(
      ImageRows rows, ReadableCopies copies, DamageReports damage, ImageService images) {
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
    ReadableCopies.Chosen copy =
        copies.first(
            request.uuid(),
            Optional.of(request.backupStorageUuid()),
            Purpose.INSPECT,
            job.call().caller());
    DigestAlgorithm algorithm = DigestAlgorithm.valueOf(request.algorithm());
    String hash =
        copy.driver()
            .digest(
                copy.copy().place().file(),
                algorithm,
                done -> job.progress().advance(done, copy.size()));
    if (algorithm == DigestAlgorithm.SHA256
        && copy.copy().sha256().filter(kept -> !kept.equals(hash)).isPresent()) {
      damage.report(copy.copy(), copy.imageName(), "its SHA-256 is " + hash, job.call());
    }
    job.remember(HASH, hash);
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
