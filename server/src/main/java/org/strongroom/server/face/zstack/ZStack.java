package org.strongroom.server.face.zstack;

import io.javalin.config.RoutesConfig;
import java.time.ZoneId;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.call.Calls;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.job.JobEngine;

/** Puts the ZStack face together. */
public final class ZStack {
  private final ZStackFace rest;

  public ZStack(Calls calls, JobEngine jobs, Sessions sessions, RequestBodies bodies, ZoneId zone) {
    ZStackJson json = new ZStackJson(zone);
    SessionHeader sessionHeader = new SessionHeader(sessions);
    this.rest = new ZStackFace(calls, jobs, sessionHeader, bodies, json);
  }

  public void register(RoutesConfig routes) {
    rest.register(routes);
  }
}
