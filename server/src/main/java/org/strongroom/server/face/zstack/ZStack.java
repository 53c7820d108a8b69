package org.strongroom.server.face.zstack;

import io.javalin.config.RoutesConfig;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.call.Calls;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.image.Images;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobHooks;
import org.strongroom.server.volume.SnapshotDownloads;
import org.strongroom.storage.source.GuardedHttp;

/** Puts the ZStack face together. */
public final class ZStack implements AutoCloseable {
  private final ZStackFace rest;
  private final ImageUploadHandler uploads;
  private final ResumableUploadHandler resumable;
  private final DownloadHandler downloads;
  private final DownloadHandler snapshots;
  private final WebHooks webHooks;

  /**
   * Puts the face together.
   *
   * @param http with which web hooks are called
   */
  public ZStack(
      Calls calls,
      JobEngine jobs,
      JobHooks hooks,
      Sessions sessions,
      Images images,
      SnapshotDownloads snapshots,
      RequestBodies bodies,
      GuardedHttp http,
      ZStackJson json,
      PublicUrl publicUrl) {
    SessionHeader sessionHeader = new SessionHeader(sessions);
    this.rest =
        new ZStackFace(calls, new JobPolls(jobs, sessions), sessionHeader, bodies, json, publicUrl);
    ImageAnswers answers = new ImageAnswers(json);
    this.uploads = new ImageUploadHandler(images.uploads(), sessionHeader::required, answers);
    this.resumable =
        new ResumableUploadHandler(
            images.resumableUploads(), sessionHeader::required, answers, publicUrl::of);
    this.downloads = DownloadHandler.images(images.downloads(), sessionHeader::required, answers);
    this.snapshots = DownloadHandler.snapshots(snapshots, sessionHeader::required, answers);
    this.webHooks =
        new WebHooks(jobs, hooks, json, http, WebHooks.RETRY_DELAY, WebHooks.LONGEST_CALL);
  }

  /**
   * Begins to call the web hooks of jobs; to be done before jobs run.
   *
   * @param alone whether no other node can use the database
   */
  public void start(boolean alone) {
    webHooks.start(alone);
  }

  @Override
  public void close() {
    webHooks.close();
  }

  public void register(RoutesConfig routes) {
    uploads.register(routes);
    resumable.register(routes);
    downloads.register(routes);
    snapshots.register(routes);
    rest.register(routes);
  }
}
