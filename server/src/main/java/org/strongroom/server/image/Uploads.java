package org.strongroom.server.image;

import static org.strongroom.server.catalog.ImageTable.IMAGE;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;

/**
 * Brings the bodies of PUTs to the jobs that wait for them. A waiting upload costs a virtual thread
 * of its job and an entry here.
 */
public final class Uploads {
  static final String URL_PREFIX = "upload://";

  private static final Duration JOB_MUST_COME_WITHIN = Duration.ofSeconds(15);

  private final Database database;
  private final ImageRows rows;
  private final Map<String, UploadDesk> desks = new ConcurrentHashMap<>();

  Uploads(Database database, ImageRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /** Where to PUT the bytes of an image, below the server's address. */
  public static String path(String imageUuid) {
    return "/zstack/v1/images/" + imageUuid + "/upload";
  }

  /**
   * Hands the bytes of an image over and waits until they are safe on all its storages.
   *
   * @throws UploadConflictException if the image does not wait for bytes, or others are coming
   * @throws ApiException if the image is unknown or another's, or the upload failed; IMG.1001 if it
   *     may be tried again
   */
  public UploadReceipt put(String imageUuid, Caller caller, UploadBody body)
      throws InterruptedException {
    checkAwaited(imageUuid, caller);
    UploadDesk desk = desk(imageUuid);
    if (!desk.offer(body)) {
      throw another(imageUuid);
    }
    try {
      return outcome(imageUuid, desk, body);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException failure) {
        throw failure;
      }
      throw new ApiException(
          ErrorCode.UPLOAD_INTERRUPTED, "the upload was interrupted; send the whole image again");
    }
  }

  private UploadReceipt outcome(String imageUuid, UploadDesk desk, UploadBody body)
      throws InterruptedException, ExecutionException {
    try {
      return body.outcome().get(JOB_MUST_COME_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (desk.withdraw(body)) {
        desks.remove(imageUuid, desk);
        throw new ApiException(
            ErrorCode.NODE_UNAVAILABLE,
            "the upload of the image %s is not awaited at this node now; try again"
                .formatted(imageUuid));
      }
      return body.outcome().get();
    }
  }

  /**
   * Makes sure that bytes may come for an image now.
   *
   * @throws UploadConflictException if it does not wait for any, or others are coming
   * @throws ApiException SYS.1003, ID.1002
   */
  public void checkAwaited(String imageUuid, Caller caller) {
    var image = database.read(sql -> rows.required(imageUuid, caller, sql));
    if (!image.get(IMAGE.URL).startsWith(URL_PREFIX)
        || !image.get(IMAGE.STATUS).equals(ImageRows.DOWNLOADING)) {
      throw new UploadConflictException(
          "the image %s does not wait for an upload: its status is %s"
              .formatted(imageUuid, image.get(IMAGE.STATUS)));
    }
    if (present(imageUuid).filter(UploadDesk::occupied).isPresent()) {
      throw another(imageUuid);
    }
  }

  private static UploadConflictException another(String imageUuid) {
    return new UploadConflictException(
        "another upload of the image %s is running".formatted(imageUuid));
  }

  /** The desk of an image that is being added. */
  UploadDesk desk(String imageUuid) {
    return desks.computeIfAbsent(imageUuid, uuid -> new UploadDesk());
  }

  Optional<UploadDesk> present(String imageUuid) {
    return Optional.ofNullable(desks.get(imageUuid));
  }

  /** The image is there. */
  void succeeded(UploadReceipt receipt) {
    UploadDesk desk = desks.remove(receipt.imageUuid());
    if (desk != null) {
      desk.succeed(receipt);
    }
  }

  /** The image is not to be. */
  void failed(String imageUuid, ApiException why) {
    UploadDesk desk = desks.remove(imageUuid);
    if (desk != null) {
      desk.close(why);
    }
  }
}
