package org.strongroom.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.source.LeastRate;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.storage.transfer.TransferResult;

/** Brings the bytes of one source into place on one or several storages. */
final class ImageIntake {
  private static final Logger log = LoggerFactory.getLogger(ImageIntake.class);

  private final ImageTransfer transfer;
  private final Room room;
  private final TransferPlaces places;

  ImageIntake(ImageTransfer transfer, Room room, TransferPlaces places) {
    this.transfer = transfer;
    this.room = room;
    this.places = places;
  }

  /** Opens the source of an image. */
  interface Opening<S extends ImageSource> {
    S open() throws IOException;
  }

  /** Waits for turns on the storages, opens the source, and takes it as below. */
  TransferResult take(
      Opening<?> opening, List<CopyTarget> targets, Expected expected, Job job, String shown)
      throws IOException, InterruptedException {
    try (HeldTurns turns = HeldTurns.await(targets, places, job)) {
      new AddedImage(job).begins();
      try (ImageSource source = opening.open();
          LeastRate rate =
              new LeastRate(LeastRate.USUAL_WHILE, turns::isWanted, () -> cut(source, job))) {
        return take(new RatedSource(source, rate), turns, targets, expected, job, shown);
      }
    }
  }

  /**
   * Takes room, streams, checks what came, and commits. After a failure some of the storages may
   * have the file.
   *
   * @param shown the source in messages
   */
  private TransferResult take(
      ImageSource source,
      HeldTurns turns,
      List<CopyTarget> targets,
      Expected expected,
      Job job,
      String shown)
      throws IOException, InterruptedException {
    long length = source.length().orElse(-1);
    room.take(job, targets, Math.max(0, length));
    List<AtomicWrite> writes = turns.open(job.lease().writeId(), length);
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

  private static void cut(ImageSource source, Job job) {
    log.info("job {} is cut off: its source is slow, and others wait", job.uuid());
    try {
      source.cut();
    } catch (IOException e) {
      log.debug("the source of job {} could not be closed", job.uuid(), e);
    }
  }

  /** A source that may not be slow while others wait. */
  private record RatedSource(ImageSource source, LeastRate rate) implements ImageSource {
    @Override
    public OptionalLong length() {
      return source.length();
    }

    @Override
    public InputStream stream() {
      return rate.watched(source.stream());
    }

    @Override
    public void cut() throws IOException {
      source.cut();
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
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
      room.grow(job, targets);
    }
  }
}
