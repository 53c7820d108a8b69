package org.strongroom.server.image.upload;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.record.ImageRows;

/**
 * Uploads that are gone on with after a break. What they are is told by their jobs' rows, so any
 * node answers; whoever sends bytes has the job come to its node. Of another's image nothing is
 * told, not even that it is there.
 */
public final class ResumableUploads {
  private static final Duration MOST_WAITED = Duration.ofSeconds(20);
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final Uploads uploads;
  private final Database database;
  private final ImageRows rows;
  private final RunningAdds adds;

  public ResumableUploads(Uploads uploads, Database database, ImageRows rows, RunningAdds adds) {
    this.uploads = uploads;
    this.database = database;
    this.rows = rows;
    this.adds = adds;
  }

  /** Where uploads of an image are begun, below the server's address. */
  public static String path(String imageUuid) {
    return "/zstack/v1/images/" + imageUuid + "/uploads";
  }

  /**
   * Begins an upload, and takes room for it. One that has begun and has no bytes is begun anew.
   *
   * @param length of the file that will be sent, in bytes
   * @param metadata kept and told as it is
   * @throws UploadConflictException if the image waits for no bytes, or some are there
   * @throws ApiException SYS.1003 if the image is unknown or another's; BS.1003
   */
  public PartialUpload begin(String imageUuid, Caller caller, long length, String metadata)
      throws InterruptedException {
    if (isReady(imageUuid, caller)) {
      throw new UploadConflictException("the bytes of the image %s are there".formatted(imageUuid));
    }
    hand(imageUuid, nothing(new UploadKind.Begin(length, metadata)));
    return find(imageUuid, caller, PartialUpload.idOf(imageUuid));
  }

  /**
   * How far an upload is. When all bytes have come it waits until they are an image: whoever is
   * told that all are there takes them for safe.
   *
   * @throws ApiException SYS.1003 if there is no such upload, or the image is another's
   * @throws RetryLaterException if the image is not ready so soon
   */
  public PartialUpload find(String imageUuid, Caller caller, String id)
      throws InterruptedException {
    long until = System.nanoTime() + MOST_WAITED.toNanos();
    while (true) {
      PartialUpload found = glance(imageUuid, caller, id).orElseThrow(() -> unknown(imageUuid));
      if (!found.isWhole() || isReady(imageUuid, caller)) {
        return found;
      }
      if (System.nanoTime() > until) {
        throw new RetryLaterException(
            ErrorCode.NODE_UNAVAILABLE,
            "all bytes of the image %s are there and are being verified".formatted(imageUuid),
            Duration.ofSeconds(5));
      }
      Thread.sleep(GLANCE);
    }
  }

  /**
   * Sends more of an upload.
   *
   * @param offset where the bytes begin
   * @return how far the upload is then; if that is its length, the image is there
   * @throws UploadConflictException if the upload is elsewhere, or others are sending
   * @throws WrongChecksumException if the bytes are not as announced
   * @throws ApiException SYS.1003 as {@link #find}; IMG.1001 if the upload broke off
   */
  public long append(String imageUuid, Caller caller, String id, long offset, Bytes bytes)
      throws InterruptedException {
    PartialUpload upload = glance(imageUuid, caller, id).orElseThrow(() -> unknown(imageUuid));
    if (offset != upload.offset()) {
      throw new UploadConflictException(
          "the upload is at %d, not at %d".formatted(upload.offset(), offset));
    }
    if (bytes.length().orElse(0) > upload.length() - offset) {
      throw ApiException.invalid(
          "%d bytes are more than the %d that are missing"
              .formatted(bytes.length().orElse(0), upload.length() - offset));
    }
    UploadReceipt receipt =
        hand(
            imageUuid,
            new UploadBody(
                new UploadKind.Part(id, offset),
                bytes.stream(),
                bytes.length(),
                bytes.digests(),
                bytes.cut()));
    return receipt.sha256().isEmpty() ? receipt.actualSize() : upload.length();
  }

  /**
   * Ends an upload: its bytes are removed, and the image waits for others.
   *
   * @throws ApiException SYS.1003 as {@link #find}
   */
  public void end(String imageUuid, Caller caller, String id) throws InterruptedException {
    if (glance(imageUuid, caller, id).isEmpty() || isReady(imageUuid, caller)) {
      throw unknown(imageUuid);
    }
    hand(imageUuid, nothing(new UploadKind.End(id)));
  }

  private UploadReceipt hand(String imageUuid, UploadBody body) throws InterruptedException {
    return uploads.hand(imageUuid, body);
  }

  private static UploadBody nothing(UploadKind kind) {
    return new UploadBody(
        kind, InputStream.nullInputStream(), OptionalLong.of(0), List.of(), () -> {});
  }

  /**
   * How far an upload is by now; empty if there is none.
   *
   * @throws ApiException SYS.1003 if the image is unknown or another's
   */
  public Optional<PartialUpload> glance(String imageUuid, Caller caller, String id) {
    return database.read(sql -> {
      Record image = own(imageUuid, caller, sql);
      if (!id.equals(PartialUpload.idOf(imageUuid))) {
        return Optional.empty();
      }
      if (image.get(IMAGE.STATUS).equals(ImageRows.READY)) {
        long size = ImageRows.length(image);
        return Optional.of(
            new PartialUpload(id, size, size, 0, CameDigests.NONE, Long.MAX_VALUE, ""));
      }
      return adds.of(imageUuid, sql).stream()
          .map(job -> PartialUpload.of(remembered(job)))
          .flatMap(Optional::stream)
          .findFirst();
    });
  }

  private Map<String, String> remembered(Record job) {
    return adds.jobs().remembered(job);
  }

  private boolean isReady(String imageUuid, Caller caller) {
    return database.read(
        sql -> own(imageUuid, caller, sql).get(IMAGE.STATUS).equals(ImageRows.READY));
  }

  private Record own(String imageUuid, Caller caller, DSLContext sql) {
    return rows.find(imageUuid, sql)
        .filter(image -> caller.mayUse(image.get(IMAGE.ACCOUNT_UUID)))
        .filter(image -> image.get(IMAGE.URL).startsWith(Uploads.URL_PREFIX))
        .filter(image ->
            List.of(ImageRows.READY, ImageRows.DOWNLOADING).contains(image.get(IMAGE.STATUS)))
        .orElseThrow(() -> unknown(imageUuid));
  }

  private static ApiException unknown(String imageUuid) {
    return ApiException.notFound(ResourceType.IMAGE, imageUuid);
  }

  /**
   * The body of a request.
   *
   * @param length as announced, if it was
   * @param digests that it has to have
   * @param cut ends a read that hangs
   */
  public record Bytes(
      InputStream stream, OptionalLong length, List<OfferedDigest> digests, Runnable cut) {}
}
