package org.strongroom.server.image.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.copy.HeldTurns;
import org.strongroom.server.copy.Room;
import org.strongroom.server.copy.TransferPlaces;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.Expected;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.layer.FairTurns;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.packed.UnpackedSource;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.source.guard.LeastRate;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.storage.transfer.TransferResult;

/** Brings the bytes of one source into place on one or several storages. */
public final class ImageIntake {
  private static final Logger log = LoggerFactory.getLogger(ImageIntake.class);

  /** What unpacks xz or zstd may take, for its window. */
  private static final long UNPACKING = 128L << 20;

  private final int mostUnpackers =
      (int) Math.max(1, Runtime.getRuntime().maxMemory() / 4 / UNPACKING);
  private final FairTurns<String> unpackers =
      new FairTurns<>((account, what, ofAccount, ofAll) ->
          ofAll < mostUnpackers && ofAccount < Math.max(1, mostUnpackers - 1));

  private final ImageTransfer transfer;
  private final Room room;
  private final TransferPlaces places;

  public ImageIntake(ImageTransfer transfer, Room room, TransferPlaces places) {
    this.transfer = transfer;
    this.room = room;
    this.places = places;
  }

  /** Opens the source of an image. */
  public interface Opening<S extends ImageSource> {
    S open() throws IOException;
  }

  /** Waits for turns on the storages, opens the source, and takes it as below. */
  public TransferResult take(
      Opening<?> opening, List<CopyTarget> targets, Expected expected, Job job, String shown)
      throws IOException, InterruptedException {
    return take(opening, 0, targets, expected, job, shown);
  }

  /**
   * The same beside other bytes of the job.
   *
   * @param beside bytes that the job has on each storage meanwhile
   */
  public TransferResult take(
      Opening<?> opening,
      long beside,
      List<CopyTarget> targets,
      Expected expected,
      Job job,
      String shown)
      throws IOException, InterruptedException {
    try (HeldTurns turns = HeldTurns.await(targets, places, job)) {
      new AddedImage(job).begins();
      try (ImageSource source = opening.open();
          LeastRate rate =
              new LeastRate(
                  LeastRate.USUAL_WHILE, () -> isWanted(turns, job), () -> cut(source, job))) {
        var rated = new RatedSource(source, rate);
        room.take(
            job,
            targets,
            Bytes.plus(beside, rated.length().orElse(0))); // before a byte is waited for
        boolean withDigest = expected.sha256() != null;
        var unpacked = UnpackedSource.of(rated, expected.declared(), shown, withDigest);
        try (var unpacker = unpacker(unpacked, job)) {
          if (unpacked.length().isEmpty()) {
            room.take(job, targets, beside); // what is unpacked takes room as it grows
          }
          return take(unpacked, turns, targets, expected, job, shown);
        } finally {
          unpacked.stream().close(); // zstd has memory beside the heap
        }
      }
    }
  }

  /** A turn to use much memory, for those who do; it ends when that is free again. */
  private FairTurns<String>.@Nullable Turn unpacker(UnpackedSource source, Job job)
      throws InterruptedException {
    return source.isMemoryHungry()
        ? unpackers
            .await(job.call().caller().accountUuid(), job.uuid(), FairTurns.FOR_EVER)
            .orElseThrow()
        : null;
  }

  /**
   * Streams, checks what came, and commits. After a failure some of the storages may have the file.
   *
   * @param shown the source in messages
   */
  private TransferResult take(
      UnpackedSource source,
      HeldTurns turns,
      List<CopyTarget> targets,
      Expected expected,
      Job job,
      String shown)
      throws IOException, InterruptedException {
    long length = source.length().orElse(-1);
    List<AtomicWrite> writes = turns.open(job.lease().writeId(), length);
    try {
      var listener = new Listener(targets, job, length);
      TransferResult result =
          transfer.stream(source, writes, false, expected.declaration(), listener);
      expected.check(result, source.packedSha256(), shown);
      job.checkStopped();
      transfer.commit(writes);
      new AddedImage(job).proved(turns.proved(writes));
      return result;
    } finally {
      writes.forEach(AtomicWrite::close);
    }
  }

  private boolean isWanted(HeldTurns turns, Job job) {
    return turns.isWanted() || unpackers.isWantedBeside(job.call().caller().accountUuid());
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

  /**
   * Puts other bytes in place of what lies there, durably. After a failure some of the storages may
   * have the new ones.
   *
   * @param opening of a source that tells its length
   * @param remains bytes that lie there until then
   * @param arrived told what will be there, before the first storage has it
   * @return the storages that have proved it
   */
  public List<CopyTarget> replace(
      Opening<?> opening,
      long remains,
      ImageFormat format,
      List<CopyTarget> targets,
      Job job,
      Consumer<TransferResult> arrived)
      throws IOException, InterruptedException {
    try (HeldTurns turns = HeldTurns.await(targets, places, job);
        ImageSource source = opening.open()) {
      long length = source.length().orElseThrow();
      room.take(job, targets, Bytes.plus(remains, length));
      List<AtomicWrite> writes = turns.open(job.lease().writeId(), length);
      try {
        var listener = new Listener(targets, job, length);
        TransferResult result =
            transfer.stream(source, writes, false, Declaration.of(Optional.of(format)), listener);
        job.checkStopped();
        arrived.accept(result);
        transfer.commit(writes);
        return turns.proved(writes);
      } finally {
        writes.forEach(AtomicWrite::close);
      }
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
