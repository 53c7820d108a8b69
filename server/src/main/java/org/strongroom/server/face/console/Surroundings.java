package org.strongroom.server.face.console;

import java.time.Clock;
import org.strongroom.server.account.ConsoleRuns;
import org.strongroom.server.call.Calls;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.console.session.Visitors;
import org.strongroom.server.face.zstack.PageDownloads;
import org.strongroom.server.face.zstack.ZStackJson;
import org.strongroom.server.image.upload.ResumableUploads;
import org.strongroom.server.job.JobEngine;

/** What the console stands on. */
public record Surroundings(
    Calls calls,
    JobEngine jobs,
    Visitors visitors,
    ConsoleRuns runs,
    RequestBodies bodies,
    ResumableUploads uploads,
    PageDownloads downloads,
    ZStackJson json,
    PublicUrl publicUrl,
    Clock clock) {}
