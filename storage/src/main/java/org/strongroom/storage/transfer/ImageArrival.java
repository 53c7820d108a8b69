package org.strongroom.storage.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.inspection.ImageInspector;
import org.strongroom.storage.packed.UnpackedSource;
import org.strongroom.storage.source.ImageSource;

/**
 * An image that comes in stretches: one digest and one inspection over all of them. What is packed
 * is only hashed; it is looked into when all of it is there. After a failure it is good for nothing
 * any more. Not thread-safe.
 */
public final class ImageArrival {
  private final Arrival bytes;
  private final Declaration declared;
  private final String name;
  private final ImageInspector inspector;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(UnpackedSource.HEAD);
  private final KeptBytes kept = new KeptBytes();
  private boolean decided;
  private boolean packed;

  ImageArrival(Arrival bytes, long length, Declaration declared, String name) {
    this.bytes = bytes;
    this.declared = declared;
    this.name = name;
    this.inspector = new ImageInspector(OptionalLong.of(length), declared);
  }

  /**
   * Streams one stretch into all targets, without bringing it to the disk. When this throws, every
   * target has been closed.
   *
   * @param listener told the bytes of this stretch
   */
  public void take(ImageSource stretch, List<AtomicWrite> targets, TransferListener listener)
      throws IOException, InterruptedException {
    bytes.take(stretch, targets, this::look, listener);
  }

  /**
   * As {@link #take}.
   *
   * @return the SHA-256 of this stretch alone, in lower-case hexadecimal
   */
  public String takeHashed(
      ImageSource stretch, List<AtomicWrite> targets, TransferListener listener)
      throws IOException, InterruptedException {
    return bytes.takeHashed(stretch, targets, this::look, listener);
  }

  /** Bytes that have come. */
  public long length() {
    return bytes.length();
  }

  /** Whether what comes has to be unpacked. */
  public boolean isPacked() {
    return packed;
  }

  /** The SHA-256 of the bytes that have come, in lower-case hexadecimal. */
  public String sha256() throws IOException, InterruptedException {
    return bytes.sha256();
  }

  /**
   * What came, when all has.
   *
   * @throws ImageFormatException if it must not be stored
   */
  public TransferResult finish() throws IOException, InterruptedException {
    if (!decided) {
      decide();
    }
    return new TransferResult(
        length(), kept.finish(), sha256(), Optional.empty(), inspector.finish());
  }

  private void look(byte[] piece, int offset, int count) throws IOException {
    kept.accept(piece, offset, count);
    int early = decided ? 0 : Math.min(count, UnpackedSource.HEAD - head.size());
    head.write(piece, offset, early);
    if (!decided && head.size() == UnpackedSource.HEAD) {
      decide();
    }
    if (decided && !packed) {
      inspector.accept(piece, offset + early, count - early);
    }
  }

  private void decide() throws ImageFormatException {
    decided = true;
    packed = UnpackedSource.isPacked(head.toByteArray(), declared.format(), name);
    if (!packed) {
      inspector.accept(head.toByteArray(), 0, head.size());
    }
  }
}
