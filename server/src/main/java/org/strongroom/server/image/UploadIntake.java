package org.strongroom.server.image;

import java.io.IOException;
import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.job.Job;
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
    UploadDesk desk = uploads.desk(job.resourceUuid());
    desk.clearTaken(
        new ApiException(
            ErrorCode.UPLOAD_INTERRUPTED,
            "the upload was interrupted by a failure of the server; send the whole image again"));
    try {
      for (int failures = 0; ; failures++) {
        job.checkStopped();
        UploadBody body = desk.take(settings.uploadIdle());
        UploadSource source = new UploadSource(body, settings.uploadIdle(), desk::arrived);
        try {
          return intake.take(source, targets, expected, job, "the upload");
        } catch (IOException e) {
          if (!source.broken()) {
            throw e;
          }
          job.checkStopped();
          ApiException interrupted = interrupted(e, failures);
          if (source.silent() || failures >= settings.uploadFailureTolerance()) {
            throw interrupted;
          }
          desk.clear(interrupted);
        } finally {
          source.close();
        }
      }
    } catch (InterruptedException e) {
      desk.clear(new ApiException(ErrorCode.CANCELLED, "the upload was stopped"));
      throw e;
    }
  }

  private ApiException interrupted(IOException reason, int failures) {
    return new ApiException(
        ErrorCode.UPLOAD_INTERRUPTED,
        "the upload was interrupted: %s (failure %d, %d are tolerated)"
            .formatted(reason.getMessage(), failures + 1, settings.uploadFailureTolerance()));
  }
}
