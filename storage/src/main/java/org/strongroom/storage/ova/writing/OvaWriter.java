package org.strongroom.storage.ova.writing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.ova.archive.Digests;
import org.strongroom.storage.ova.archive.HashingWrite;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaManifest;
import org.strongroom.storage.ova.archive.TarHeaderWriter;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;

/**
 * Streams an OVA onto a storage in one pass: descriptor, disks, manifest (DSP0243 section 5). Disks
 * are read once, hashed while they pass, and never staged.
 */
public final class OvaWriter {

  /** Opens the disks one after the other. */
  public interface Disks {

    /** The bytes of a disk, as many as planned. */
    ImageSource open(int index) throws IOException;
  }

  private final ImageTransfer transfer;
  private final Executor hashing;

  /**
   * @param hashing a small pool of platform threads
   */
  public OvaWriter(Executor hashing) {
    this.transfer = new ImageTransfer(hashing);
    this.hashing = hashing;
  }

  /**
   * Writes all bytes, without committing them. When this throws, the target has been closed, so
   * nothing stays behind. An interrupt stops it at once, and so does what the listener throws.
   *
   * @param listener told the bytes of the OVA so far, out of {@link OvaLayout#totalBytes()}
   * @throws OvaException SIZE_MISMATCH if a disk is not as long as planned
   * @throws IOException if a disk can not be read, or the target fails
   */
  public OvaWritten write(
      OvaLayout layout, Disks disks, AtomicWrite target, TransferListener listener)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      var written = writeOpen(layout, disks, new HashingWrite(target, hashing), listener);
      done = true;
      return written;
    } finally {
      if (!done) {
        target.close();
      }
    }
  }

  private OvaWritten writeOpen(
      OvaLayout layout, Disks disks, HashingWrite target, TransferListener listener)
      throws IOException, InterruptedException {
    var headers = new TarHeaderWriter(layout.plan().modified());
    byte[] descriptor = layout.descriptor();
    String descriptorName = layout.descriptorName();
    member(headers, descriptorName, descriptor, target);
    var manifest = new StringBuilder(OvaManifest.line(descriptorName, sha256(descriptor)));
    List<String> digests = new ArrayList<>();
    for (int i = 0; i < layout.names().size(); i++) {
      String name = layout.names().get(i);
      long size = layout.plan().disks().get(i).size();
      target.write(headers.header(name, size));
      String digest = disk(disks.open(i), name, size, target, listener);
      target.write(new byte[TarHeaderWriter.paddingBytes(size)]);
      digests.add(digest);
      manifest.append(OvaManifest.line(name, digest));
    }
    byte[] text = manifest.toString().getBytes(StandardCharsets.US_ASCII);
    member(headers, layout.manifestName(), text, target);
    target.write(new byte[TarHeaderWriter.END_BYTES]);
    if (target.written() != layout.totalBytes()) {
      throw new IllegalStateException(
          "%d bytes instead of %d".formatted(target.written(), layout.totalBytes()));
    }
    listener.progress(target.written());
    return new OvaWritten(target.written(), target.sha256(), digests);
  }

  private static void member(
      TarHeaderWriter headers, String name, byte[] bytes, HashingWrite target) throws IOException {
    target.write(headers.header(name, bytes.length));
    target.write(bytes);
    target.write(new byte[TarHeaderWriter.paddingBytes(bytes.length)]);
  }

  /** Streams a disk and answers its SHA-256. */
  private String disk(
      ImageSource source, String name, long size, HashingWrite target, TransferListener listener)
      throws IOException, InterruptedException {
    try (source) {
      if (source.length().orElse(size) != size) {
        throw wrongSize(name, source.length().orElse(-1), size);
      }
      long before = target.written();
      var progress =
          new TransferListener() {
            @Override
            public void progress(long bytes) throws IOException {
              if (bytes > size) {
                throw wrongSize(name, bytes, size);
              }
              listener.progress(before + bytes);
            }
          };
      var result = transfer.stream(source, List.of(target), false, Declaration.RAW, progress);
      if (result.length() != size) {
        throw wrongSize(name, result.length(), size);
      }
      return result.sha256();
    }
  }

  private static OvaException wrongSize(String name, long found, long planned) {
    return new OvaException(
        OvaException.Fault.SIZE_MISMATCH,
        "disk %s has %d bytes instead of the %d planned".formatted(name, found, planned));
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Digests.start(DigestAlgorithm.SHA256).digest(bytes));
  }
}
