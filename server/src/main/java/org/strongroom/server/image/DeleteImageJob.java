package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Record;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.api.image.DeleteImage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.record.CopyRemoval;
import org.strongroom.server.image.record.CopySelection;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.image.record.ImageSettings;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/**
 * DeleteImage: into the trash, or removed at once, as the policy says. What is still being added is
 * stopped and goes without a trace. A deletion is not taken back.
 */
final class DeleteImageJob implements JobDefinition<DeleteImage, EmptyReply> {
  private final ImageRows rows;
  private final RunningAdds adds;
  private final CopyRemoval removal;
  private final ImageSettings settings;
  private final EventLog events;

  DeleteImageJob(
      ImageRows rows,
      RunningAdds adds,
      CopyRemoval removal,
      ImageSettings settings,
      EventLog events) {
    this.rows = rows;
    this.adds = adds;
    this.removal = removal;
    this.settings = settings;
    this.events = events;
  }

  @Override
  public Class<DeleteImage> operation() {
    return DeleteImage.class;
  }

  @Override
  public Start accept(DeleteImage request, Call call, Transaction transaction) {
    String uuid = request.uuid();
    Optional<Record> image = rows.find(uuid, transaction.sql());
    if (image.isEmpty() && !Uuid.isUuid(uuid)) {
      throw ApiException.notFound(ResourceType.IMAGE, uuid);
    }
    image.ifPresent(row -> ImageRows.checkOwner(row, call.caller()));
    return new Start(uuid, Map.of());
  }

  @Override
  public List<Step<DeleteImage>> steps() {
    return List.of(
        Step.of("stop adding", (request, job) -> adds.stop(request.uuid(), job)),
        Step.of("delete", this::delete));
  }

  private void delete(DeleteImage request, Job job) throws InterruptedException {
    boolean direct = settings.deletionPolicy() == DeletionPolicy.DIRECT;
    Optional<List<ImageCopy>> deleted;
    do { // until nobody brings one of the copies
      adds.stopCopying(request.uuid(), request.backupStorageUuids(), job);
      deleted = job.lease().write(transaction -> deleted(request, direct, job, transaction));
    } while (deleted.isEmpty());
    if (direct) {
      removal.awaitBytes(deleted.get());
    }
  }

  /** The copies that are deleted now; empty if one of them is being brought again. */
  private Optional<List<ImageCopy>> deleted(
      DeleteImage request, boolean direct, Job job, Transaction transaction) {
    List<ImageCopy> copies = meant(request, transaction);
    if (copies.stream().anyMatch(copy -> copy.bringer().isPresent())) {
      return Optional.empty();
    }
    List<ImageCopy> settled =
        copies.stream().filter(copy -> !copy.is(ImageRows.DOWNLOADING)).toList();
    if (direct) {
      removal.remove(settled, "image deleted", job.call(), transaction);
    } else {
      trash(request.uuid(), settled, job.call(), transaction);
    }
    return Optional.of(settled);
  }

  private List<ImageCopy> meant(DeleteImage request, Transaction transaction) {
    ImageRows.lock(List.of(request.uuid()), transaction);
    return CopySelection.named(
        rows.copies(request.uuid(), transaction.sql()), request.backupStorageUuids());
  }

  private void trash(String uuid, List<ImageCopy> copies, Call call, Transaction transaction) {
    if (copies.stream().allMatch(copy -> copy.is(ImageRows.DELETED))) {
      return;
    }
    Record before = rows.find(uuid, transaction.sql()).orElseThrow();
    rows.delete(uuid, copies.stream().map(ImageCopy::storageUuid).toList(), transaction);
    Record image = rows.find(uuid, transaction.sql()).orElseThrow();
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE,
            uuid,
            image.get(IMAGE.NAME),
            "StatusChanged",
            before.get(IMAGE.STATUS),
            image.get(IMAGE.STATUS),
            "DeleteImage"),
        call,
        transaction);
  }

  @Override
  public EmptyReply complete(DeleteImage request, Job job, Transaction transaction) {
    return new EmptyReply();
  }

  @Override
  public void abandon(DeleteImage request, Job job, ApiError error, Transaction transaction) {
    // Nothing is transitional: the copies are as they were, in the trash, or garbage.
  }

  @Override
  public ApiError failure(DeleteImage request, ApiError cause) {
    boolean stopped =
        cause.code().equals(ErrorCode.CANCELLED.code())
            || cause.code().equals(ErrorCode.TIMED_OUT.code());
    return stopped
        ? cause
        : cause.within(ErrorCode.CANNOT_DELETE, "cannot delete the image " + request.uuid());
  }
}
