package org.strongroom.server.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.storage.transfer.TransferResult;

/** Brings the bytes of one source into place on one or several storages. */
final class ImageIntake {
  private final ImageTransfer transfer;
  private final Room room;

  ImageIntake(ImageTransfer transfer, Room room) {
    this.transfer = transfer;
    this.room = room;
  }

  /**
   * Takes room, streams, checks what came, and commits. After a failure some of the storages may
   * have the file.
   *
   * @param shown the source in messages
   */
  TransferResult take(
      ImageSource source, List<CopyTarget> targets, Expected expected, Job job, String shown)
      throws IOException, InterruptedException {
    long length = source.length().orElse(-1);
    room.take(job.uuid(), targets, Math.max(0, length));
    List<AtomicWrite> writes = open(targets, job.uuid(), length);
    try {
      var listener = new Listener(targets, job, length);
      TransferResult result = transfer.stream(source, writes, false, listener);
      expected.check(result, shown);
      job.checkStopped();
      transfer.commit(writes);
      return result;
    } finally {
      writes.forEach(AtomicWrite::close);
    }
  }

  private static List<AtomicWrite> open(List<CopyTarget> targets, String writeId, long length)
      throws IOException {
    List<AtomicWrite> writes = new ArrayList<>();
    try {
      // each write waits for a turn of its storage: in one order, so that no two jobs wait for
      // each other
      for (CopyTarget target : sorted(targets)) {
        writes.add(target.create(target.place().file(), writeId, length));
      }
      return writes;
    } catch (IOException | RuntimeException e) {
      writes.forEach(AtomicWrite::close);
      throw e;
    }
  }

  private static List<CopyTarget> sorted(List<CopyTarget> targets) {
    return targets.stream().sorted(Comparator.comparing(t -> t.storage().uuid())).toList();
  }

  /** Takes room as an image of unknown length grows, and tells how far it is. */
  private final class Listener implements TransferListener {
    private final List<CopyTarget> targets;
    private final Job job;
    private final long length;

    Listener(List<CopyTarget> targets, Job job, long length) {
      this.targets = targets;
      this.job = job;
      this.length = length;
    }

    @Override
    public void progress(long bytes) {
      job.progress().advance(bytes, length);
    }

    @Override
    public void growing(long bytesSoFar) {
      room.grow(job.uuid(), targets);
    }
  }
}
