package org.strongroom.storage.driver.s3.bucket;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.s3.call.SourceFailedException;
import org.strongroom.storage.driver.s3.call.StoppedException;
import org.strongroom.storage.stream.BlockStream;
import org.strongroom.storage.transfer.TransferListener;

/**
 * One part on its way out, hashed on the pool while it is sent: its own MD5, and the SHA-256 of the
 * whole so far. Made anew when the part is sent again.
 */
final class PartStream extends BlockStream {
  private static final int BLOCK = 512 * 1024;

  private final SourceCursor source;
  private final long offset;
  private final long length;
  private final TransferListener listener;
  private final Executor pool;
  private final Digest md5 = Digest.of(DigestAlgorithm.MD5);
  private final Digest whole;
  private final Block[] blocks = {new Block(), new Block()};
  private CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);
  private long fetched;
  private int turn;
  private Block current = blocks[1];

  /**
   * @param whole digest of all that comes before this part; stays as it is
   */
  PartStream(
      SourceCursor source,
      long offset,
      long length,
      Digest whole,
      TransferListener listener,
      Executor pool) {
    this.source = source;
    this.offset = offset;
    this.length = length;
    this.whole = whole.copy();
    this.listener = listener;
    this.pool = pool;
  }

  @Override
  public int read(byte[] target, int at, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (current.taken == current.filled && !fill()) {
      return -1;
    }
    int copied = Math.min(count, current.filled - current.taken);
    System.arraycopy(current.bytes, current.taken, target, at, copied);
    current.taken += copied;
    return copied;
  }

  /** Reads on to the end for the digests alone. */
  void skipAll() throws IOException {
    while (fill()) {
      current.taken = current.filled;
    }
  }

  private boolean fill() throws IOException {
    if (fetched == length) {
      return false;
    }
    Block next = blocks[turn];
    turn = 1 - turn;
    next.hashed.join(); // it is being filled again
    int wanted = (int) Math.min(BLOCK, length - fetched);
    int got = source.read(offset + fetched, next.bytes, wanted);
    if (got < wanted) {
      throw new SourceFailedException(
          new EOFException(
              "the source ended after %d bytes, too early".formatted(offset + fetched + got)));
    }
    fetched += got;
    tell();
    hashed =
        hashed.thenRunAsync(
            () -> {
              md5.update(next.bytes, got);
              whole.update(next.bytes, got);
            },
            pool);
    next.hashed = hashed;
    next.filled = got;
    next.taken = 0;
    current = next;
    return true;
  }

  private void tell() throws StoppedException {
    try {
      listener.progress(offset + fetched);
    } catch (IOException | RuntimeException e) {
      throw new StoppedException(e);
    }
  }

  /** The MD5 of this part, and the digest of the whole up to its end, when all was read. */
  Digests digests() {
    if (fetched != length) {
      throw new IllegalStateException("a part was taken before all of it was read");
    }
    hashed.join();
    return new Digests(md5.copy().hex(), whole);
  }

  record Digests(String md5, Digest whole) {}

  private static final class Block {
    private final byte[] bytes = new byte[BLOCK];
    private CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);
    private int filled;
    private int taken;
  }
}
