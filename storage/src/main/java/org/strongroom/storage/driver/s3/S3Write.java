package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.Uninterrupted;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.PartSum;

/**
 * An object that is being written: an upload in parts, which becomes the object when it is
 * completed. An earlier run of a work whose upload was given up can complete it no more.
 */
final class S3Write implements AtomicWrite {
  private static final int FIRST_BUFFER = 64 << 10;

  /** Parts after which an upload that others may go on with asks whether none does. */
  private static final int ASKED = 8;

  private final Bucket bucket;
  private volatile S3Parts parts;
  private final String marker;
  private final long expectedLength;
  private final PartSizes sizes;
  private PendingWrite pending;
  private byte[] buffer = new byte[0];
  private int filled;

  /** Bytes before the buffer: all of them in parts. */
  private long sent;

  private boolean kept;
  private boolean proved;
  private boolean committed;
  private final AtomicBoolean closed = new AtomicBoolean();

  private S3Write(
      Bucket bucket,
      S3Parts parts,
      PendingWrite pending,
      String marker,
      long expectedLength,
      boolean kept) {
    this.bucket = bucket;
    this.parts = parts;
    this.pending = pending;
    this.marker = marker;
    this.expectedLength = expectedLength;
    this.sizes = new PartSizes(expectedLength);
    this.sent = pending.offset();
    this.kept = kept;
  }

  /**
   * Begins an upload.
   *
   * @param marker key of the object of the temporary name
   * @throws StorageException EXISTS if there is one of this name
   */
  static S3Write begin(
      Bucket bucket, String key, String marker, String writeId, long expectedLength)
      throws IOException {
    if (bucket.head(marker).isPresent()) {
      throw new StorageException(Reason.EXISTS, marker + " is being written already");
    }
    PendingWrite pending = PendingWrite.to(key);
    bucket.put(marker, pending.bytes());
    try {
      S3Parts parts = S3Parts.begin(bucket, key, writeId, marker, expectedLength);
      pending = pending.with(parts.uploadId(), parts.sums());
      bucket.put(marker, pending.bytes());
      return new S3Write(bucket, parts, pending, marker, expectedLength, false);
    } catch (IOException | RuntimeException e) {
      remove(bucket, marker);
      throw e;
    }
  }

  /**
   * Goes on with an upload behind the bytes that were kept: its own, or that of an earlier run of
   * the work, which commits nothing any more then.
   *
   * @param takenOver whether it is that of an earlier run
   * @throws StorageException FAILED if there are not that many
   */
  static S3Write goOn(
      Bucket bucket,
      PendingWrite pending,
      boolean takenOver,
      String marker,
      String writeId,
      long offset,
      long expectedLength)
      throws IOException {
    PendingWrite cut =
        pending
            .cutAt(offset)
            .filter(found -> found.uploadId().isPresent())
            .orElseThrow(() ->
                new StorageException(
                    Reason.FAILED,
                    "%s: %d bytes lie there instead of %d"
                        .formatted(marker, pending.length(), offset)));
    if (takenOver) {
      takeOver(bucket, cut, marker);
    }
    S3Parts parts = S3Parts.goOn(bucket, cut, takenOver, writeId, marker);
    if (takenOver) {
      cut = cut.from(parts.next());
      bucket.put(marker, cut.bytes());
    }
    var write = new S3Write(bucket, parts, cut, marker, expectedLength, true);
    write.append(cut.tail(), 0, cut.tail().length);
    return write;
  }

  /** First another object tells of the upload; without its own the earlier run sends no more. */
  private static void takeOver(Bucket bucket, PendingWrite pending, String marker)
      throws IOException {
    var leftovers = new S3Leftovers(bucket);
    bucket.put(marker, pending.bytes());
    for (String earlier : leftovers.earlier(marker)) {
      leftovers.clear(earlier);
      bucket.delete(earlier);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    S3Reasons.run(() -> append(bytes, offset, length));
  }

  private void append(byte[] bytes, int offset, int length) throws IOException {
    requireOpen();
    for (int done = 0; done < length; ) {
      int size = sizes.size(parts.next());
      int some = Math.min(length - done, size - filled);
      makeRoom(some, size);
      System.arraycopy(bytes, offset + done, buffer, filled, some);
      filled += some;
      done += some;
      if (filled == size) {
        send();
      }
    }
  }

  private void makeRoom(int more, int size) {
    if (filled + more > buffer.length) {
      // where a whole part has come another one may: it is not copied as it grows
      long wanted =
          sent > 0
              ? size
              : Math.max((long) buffer.length * 2, Math.max(FIRST_BUFFER, filled + more));
      buffer = Arrays.copyOf(buffer, (int) Math.min(size, wanted));
    }
  }

  private void send() throws IOException {
    if (kept && parts.next() % ASKED == 0) {
      requireOwn();
    }
    parts.send(buffer, filled);
    sent += filled;
    buffer = parts.spare();
    filled = 0;
  }

  /** A later run that has taken the upload over, or given it up, has removed what told of it. */
  private void requireOwn() throws IOException {
    if (bucket.head(marker).isEmpty()) {
      throw parts.givenUp();
    }
  }

  private void requireOpen() throws StorageException {
    if (closed.get()) {
      throw new StorageException(Reason.FAILED, "the write of %s was closed".formatted(marker));
    }
  }

  @Override
  public void checkpoint() throws StorageException {
    S3Reasons.run(() -> {
      requireOpen();
      if (parts.sums() != PartSum.Kind.MD5 && parts.next() == 1) {
        parts = parts.withMd5(marker);
        pending = pending.with(parts.uploadId(), parts.sums());
      }
      parts.await();
      if (kept) {
        requireOwn();
      }
      pending = pending.at(parts.kept(), Arrays.copyOf(buffer, filled));
      bucket.put(marker, pending.bytes());
      kept = true;
    });
  }

  @Override
  public void commit(Fence fence) throws StorageException {
    S3Reasons.run(() -> {
      requireOpen();
      long length = sent + filled;
      if (expectedLength >= 0 && length != expectedLength) {
        throw new StorageException(
            Reason.FAILED,
            "%s: %d bytes came instead of %d".formatted(pending.key(), length, expectedLength));
      }
      if (filled > 0) {
        send();
      }
      parts.await();
      if (kept) {
        requireOwn();
      }
      if (length == 0) {
        putEmpty(fence);
      } else {
        proved = parts.complete(length, fence);
      }
    });
    committed = true;
    try {
      bucket.delete(marker);
    } catch (IOException | RuntimeException e) {
      S3Parts.log.info("{} is left for later: {}", marker, e.getMessage());
    }
    close();
  }

  @Override
  public boolean isProved() {
    return proved;
  }

  /** Stores take no upload without parts. */
  private void putEmpty(Fence fence) throws IOException {
    requireOwn();
    fence.confirm();
    bucket.put(pending.key(), new byte[0]);
    parts.abort();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    parts.stop();
    if (!committed && !kept) {
      Uninterrupted.run(this::takeBack);
    }
  }

  private void takeBack() {
    try {
      parts.abort();
      bucket.delete(marker);
    } catch (IOException | RuntimeException e) {
      // It is found by its temporary name, and abandoned later.
      S3Parts.log.info("an unfinished upload is left for later: {}", e.getMessage());
    }
  }

  /** Takes back a beginning; what is left of it is found by its name. */
  private static void remove(Bucket bucket, String marker) {
    try {
      new S3Leftovers(bucket).clear(marker);
      bucket.delete(marker);
    } catch (IOException | RuntimeException e) {
      S3Parts.log.info("{} is left for later: {}", marker, e.getMessage());
    }
  }

  @Override
  public String toString() {
    return pending.toString();
  }
}
