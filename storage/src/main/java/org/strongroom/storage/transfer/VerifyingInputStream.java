package org.strongroom.storage.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.stream.BlockStream;

/**
 * A file on its way out, hashed while it is read. The last chunk is given out only when the digest
 * of the whole has proved right: a reader never gets all bytes of a damaged file, so whoever waits
 * for the announced length notices. Not thread-safe.
 */
public final class VerifyingInputStream extends BlockStream {
  /** One that is read from, one held back, one being filled. */
  private static final int CHUNKS = 3;

  private final InputStream file;
  private final String what;
  private final long length;
  private final DigestAlgorithm algorithm;
  private final String expected;
  private final Hashing hashing;
  private final Ring ring = new Ring(CHUNKS);
  private @Nullable Chunk current;
  private @Nullable Chunk held;
  private int position;
  private long seen;
  private boolean started;
  private boolean failed;

  /**
   * @param file from its start; closed with this stream
   * @param what names the file in errors
   * @param length bytes that it must have
   * @param sha256 what it must be, in lower-case hexadecimal
   * @param hashing a small pool of platform threads
   */
  public VerifyingInputStream(
      InputStream file, String what, long length, String sha256, Executor hashing) {
    this(file, what, length, DigestAlgorithm.SHA256, sha256, hashing);
  }

  /**
   * @param file from its start; closed with this stream
   * @param what names the file in errors
   * @param length bytes that it must have
   * @param expected its digest in lower-case hexadecimal
   * @param hashing a small pool of platform threads
   */
  public VerifyingInputStream(
      InputStream file,
      String what,
      long length,
      DigestAlgorithm algorithm,
      String expected,
      Executor hashing) {
    this.file = file;
    this.what = what;
    this.length = length;
    this.algorithm = algorithm;
    this.expected = expected;
    this.hashing = new Hashing(algorithm, hashing);
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    java.util.Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    Chunk chunk = current;
    if (chunk == null || position == chunk.length()) {
      chunk = advance();
      if (chunk == null) {
        return -1;
      }
    }
    int copied = Math.min(count, chunk.length() - position);
    System.arraycopy(chunk.bytes(), position, target, offset, copied);
    position += copied;
    return copied;
  }

  /** Makes the chunk that was held back the current one, once something has come after it. */
  private @Nullable Chunk advance() throws IOException {
    if (current != null) {
      current.release();
      current = null;
    }
    if (failed) {
      throw new IOException("reading " + what + " has failed before");
    }
    failed = true;
    if (!started) {
      started = true;
      held = fill();
    }
    Chunk next = held;
    held = next == null ? null : fill();
    failed = false;
    current = next;
    position = 0;
    return next;
  }

  /** The next chunk of the file; at its end null, and then the whole has been proved. */
  private @Nullable Chunk fill() throws IOException {
    try {
      Chunk chunk = ring.take();
      int filled = file.readNBytes(chunk.bytes(), 0, Chunk.BYTES);
      seen += filled;
      if (seen > length) {
        throw new DigestMismatchException(
            what, algorithm, expected, "more than its %d bytes".formatted(length));
      }
      if (filled == 0) {
        prove();
        return null;
      }
      chunk.fill(filled, 2);
      hashing.add(chunk);
      return chunk;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + what);
    }
  }

  private void prove() throws IOException, InterruptedException {
    if (seen < length) {
      throw new EOFException("%s has only %d of %d bytes".formatted(what, seen, length));
    }
    try {
      String found = hashing.finish().get();
      if (!found.equalsIgnoreCase(expected)) {
        throw new DigestMismatchException(what, algorithm, expected, found);
      }
    } catch (ExecutionException e) {
      throw new IOException("hashing was stopped", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
