package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.io.IOException;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.ImageDownloads;
import org.strongroom.server.volume.SnapshotDownloads;

/**
 * Files for links of pages of this server: the same bytes, ranges and proofs as the API's, for who
 * the page was made for.
 */
public final class PageDownloads {
  private final DownloadHandler images;
  private final DownloadHandler snapshots;

  public PageDownloads(ImageDownloads images, SnapshotDownloads snapshots, ZStackJson json) {
    ImageAnswers answers = new ImageAnswers(json);
    this.images = DownloadHandler.images(images, PageDownloads::nobody, answers);
    this.snapshots = DownloadHandler.snapshots(snapshots, PageDownloads::nobody, answers);
  }

  /** The caller is told with each request. */
  private static Caller nobody(Context ctx) {
    throw new ApiException(ErrorCode.INVALID_SESSION, "there is no session");
  }

  /**
   * Sends the file of an image whose uuid stands in the path.
   *
   * @throws ApiException if it cannot be read, before anything is sent
   */
  public void image(Context ctx, Caller caller) throws IOException {
    images.answer(ctx, true, caller);
  }

  /** Sends the disk of a volume snapshot; see {@link #image}. */
  public void snapshot(Context ctx, Caller caller) throws IOException {
    snapshots.answer(ctx, true, caller);
  }
}
