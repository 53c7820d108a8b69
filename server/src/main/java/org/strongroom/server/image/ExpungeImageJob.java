package org.strongroom.server.image;

import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.image.ExpungeImage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.record.CopyRemoval;
import org.strongroom.server.image.record.CopySelection;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/** ExpungeImage: deleted copies go for good. Not taken back. */
final class ExpungeImageJob implements JobDefinition<ExpungeImage, EmptyReply> {
  private final ImageRows rows;
  private final CopyRemoval removal;

  ExpungeImageJob(ImageRows rows, CopyRemoval removal) {
    this.rows = rows;
    this.removal = removal;
  }

  @Override
  public Class<ExpungeImage> operation() {
    return ExpungeImage.class;
  }

  @Override
  public Start accept(ExpungeImage request, Call call, Transaction transaction) {
    rows.required(request.imageUuid(), call.caller(), transaction.sql());
    CopySelection.deleted(
        request.imageUuid(),
        rows.copies(request.imageUuid(), transaction.sql()),
        request.backupStorageUuids());
    return new Start(request.imageUuid(), Map.of());
  }

  @Override
  public List<Step<ExpungeImage>> steps() {
    return List.of(Step.of("remove", this::remove));
  }

  private void remove(ExpungeImage request, Job job) throws InterruptedException {
    removal.awaitBytes(
        job.lease()
            .write(transaction -> {
              ImageRows.lock(List.of(request.imageUuid()), transaction);
              List<ImageCopy> copies =
                  CopySelection.named(
                          rows.copies(request.imageUuid(), transaction.sql()),
                          request.backupStorageUuids())
                      .stream()
                      .filter(copy -> copy.is(ImageRows.DELETED))
                      .toList();
              removal.remove(copies, "image expunged", job.call(), transaction);
              return copies;
            }));
  }

  @Override
  public EmptyReply complete(ExpungeImage request, Job job, Transaction transaction) {
    return new EmptyReply();
  }

  @Override
  public void abandon(ExpungeImage request, Job job, ApiError error, Transaction transaction) {
    // Nothing is transitional: the copies are in the trash, or garbage.
  }
}
