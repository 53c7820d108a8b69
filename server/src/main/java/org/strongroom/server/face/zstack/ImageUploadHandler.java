package org.strongroom.server.face.zstack;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.strongroom.api.ApiException;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.image.upload.OfferedDigest;
import org.strongroom.server.image.upload.UploadBody;
import org.strongroom.server.image.upload.Uploads;

/** {@code PUT /zstack/v1/images/{uuid}/upload}: the bytes of an image, as they come. */
final class ImageUploadHandler {
  private final Uploads uploads;
  private final Function<Context, Caller> callers;
  private final ImageAnswers answers;

  /**
   * @param callers tells whose session a request has, or throws ID.1001
   */
  ImageUploadHandler(Uploads uploads, Function<Context, Caller> callers, ImageAnswers answers) {
    this.uploads = uploads;
    this.callers = callers;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    routes.put(Uploads.path("{uuid}"), this::put);
  }

  private void put(Context ctx) throws IOException, InterruptedException {
    String uuid = ctx.pathParam("uuid");
    try {
      Caller caller = callers.apply(ctx);
      uploads.checkAwaited(uuid, caller); // before the sender is told to go on (100)
      UploadHead.check(ctx.req(), Set.of());
      List<OfferedDigest> digests = DigestHeaders.read(ctx.req());
      long length = ctx.req().getContentLengthLong();
      var body =
          new UploadBody(
              ctx.req().getInputStream(),
              length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
              digests,
              () -> ImageAnswers.cut(ctx));
      answers.succeeded(ctx, uploads.put(uuid, caller, body));
    } catch (UnfitBodyException e) {
      ctx.header("Connection", "close");
      e.headers().forEach(ctx::header);
      RequestBodies.passOver(ctx);
      answers.failed(ctx, e);
    } catch (ApiException e) {
      ctx.header("Connection", "close"); // what is left of the body is not wanted
      answers.failed(ctx, e);
    }
  }
}
