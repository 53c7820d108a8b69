package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.image.SyncImageSize;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.StaleManifests;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.copying.ReadableCopies;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.ImageInspection;
import org.strongroom.storage.inspection.ImageInspector;

/** SyncImageSize: reads length and header of a copy anew. */
final class SyncImageSizeJob
    implements JobDefinition<SyncImageSize, InventoryReply<ImageInventory>> {
  private static final String STORAGE = "storage";
  private static final String LENGTH = "length";
  private static final String SIZE = "size";

  private final ImageRows rows;
  private final ReadableCopies copies;
  private final Reservations reservations;
  private final ImageService images;

  SyncImageSizeJob(
      ImageRows rows, ReadableCopies copies, Reservations reservations, ImageService images) {
    this.rows = rows;
    this.copies = copies;
    this.reservations = reservations;
    this.images = images;
  }

  @Override
  public Class<SyncImageSize> operation() {
    return SyncImageSize.class;
  }

  @Override
  public Start accept(SyncImageSize request, Call call, Transaction transaction) {
    rows.required(request.uuid(), call.caller(), transaction.sql());
    return new Start(request.uuid(), Map.of());
  }

  @Override
  public List<Step<SyncImageSize>> steps() {
    return List.of(Step.of("inspect", this::inspect));
  }

  private void inspect(SyncImageSize request, Job job) throws Exception {
    ReadableCopies.Chosen copy =
        copies.first(
            request.uuid(),
            Optional.empty(),
            ReadableCopies.Wanted.ANY_LENGTH,
            Purpose.INSPECT,
            job.call());
    try (ByteSource file = copy.driver().open(copy.copy().place().file())) {
      ImageInspection found =
          copy.format().isPresent()
              ? ImageInspector.inspect(file, copy.format().get())
              : ImageInspector.inspect(file);
      job.remember(STORAGE, copy.storage().uuid());
      job.remember(LENGTH, Long.toString(found.length()));
      job.remember(SIZE, Long.toString(found.virtualSize()));
    }
  }

  @Override
  public InventoryReply<ImageInventory> complete(
      SyncImageSize request, Job job, Transaction transaction) {
    String uuid = request.uuid();
    long length = Long.parseLong(job.recall(LENGTH).orElseThrow());
    var image = rows.required(uuid, Call.bySystem("sync").caller(), transaction.sql());
    account(uuid, job.recall(STORAGE).orElseThrow(), length - ImageRows.length(image), transaction);
    transaction
        .sql()
        .update(IMAGE)
        .set(IMAGE.SIZE, Long.parseLong(job.recall(SIZE).orElseThrow()))
        .set(
            IMAGE.ACTUAL_SIZE,
            length == ImageRows.length(image) ? image.get(IMAGE.ACTUAL_SIZE) : length)
        .set(IMAGE.FILE_LENGTH, length)
        .set(IMAGE.UPDATED, rows.now())
        .where(IMAGE.UUID.eq(uuid))
        .execute();
    StaleManifests.ofImage(uuid, transaction);
    return images.inventory(uuid, transaction);
  }

  /** A file that was changed by hand takes more or less room than is accounted for. */
  private void account(String imageUuid, String storage, long more, Transaction transaction) {
    if (more != 0
        && transaction
                .sql()
                .update(IMAGE_COPY)
                .set(IMAGE_COPY.SIZE, IMAGE_COPY.SIZE.plus(more))
                .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
                .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storage))
                .execute()
            > 0) {
      reservations.use(storage, more, transaction);
    }
  }

  @Override
  public void abandon(SyncImageSize request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
