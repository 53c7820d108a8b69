package org.strongroom.server.face.zstack;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.image.upload.PartialUpload;
import org.strongroom.server.image.upload.ResumableUploads;
import org.strongroom.server.image.upload.UploadConflictException;

/**
 * Uploads that are gone on with after a break, by tus 1.0.0 with creation, termination, expiration
 * and checksum: {@code POST /zstack/v1/images/{uuid}/uploads} begins one, and HEAD, PATCH and
 * DELETE at its Location tell how far it is, go on with it, and end it.
 */
final class ResumableUploadHandler {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int LOCKED = 423;

  private final ResumableUploads uploads;
  private final Function<Context, Caller> callers;
  private final ImageAnswers answers;
  private final Function<Context, String> root;
  private final UnaryOperator<String> paths;

  /**
   * Serves nothing yet.
   *
   * @param callers tells whose session a request has, or throws ID.1001
   * @param root tells where clients reach the server
   */
  ResumableUploadHandler(
      ResumableUploads uploads,
      Function<Context, Caller> callers,
      ImageAnswers answers,
      Function<Context, String> root) {
    this(uploads, callers, answers, root, ResumableUploads::path);
  }

  /**
   * The same at other paths.
   *
   * @param paths of the uploads of an image with this uuid
   */
  ResumableUploadHandler(
      ResumableUploads uploads,
      Function<Context, Caller> callers,
      ImageAnswers answers,
      Function<Context, String> root,
      UnaryOperator<String> paths) {
    this.uploads = uploads;
    this.paths = paths;
    this.callers = callers;
    this.answers = answers;
    this.root = root;
  }

  void register(RoutesConfig routes) {
    String all = paths.apply("{uuid}");
    String one = all + "/{id}";
    routes.options(all, this::options);
    routes.options(one, this::options);
    routes.post(all, ctx -> answer(ctx, this::begin));
    routes.head(one, ctx -> answer(ctx, this::tell));
    routes.patch(one, ctx -> answer(ctx, this::append));
    routes.delete(one, ctx -> answer(ctx, this::end));
    routes.post(one, ctx -> answer(ctx, this::overridden));
  }

  private interface Answer {
    void to(Context ctx, Caller caller) throws IOException, InterruptedException;
  }

  /** What the server can do is for everybody to know. */
  private void options(Context ctx) {
    TusHeaders.capabilities(ctx);
    PackedBody.tell(ctx);
    ctx.status(204);
  }

  private void answer(Context ctx, Answer answer) throws IOException, InterruptedException {
    ctx.header("Tus-Resumable", TusHeaders.VERSION);
    try {
      TusHeaders.requireVersion(ctx);
      answer.to(ctx, callers.apply(ctx));
    } catch (ApiException e) {
      failed(ctx, e);
    }
  }

  private void failed(Context ctx, ApiException failure) throws IOException {
    if (failure instanceof RetryLaterException later) {
      ctx.header("Retry-After", String.valueOf(later.afterSeconds()));
    }
    if (failure instanceof UnfitBodyException unfit) {
      unfit.headers().forEach(ctx::header);
    }
    if (!ctx.method().name().equals("HEAD")) {
      ctx.header("Connection", "close"); // what is left of the body is not wanted
      RequestBodies.passOver(ctx);
    }
    if (failure instanceof UploadConflictException conflict && conflict.isBusy()) {
      answers.failed(ctx, LOCKED, failure);
    } else {
      answers.failed(ctx, failure);
    }
  }

  private void begin(Context ctx, Caller caller) throws InterruptedException {
    String uuid = ctx.pathParam("uuid");
    long length = TusHeaders.length(ctx);
    PartialUpload begun = uploads.begin(uuid, caller, length, TusHeaders.metadata(ctx));
    ctx.header("Location", root.apply(ctx) + paths.apply(uuid) + "/" + begun.id());
    ctx.header("Upload-Offset", String.valueOf(begun.offset()));
    PackedBody.tell(ctx);
    expires(ctx, begun);
    ctx.status(201);
  }

  private void tell(Context ctx, Caller caller) throws InterruptedException {
    PartialUpload found = uploads.find(ctx.pathParam("uuid"), caller, ctx.pathParam("id"));
    ctx.header("Upload-Offset", String.valueOf(found.offset()));
    ctx.header("Upload-Length", String.valueOf(found.length()));
    if (!found.metadata().isEmpty()) {
      ctx.header("Upload-Metadata", found.metadata());
    }
    PackedBody.tell(ctx);
    expires(ctx, found);
    ctx.header("Cache-Control", "no-store");
    ctx.status(200);
  }

  private void append(Context ctx, Caller caller) throws IOException, InterruptedException {
    String uuid = ctx.pathParam("uuid");
    String id = ctx.pathParam("id");
    long offset = TusHeaders.offset(ctx);
    TusHeaders.requirePart(ctx);
    long now;
    try (PackedBody body = PackedBody.of(ctx)) {
      now =
          uploads.append(
              uuid,
              caller,
              id,
              offset,
              new ResumableUploads.Bytes(
                  body.bytes(),
                  body.length(),
                  TusHeaders.checksum(ctx),
                  () -> ImageAnswers.cut(ctx)));
      body.requireWhole(now);
    }
    ctx.header("Upload-Offset", String.valueOf(now));
    uploads.glance(uuid, caller, id).ifPresent(upload -> expires(ctx, upload));
    ctx.status(204);
  }

  private void end(Context ctx, Caller caller) throws InterruptedException {
    uploads.end(ctx.pathParam("uuid"), caller, ctx.pathParam("id"));
    ctx.status(204);
  }

  /** For clients that can send nothing but GET and POST. */
  private void overridden(Context ctx, Caller caller) throws IOException, InterruptedException {
    @Nullable String meant = ctx.header("X-HTTP-Method-Override");
    switch (Optional.ofNullable(meant).orElse("").strip().toUpperCase(Locale.ROOT)) {
      case "PATCH" -> append(ctx, caller);
      case "DELETE" -> end(ctx, caller);
      case "HEAD" -> tell(ctx, caller);
      default ->
          throw new UnfitBodyException(
              405, "an upload is gone on with by PATCH", Map.of("Allow", "HEAD,PATCH,DELETE"));
    }
  }

  private static void expires(Context ctx, PartialUpload upload) {
    if (!upload.isWhole()) {
      ctx.header("Upload-Expires", DATE.format(Instant.ofEpochMilli(upload.expires())));
    }
  }
}
