package org.strongroom.server.face.zstack;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.coding.ZerosPacked;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.RequestIds;
import org.strongroom.server.image.ImageDownloads;
import org.strongroom.server.volume.SnapshotDownloads;
import org.strongroom.storage.source.guard.LeastRate;

/**
 * {@code GET} and {@code HEAD} of {@code /zstack/v1/images/{uuid}/file} and {@code
 * /zstack/v1/volume-snapshots/{uuid}/file}: a file read back, whole and verified, or a range of it.
 * An image that proves damaged is cut off before its last bytes, a snapshot before its first
 * damaged block.
 */
final class DownloadHandler {
  private static final Logger log = LoggerFactory.getLogger(DownloadHandler.class);
  private static final int BUFFER = 128 * 1024;

  private final String path;
  private final Finding finding;
  private final Function<Context, Caller> callers;
  private final ImageAnswers answers;

  /** Finds what is asked for. */
  private interface Finding {
    Downloadable find(String uuid, Optional<String> storage, Caller caller, String requestId);
  }

  private DownloadHandler(
      String resources, Finding finding, Function<Context, Caller> callers, ImageAnswers answers) {
    this.path = ZStackFace.BASE + "/" + resources + "/{uuid}/file";
    this.finding = finding;
    this.callers = callers;
    this.answers = answers;
  }

  /**
   * Of images.
   *
   * @param callers tells whose session a request has, or throws ID.1001
   */
  static DownloadHandler images(
      ImageDownloads downloads, Function<Context, Caller> callers, ImageAnswers answers) {
    return new DownloadHandler(
        "images",
        (uuid, storage, caller, request) ->
            new Downloadable.Image(downloads.open(uuid, storage, caller, request)),
        callers,
        answers);
  }

  /** Of volume snapshots; see {@link #images}. */
  static DownloadHandler snapshots(
      SnapshotDownloads downloads, Function<Context, Caller> callers, ImageAnswers answers) {
    return new DownloadHandler(
        "volume-snapshots",
        (uuid, storage, caller, request) ->
            new Downloadable.Snapshot(downloads.open(uuid, storage, caller, request)),
        callers,
        answers);
  }

  void register(RoutesConfig routes) {
    routes.get(path, ctx -> handle(ctx, true));
    routes.head(path, ctx -> handle(ctx, false));
  }

  private void handle(Context ctx, boolean withBody) throws IOException {
    try {
      answer(ctx, withBody, callers.apply(ctx));
    } catch (ApiException e) {
      answers.failed(ctx, e);
    }
  }

  /**
   * Sends what a caller asks for.
   *
   * @throws ApiException if it cannot be read, before anything is sent
   */
  void answer(Context ctx, boolean withBody, Caller caller) throws IOException {
    Downloadable image =
        finding.find(
            ctx.pathParam("uuid"),
            Optional.ofNullable(ctx.queryParam("backupStorageUuid")),
            caller,
            RequestIds.of(ctx));
    describe(ctx, image);
    Optional<Integer> instead = Preconditions.answer(ctx, versions(ctx, image));
    if (instead.isPresent()) {
      ctx.status(instead.get());
      return;
    }
    Optional<ByteRange> range = withBody ? range(ctx, image) : Optional.empty();
    Optional<ByteRange> rest = withBody && range.isEmpty() ? rest(ctx, image) : Optional.empty();
    if (range.isPresent()) {
      send(ctx, image, range.get());
    } else if (rest.isPresent()) {
      sendRest(ctx, image, rest.get());
    } else if (withBody) {
      sendWhole(ctx, image);
    } else {
      digest(ctx, image);
      ctx.res().setContentLengthLong(image.size());
    }
  }

  private static void describe(Context ctx, Downloadable image) {
    ctx.header("Accept-Ranges", "bytes")
        .header("Vary", "Accept-Encoding")
        .header("ETag", etag(image))
        .header("Content-Disposition", disposition(image.fileName()))
        .header("X-Content-Type-Options", "nosniff")
        .contentType("application/octet-stream");
  }

  private static String base64(String sha256) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
  }

  private static void digest(Context ctx, Downloadable image) {
    image.sha256().ifPresent(sha256 -> ctx.header("Digest", "sha-256=" + base64(sha256)));
  }

  private static String etag(Downloadable image) {
    return '"' + image.tag() + '"';
  }

  /** The ETags of the file as it would be sent: of its bytes, or of these with zeros packed. */
  private static List<String> versions(Context ctx, Downloadable image) {
    return takesNothingButZeros(ctx)
        ? List.of(etag(image), '"' + image.tag() + '-' + ZerosPacked.NAME + '"')
        : List.of(etag(image));
  }

  /** The name twice: in plain characters, and in all of them (RFC 6266). */
  static String disposition(String fileName) {
    String plain = fileName.replaceAll("[^A-Za-z0-9 ._+-]", "_");
    String encoded = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(plain, encoded.replace("*", "%2A"));
  }

  /** The range asked for, unless it was asked of another version of the file. */
  private static Optional<ByteRange> range(Context ctx, Downloadable image) {
    String condition = ctx.header("If-Range");
    return condition == null || condition.equals(etag(image))
        ? ByteRange.of(ctx.header("Range"), image.size())
        : Optional.empty();
  }

  /**
   * What {@code from=} asks for beside zstd: a download that goes on, with its zeros packed. A
   * range would be one of the packed bytes, of which nobody knows how long they are.
   */
  private static Optional<ByteRange> rest(Context ctx, Downloadable image) {
    return takesNothingButZeros(ctx)
        ? Optional.ofNullable(ctx.queryParam("from"))
            .flatMap(from -> ByteRange.of("bytes=" + from + "-", image.size()))
        : Optional.empty();
  }

  private void sendRest(Context ctx, Downloadable image, ByteRange rest) throws IOException {
    if (begun(ctx, image, rest)) {
      sendPacked(
          ctx,
          image,
          "-from-" + rest.start(),
          () -> new ZerosPacked(image.from(rest.start()), rest.length()));
    }
  }

  /** Tells which bytes come; false if there are none, which is all that is answered then. */
  private static boolean begun(Context ctx, Downloadable image, ByteRange range) {
    ctx.header("Content-Range", range.contentRange(image.size()));
    digest(ctx, image);
    if (!range.satisfiable()) {
      ctx.status(416);
      ctx.res().setContentLengthLong(0);
    }
    return range.satisfiable();
  }

  private void send(Context ctx, Downloadable image, ByteRange range) throws IOException {
    if (!begun(ctx, image, range)) {
      return;
    }
    ctx.status(206);
    copy(ctx, image, () -> image.from(range.start()), range.length());
  }

  private void sendWhole(Context ctx, Downloadable image) throws IOException {
    if (takesNothingButZeros(ctx)) {
      image
          .sha256()
          .ifPresent(sha256 -> ctx.header("Unencoded-Digest", "sha-256=:" + base64(sha256) + ":"));
      sendPacked(ctx, image, "", () -> new ZerosPacked(image.whole(), image.size()));
    } else {
      digest(ctx, image);
      copy(ctx, image, image::whole, image.size());
    }
  }

  /**
   * Whether the client asks for zstd and for no other way of packing: browsers take all of them,
   * and would not know the length then.
   */
  private static boolean takesNothingButZeros(Context ctx) {
    String accepted = Optional.ofNullable(ctx.header("Accept-Encoding")).orElse("");
    return Pattern.compile(",")
        .splitAsStream(accepted.toLowerCase(Locale.ROOT))
        .map(String::strip)
        .filter(coding -> !coding.startsWith("identity"))
        .toList()
        .equals(List.of(ZerosPacked.NAME));
  }

  /** The zeros of a sparse image packed, and all else as it is. The frame tells the length. */
  private void sendPacked(
      Context ctx, Downloadable image, String which, Opening<ZerosPacked> opening)
      throws IOException {
    ctx.header("Content-Encoding", ZerosPacked.NAME)
        .header("ETag", '"' + image.tag() + which + '-' + ZerosPacked.NAME + '"');
    ctx.res().setHeader("Accept-Ranges", null);
    byte[] buffer = new byte[BUFFER];
    try (ZerosPacked packed = opening.open();
        LeastRate rate = image.leastRate(() -> ImageAnswers.cut(ctx))) {
      OutputStream out = ctx.res().getOutputStream();
      long sent = 0;
      for (int read = packed.read(buffer); read >= 0; read = packed.read(buffer)) {
        int some = read;
        int passed = (int) (packed.taken() - sent);
        rate.pass(() -> {
          out.write(buffer, 0, some);
          return passed;
        });
        sent += passed;
      }
    } catch (IOException e) {
      log.info("{} was cut off: {}", ctx.path(), e.getMessage());
      broken(ctx, e);
    }
  }

  private void copy(Context ctx, Downloadable image, Opening<InputStream> opening, long length)
      throws IOException {
    ctx.res().setContentLengthLong(length);
    byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, length))];
    try (InputStream in = opening.open();
        LeastRate rate = image.leastRate(() -> ImageAnswers.cut(ctx))) {
      OutputStream out = ctx.res().getOutputStream();
      long left = length;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new java.io.EOFException("the copy ended %d bytes too early".formatted(left));
        }
        left -=
            rate.pass(() -> {
              out.write(buffer, 0, read);
              return read;
            });
      }
    } catch (IOException e) {
      log.info("{} was cut off: {}", ctx.path(), e.getMessage());
      broken(ctx, e);
    }
  }

  private void broken(Context ctx, IOException reason) throws IOException {
    if (ctx.res().isCommitted()) {
      ImageAnswers.cut(ctx);
    } else {
      ctx.res().reset();
      answers.failed(
          ctx, new ApiException(ErrorCode.IO_FAILED, String.valueOf(reason.getMessage())));
    }
  }

  /** Opens the bytes. */
  private interface Opening<T extends InputStream> {
    T open() throws IOException;
  }
}
