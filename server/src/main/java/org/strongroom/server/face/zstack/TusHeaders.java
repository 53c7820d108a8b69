package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.image.upload.OfferedDigest;

/** The headers of tus 1.0.0, read and checked. */
final class TusHeaders {
  static final String VERSION = "1.0.0";

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
  private static final int MOST_METADATA = 4096;
  private static final String PART = "application/offset+octet-stream";
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5");

  private TusHeaders() {}

  static void capabilities(Context ctx) {
    ctx.header("Tus-Resumable", VERSION);
    ctx.header("Tus-Version", VERSION);
    ctx.header("Tus-Extension", "creation,termination,expiration,checksum");
    ctx.header("Tus-Checksum-Algorithm", "sha1,sha256,md5");
  }

  /**
   * Makes sure that the client speaks the same version.
   *
   * @throws UnfitBodyException 412
   */
  static void requireVersion(Context ctx) {
    if (!VERSION.equals(ctx.header("Tus-Resumable"))) {
      throw new UnfitBodyException(
          412, "header Tus-Resumable has to be " + VERSION, Map.of("Tus-Version", VERSION));
    }
  }

  /**
   * The length of the file that will come, at least 1.
   *
   * @throws UnfitBodyException 400
   */
  static long length(Context ctx) {
    if (ctx.header("Upload-Concat") != null) {
      throw new UnfitBodyException(
          400, "uploads are not put together from others here: leave out Upload-Concat");
    }
    if (ctx.header("Upload-Length") == null && ctx.header("Upload-Defer-Length") != null) {
      throw new UnfitBodyException(
          400, "the length has to be known before: send Upload-Length, or the whole image by PUT");
    }
    long length = number(ctx, "Upload-Length");
    if (length == 0) {
      throw new UnfitBodyException(400, "an image of no bytes is none");
    }
    return length;
  }

  /**
   * Where the bytes begin.
   *
   * @throws UnfitBodyException 400
   */
  static long offset(Context ctx) {
    return number(ctx, "Upload-Offset");
  }

  private static long number(Context ctx, String header) {
    @Nullable String value = ctx.header(header);
    if (value == null || !NUMBER.matcher(value.strip()).matches()) {
      throw new UnfitBodyException(
          400,
          "header %s has to be a number of bytes%s"
              .formatted(header, value == null ? ", and is missing" : ", not '" + value + "'"));
    }
    return Long.parseLong(value.strip());
  }

  /**
   * What the client says of the file; kept as it is.
   *
   * @throws UnfitBodyException 400
   */
  static String metadata(Context ctx) {
    @Nullable String value = ctx.header("Upload-Metadata");
    if (value == null) {
      return "";
    }
    if (value.length() > MOST_METADATA || !PRINTABLE.matcher(value).matches()) {
      throw new UnfitBodyException(
          400,
          "Upload-Metadata has to be printable, and not longer than %d bytes"
              .formatted(MOST_METADATA));
    }
    return value;
  }

  /**
   * Makes sure that the body is a part of a file and nothing else.
   *
   * @throws UnfitBodyException 400, 411, 415 or 501
   */
  static void requirePart(Context ctx) {
    @Nullable String type = ctx.header("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(PART)) {
      throw new UnfitBodyException(415, "Content-Type has to be " + PART, Map.of("Accept", PART));
    }
    UploadHead.check(ctx.req(), PackedBody.CODINGS);
  }

  /**
   * The digest of the body, if the client tells it.
   *
   * @throws UnfitBodyException 400
   */
  static List<OfferedDigest> checksum(Context ctx) {
    @Nullable String value = ctx.header("Upload-Checksum");
    if (value == null) {
      return List.of();
    }
    String[] words = value.strip().split(" +", 2);
    @Nullable String algorithm = ALGORITHMS.get(words[0].toLowerCase(Locale.ROOT));
    if (algorithm == null || words.length < 2) {
      throw unreadable(value);
    }
    try {
      byte[] digest = Base64.getDecoder().decode(words[1]);
      return List.of(new OfferedDigest("Upload-Checksum", algorithm, digest));
    } catch (IllegalArgumentException e) {
      throw unreadable(value);
    }
  }

  private static UnfitBodyException unreadable(String value) {
    return new UnfitBodyException(
        400, "Upload-Checksum '%s' is not one of sha1, sha256, md5 and Base64".formatted(value));
  }
}
