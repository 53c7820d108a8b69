package org.strongroom.server.image.upload;

import java.time.InstantSource;
import java.util.List;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.copy.HeldTurns;
import org.strongroom.server.copy.Room;
import org.strongroom.server.copy.TransferPlaces;
import org.strongroom.server.image.record.ImageSettings;
import org.strongroom.server.job.Job;
import org.strongroom.storage.transfer.ImageTransfer;

/** What takes an upload in parts. */
public record IntakeParts(
    ImageIntake intake,
    ImageTransfer transfer,
    Room room,
    TransferPlaces places,
    ImageSettings settings,
    InstantSource clock) {

  /** Waits for turns on the storages. */
  HeldTurns turns(List<CopyTarget> targets, Job job) throws InterruptedException {
    return HeldTurns.await(targets, places, job);
  }
}
