package org.strongroom.storage.transfer;

import java.io.IOException;
import java.util.List;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.source.ImageSource;

/**
 * Bytes that come in stretches, from one place or from several in turn: one digest over all of
 * them. After a failure it is good for nothing any more. Not thread-safe.
 */
public final class Arrival {
  private final Hashing sha256;
  private long length;

  Arrival(Hashing sha256) {
    this.sha256 = sha256;
  }

  /**
   * Streams one stretch into all targets, without bringing it to the disk. When this throws, every
   * target has been closed.
   *
   * @param listener told the bytes of this stretch
   */
  public void take(ImageSource stretch, List<AtomicWrite> targets, TransferListener listener)
      throws IOException, InterruptedException {
    take(stretch, targets, (bytes, offset, count) -> {}, listener);
  }

  void take(
      ImageSource stretch,
      List<AtomicWrite> targets,
      SourceReading.Inspection inspection,
      TransferListener listener)
      throws IOException, InterruptedException {
    length += ImageTransfer.pass(stretch, targets, List.of(sha256::add), inspection, listener);
  }

  /**
   * Streams one stretch into all targets.
   *
   * @return the SHA-256 of this stretch alone
   */
  String takeHashed(
      ImageSource stretch,
      List<AtomicWrite> targets,
      SourceReading.Inspection inspection,
      TransferListener listener)
      throws IOException, InterruptedException {
    Hashing alone = sha256.another();
    length +=
        ImageTransfer.pass(
            stretch, targets, List.of(sha256::add, alone::add), inspection, listener);
    return ImageTransfer.await(alone.finish());
  }

  /** Bytes that have come. */
  public long length() {
    return length;
  }

  /** The SHA-256 of the bytes that have come, in lower-case hexadecimal. */
  public String sha256() throws IOException, InterruptedException {
    return ImageTransfer.await(sha256.soFar());
  }
}
