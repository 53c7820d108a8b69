package org.strongroom.server.image.upload;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.arrival.Expected;
import org.strongroom.server.image.record.ImageSettings;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.LostLeaseException;
import org.strongroom.storage.transfer.TransferResult;

/** Waits for the bytes of an upload, and again when it breaks off. */
public final class UploadIntake {
  private static final String USUAL_IDLE = "upload.max.idle.duration.in.seconds";
  private static final String RESUMABLE_IDLE = "upload.resumable.max.idle.duration.in.seconds";

  private final Uploads uploads;
  private final IntakeParts parts;
  private final ImageIntake intake;
  private final ImageSettings settings;

  public UploadIntake(Uploads uploads, IntakeParts parts) {
    this.uploads = uploads;
    this.parts = parts;
    this.intake = parts.intake();
    this.settings = parts.settings();
  }

  /**
   * Waits and takes.
   *
   * @throws ApiException IMG.1001 if nothing comes for the idle time, or uploads broke off too
   *     often
   */
  public TransferResult take(List<CopyTarget> targets, Expected expected, Job job)
      throws IOException, InterruptedException {
    UploadDesk desk = uploads.attend(job.resourceUuid());
    desk.clearTaken(
        new ApiException(
            ErrorCode.UPLOAD_INTERRUPTED,
            "the upload was interrupted by a failure of the server; send the whole image again"));
    try {
      PartsIntake resumable = new PartsIntake(parts, targets, expected, job, desk);
      Optional<TransferResult> whole = resumable.rest();
      AtomicInteger failures = new AtomicInteger();
      while (whole.isEmpty()) {
        job.checkStopped();
        UploadBody body = sensible(desk, targets, resumable, job);
        if (resumable.isOpen() || !(body.kind() instanceof UploadKind.Whole)) {
          whole = resumable.serve(body);
        } else {
          whole = atOnce(body, desk, targets, expected, job, failures);
        }
      }
      return whole.get();
    } catch (LostLeaseException e) {
      desk.clear(
          new ApiException(
              ErrorCode.UPLOAD_INTERRUPTED,
              "the upload was interrupted: another node goes on; send the whole image again"));
      throw e;
    } catch (InterruptedException e) {
      desk.clear(new ApiException(ErrorCode.CANCELLED, "the upload was stopped"));
      throw e;
    }
  }

  /**
   * Takes a whole image.
   *
   * @param failures how many uploads broke off before
   * @return empty if this one breaks off, and may be sent again
   */
  private Optional<TransferResult> atOnce(
      UploadBody body,
      UploadDesk desk,
      List<CopyTarget> targets,
      Expected expected,
      Job job,
      AtomicInteger failures)
      throws IOException, InterruptedException {
    UploadSource source = new UploadSource(body, settings.uploadIdle(), desk::arrived);
    try (source) {
      return Optional.of(intake.take(() -> source, targets, expected, job, "the upload"));
    } catch (IOException e) {
      Optional<String> wrong = source.wrongDigest();
      if (wrong.isPresent()) {
        job.checkStopped();
        desk.clear(
            ApiException.invalid(wrong.get() + "; the image still waits: send it whole once more"));
        return Optional.empty();
      }
      if (!source.broken()) {
        throw e;
      }
      job.checkStopped();
      ApiException interrupted = interrupted(e, failures.get());
      if (source.silent() || failures.getAndIncrement() >= settings.uploadFailureTolerance()) {
        throw interrupted;
      }
      desk.clear(interrupted);
      return Optional.empty();
    }
  }

  /** A body that fits on the storages at least when they are empty; others change nothing. */
  private UploadBody sensible(
      UploadDesk desk, List<CopyTarget> targets, PartsIntake resumable, Job job)
      throws InterruptedException {
    while (true) {
      UploadBody body =
          job.awaiting(() ->
              desk.take(resumable.patience(), resumable.isOpen() ? RESUMABLE_IDLE : USUAL_IDLE));
      Optional<StorageRow> tooSmall =
          targets.stream()
              .map(CopyTarget::storage)
              .filter(storage -> size(body) > storage.totalCapacity())
              .findFirst();
      if (tooSmall.isEmpty()) {
        return body;
      }
      desk.clear(
          new ApiException(
              ErrorCode.CANNOT_ALLOCATE,
              "%s has no room for %d bytes: it has %d in all; the image still waits for its upload"
                  .formatted(tooSmall.get().label(), size(body), tooSmall.get().totalCapacity())));
    }
  }

  private static long size(UploadBody body) {
    return body.kind() instanceof UploadKind.Begin begin ? begin.length() : body.length().orElse(0);
  }

  private ApiException interrupted(IOException reason, int failures) {
    return new ApiException(
        ErrorCode.UPLOAD_INTERRUPTED,
        "the upload was interrupted: %s (failure %d, %d are tolerated)"
            .formatted(reason.getMessage(), failures + 1, settings.uploadFailureTolerance()));
  }
}
