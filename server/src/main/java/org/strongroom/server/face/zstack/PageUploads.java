package org.strongroom.server.face.zstack;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.upload.ResumableUploads;

/**
 * Resumable uploads for pages of this server: the same protocol and the same intake as the API's,
 * at paths of their own, so that neither takes what shows a caller to the other.
 */
public final class PageUploads {
  private final ResumableUploadHandler handler;

  /**
   * Serves nothing yet.
   *
   * @param callers tells whose page asks, or throws
   * @param root tells where clients reach the server
   * @param paths of the uploads of an image with this uuid
   */
  public PageUploads(
      ResumableUploads uploads,
      Function<Context, Caller> callers,
      ZStackJson json,
      Function<Context, String> root,
      UnaryOperator<String> paths) {
    handler = new ResumableUploadHandler(uploads, callers, new ImageAnswers(json), root, paths);
  }

  public void register(RoutesConfig routes) {
    handler.register(routes);
  }
}
