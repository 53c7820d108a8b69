package org.strongroom.server.image.upload;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.Arrival;
import org.strongroom.storage.transfer.ImageArrival;
import org.strongroom.storage.transfer.TransferListener;

/**
 * An image that comes in parts, as a run sees it: from its first byte, or only what comes behind
 * bytes that an earlier run got and nobody can read before all of them are there. After a failure
 * it is good for nothing any more.
 */
final class ComingImage {
  private final @Nullable ImageArrival image;
  private final @Nullable Arrival rest;
  private final CameDigests before;
  private final long start;

  private ComingImage(
      @Nullable ImageArrival image, @Nullable Arrival rest, CameDigests before, long start) {
    this.image = image;
    this.rest = rest;
    this.before = before;
    this.start = start;
  }

  static ComingImage seen(ImageArrival image) {
    return new ComingImage(image, null, CameDigests.NONE, 0);
  }

  /** Behind the bytes of an earlier run. */
  static ComingImage behind(PartialUpload open, Arrival rest) {
    return new ComingImage(null, rest, open.digests(), open.offset());
  }

  /** The whole image; empty if this run has not seen all of it. */
  Optional<ImageArrival> image() {
    return Optional.ofNullable(image);
  }

  /** Streams one stretch into all targets, as {@link ImageArrival#take}. */
  void take(ImageSource stretch, List<AtomicWrite> targets, TransferListener listener)
      throws IOException, InterruptedException {
    if (image != null) {
      image.take(stretch, targets, listener);
    } else {
      java.util.Objects.requireNonNull(rest).take(stretch, targets, listener);
    }
  }

  /** Bytes that have come, of all runs. */
  long length() {
    return image != null ? image.length() : start + java.util.Objects.requireNonNull(rest).length();
  }

  CameDigests digests() throws IOException, InterruptedException {
    String sha256 =
        image != null ? image.sha256() : java.util.Objects.requireNonNull(rest).sha256();
    return length() == start && start > 0 ? before : before.and(length(), sha256);
  }

  /** Whether it has to be unpacked, as far as this run can tell. */
  boolean isPacked() {
    return image != null && image.isPacked();
  }
}
