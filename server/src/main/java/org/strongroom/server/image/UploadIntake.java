package org.strongroom.server.image;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.StorageRow;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.LostLeaseException;
import org.strongroom.storage.transfer.TransferResult;

/** Waits for the bytes of an upload, and again when it breaks off. */
final class UploadIntake {
  private final Uploads uploads;
  private final ImageIntake intake;
  private final ImageSettings settings;

  UploadIntake(Uploads uploads, ImageIntake intake, ImageSettings settings) {
    this.uploads = uploads;
    this.intake = intake;
    this.settings = settings;
  }

  /**
   * Waits and takes.
   *
   * @throws ApiException IMG.1001 if nothing comes for the idle time, or uploads broke off too
   *     often
   */
  TransferResult take(List<CopyTarget> targets, Expected expected, Job job)
      throws IOException, InterruptedException {
    UploadDesk desk = uploads.attend(job.resourceUuid());
    desk.clearTaken(
        new ApiException(
            ErrorCode.UPLOAD_INTERRUPTED,
            "the upload was interrupted by a failure of the server; send the whole image again"));
    try {
      for (int failures = 0; ; ) {
        job.checkStopped();
        UploadBody body = sensible(desk, targets);
        UploadSource source = new UploadSource(body, settings.uploadIdle(), desk::arrived);
        try {
          return intake.take(() -> source, targets, expected, job, "the upload");
        } catch (IOException e) {
          Optional<String> wrong = source.wrongDigest();
          if (wrong.isPresent()) {
            job.checkStopped();
            desk.clear(
                ApiException.invalid(
                    wrong.get() + "; the image still waits: send it whole once more"));
            continue;
          }
          if (!source.broken()) {
            throw e;
          }
          job.checkStopped();
          ApiException interrupted = interrupted(e, failures);
          if (source.silent() || failures >= settings.uploadFailureTolerance()) {
            throw interrupted;
          }
          desk.clear(interrupted);
          failures++;
        } finally {
          source.close();
        }
      }
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

  /** A body that fits on the storages at least when they are empty; others change nothing. */
  private UploadBody sensible(UploadDesk desk, List<CopyTarget> targets)
      throws InterruptedException {
    while (true) {
      UploadBody body = desk.take(settings.uploadIdle());
      Optional<StorageRow> tooSmall =
          targets.stream()
              .map(CopyTarget::storage)
              .filter(storage -> body.length().orElse(0) > storage.totalCapacity())
              .findFirst();
      if (tooSmall.isEmpty()) {
        return body;
      }
      desk.clear(
          new ApiException(
              ErrorCode.CANNOT_ALLOCATE,
              "%s has no room for %d bytes: it has %d in all; the image still waits for its upload"
                  .formatted(
                      tooSmall.get().label(),
                      body.length().orElse(0),
                      tooSmall.get().totalCapacity())));
    }
  }

  private ApiException interrupted(IOException reason, int failures) {
    return new ApiException(
        ErrorCode.UPLOAD_INTERRUPTED,
        "the upload was interrupted: %s (failure %d, %d are tolerated)"
            .formatted(reason.getMessage(), failures + 1, settings.uploadFailureTolerance()));
  }
}
