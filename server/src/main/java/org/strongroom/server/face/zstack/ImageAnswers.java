package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.image.upload.UploadConflictException;
import org.strongroom.server.image.upload.WrongChecksumException;

/**
 * Answers of the routes that carry bytes. No existing client knows these, so HTTP's own statuses
 * say what is wrong; the body is the usual error.
 */
final class ImageAnswers {
  private final ZStackJson json;

  ImageAnswers(ZStackJson json) {
    this.json = json;
  }

  void failed(Context ctx, ApiException failure) throws IOException {
    send(ctx, status(failure), json.error(failure.error()));
  }

  void failed(Context ctx, int status, ApiException failure) throws IOException {
    send(ctx, status, json.error(failure.error()));
  }

  void succeeded(Context ctx, Object reply) throws IOException {
    send(ctx, 200, json.reply(reply, false));
  }

  private static int status(ApiException failure) {
    if (failure instanceof UploadConflictException) {
      return 409;
    }
    if (failure instanceof WrongChecksumException) {
      return 460; // of tus
    }
    if (failure instanceof UnfitBodyException unfit) {
      return unfit.status();
    }
    if (failure.is(ErrorCode.INVALID_ARGUMENT)) {
      return 400;
    }
    if (failure.is(ErrorCode.NOT_FOUND)) {
      return 404;
    }
    if (failure.is(ErrorCode.INVALID_SESSION)) {
      return 401;
    }
    if (failure.is(ErrorCode.PERMISSION_DENIED)) {
      return 403;
    }
    if (failure.is(ErrorCode.CANNOT_ALLOCATE)) {
      return 413;
    }
    return 503;
  }

  private static void send(Context ctx, int status, byte[] body) throws IOException {
    ctx.res().resetBuffer();
    ctx.status(status).contentType("application/json; charset=utf-8");
    ctx.res().setContentLengthLong(body.length);
    ctx.res().getOutputStream().write(body);
  }

  /** Cuts the connection: the other side must not take what it has for the whole. */
  static void cut(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
