package org.strongroom.storage.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.inspection.ImageInspector;
import org.strongroom.storage.packed.UnpackedSource;
import org.strongroom.storage.source.ImageSource;

/**
 * Streams an image once from its source through hashing and format inspection into one or several
 * storages. Reading, hashing and each writing overlap over a ring of {@value #CHUNKS} chunks of 512
 * KiB, so memory is the same for any size and the slowest storage sets the pace.
 */
public final class ImageTransfer {
  /** Bytes that come between two calls of {@link TransferListener#growing}: 1 GiB. */
  public static final long GROWTH_STEP = 1L << 30;

  static final int CHUNKS = 6;

  private final Executor hashing;

  /**
   * @param hashing a small pool of platform threads: hashing on virtual threads would starve all
   *     others
   */
  public ImageTransfer(Executor hashing) {
    this.hashing = hashing;
  }

  /**
   * Streams all bytes into all targets, without committing any. When this throws, every target has
   * been closed, so nothing stays behind, and the source too. An interrupt stops it at once.
   *
   * @param withMd5 computes the MD5 as well
   * @throws org.strongroom.storage.format.ImageFormatException if the image must not be stored;
   *     soon after its head has come
   * @throws org.strongroom.storage.driver.StorageException if a storage fails
   * @throws IOException if the source fails, or sends fewer or more bytes than it announced
   */
  public TransferResult stream(
      ImageSource source, List<AtomicWrite> targets, boolean withMd5, TransferListener listener)
      throws IOException, InterruptedException {
    return stream(source, targets, withMd5, Declaration.NONE, listener);
  }

  /**
   * Streams an image whose format may be known.
   *
   * @param declared what its owner says of it
   * @see #stream(ImageSource, List, boolean, TransferListener)
   */
  public TransferResult stream(
      ImageSource source,
      List<AtomicWrite> targets,
      boolean withMd5,
      Declaration declared,
      TransferListener listener)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      var result = streamOpen(source, targets, withMd5, declared, listener);
      done = true;
      return result;
    } finally {
      if (!done) {
        closeAll(source, targets);
      }
    }
  }

  /**
   * Commits all writes at the same time. When one fails, others may have been committed: the caller
   * deletes them.
   */
  public void commit(List<AtomicWrite> targets) throws IOException, InterruptedException {
    onAll(targets, "commit", AtomicWrite::commit);
  }

  /** Makes what has come so far durable on all of them, at the same time. */
  public void checkpoint(List<AtomicWrite> targets) throws IOException, InterruptedException {
    onAll(targets, "checkpoint", AtomicWrite::checkpoint);
  }

  private interface Ending {
    void of(AtomicWrite target) throws IOException;
  }

  private static void onAll(List<AtomicWrite> targets, String name, Ending ending)
      throws IOException, InterruptedException {
    var workers = new Workers(() -> targets.forEach(AtomicWrite::close));
    for (AtomicWrite target : targets) {
      workers.start(name, () -> ending.of(target));
    }
    workers.join();
  }

  /**
   * An image that comes in stretches, of which none has come yet.
   *
   * @param length bytes that will come in all
   * @param declared what its owner says of it
   * @param name of the image, see {@link UnpackedSource#of}
   */
  public ImageArrival arrival(long length, Declaration declared, String name) {
    return new ImageArrival(arrival(), length, declared, name);
  }

  /** Bytes that come in stretches, of which none has come yet, whatever they are. */
  public Arrival arrival() {
    return new Arrival(new Hashing(DigestAlgorithm.SHA256, hashing));
  }

  private TransferResult streamOpen(
      ImageSource source,
      List<AtomicWrite> targets,
      boolean withMd5,
      Declaration declared,
      TransferListener listener)
      throws IOException, InterruptedException {
    var sha256 = new Hashing(DigestAlgorithm.SHA256, hashing);
    var md5 =
        withMd5
            ? Optional.of(new Hashing(DigestAlgorithm.MD5, hashing))
            : Optional.<Hashing>empty();
    var inspector = new ImageInspector(source.length(), declared);
    var kept = new KeptBytes();
    List<ChunkConsumer> hashes = new ArrayList<>();
    hashes.add(sha256::add);
    md5.ifPresent(hash -> hashes.add(hash::add));
    SourceReading.Inspection looking =
        (bytes, offset, count) -> {
          inspector.accept(bytes, offset, count);
          kept.accept(bytes, offset, count);
        };
    long total = pass(source, targets, hashes, looking, listener);
    return new TransferResult(
        total,
        kept.finish(),
        await(sha256.finish()),
        md5.isPresent() ? Optional.of(await(md5.get().finish())) : Optional.empty(),
        inspector.finish());
  }

  /**
   * Hands all bytes of a source to all others.
   *
   * @return how many they were
   */
  static long pass(
      ImageSource source,
      List<AtomicWrite> targets,
      List<ChunkConsumer> hashes,
      SourceReading.Inspection inspection,
      TransferListener listener)
      throws IOException, InterruptedException {
    var workers = new Workers(() -> closeAll(source, targets));
    List<TargetQueue> queues = targets.stream().map(TargetQueue::new).toList();
    List<ChunkConsumer> consumers = new ArrayList<>(hashes);
    consumers.addAll(queues);
    var reading = new SourceReading(source, inspection, List.copyOf(consumers), listener);
    for (TargetQueue queue : queues) {
      workers.start("write", queue::writeAll);
    }
    workers.start(
        "read",
        () -> {
          reading.readAll();
          queues.forEach(TargetQueue::end);
        });
    workers.join();
    return reading.total();
  }

  static String await(CompletableFuture<String> digest) throws IOException, InterruptedException {
    try {
      return digest.get();
    } catch (ExecutionException e) {
      throw new IOException("hashing was stopped", e);
    }
  }

  private static void closeAll(ImageSource source, List<AtomicWrite> targets) {
    targets.forEach(AtomicWrite::close);
    try {
      source.close();
    } catch (IOException e) {
      // It is given up already.
    }
  }
}
