package org.strongroom.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.coding.BlockStream;

/**
 * A file on its way, from one offset or another. Each of its bytes is hashed once, in order. One
 * thread reads it at a time.
 */
final class SentFile {
  private static final int BLOCK = 1 << 18;

  private final Path file;
  private final MessageDigest digest;
  private final long size;
  private final FileTime modified;
  private long hashed;

  /**
   * @param digest of the whole file in the end
   */
  SentFile(Path file, MessageDigest digest) throws IOException {
    this.file = file;
    this.digest = digest;
    this.size = Files.size(file);
    this.modified = Files.getLastModifiedTime(file);
  }

  long size() {
    return size;
  }

  /** Whether it is another file by now than the one whose beginning was sent. */
  boolean hasChanged() throws IOException {
    return Files.size(file) != size || !Files.getLastModifiedTime(file).equals(modified);
  }

  /** Hashes what was not hashed yet before the offset: an earlier process may have sent it. */
  void hashUpTo(long offset) throws IOException {
    if (hashed < offset) {
      try (InputStream bytes = at(hashed)) {
        byte[] block = new byte[BLOCK];
        while (hashed < offset) {
          int read = bytes.read(block, 0, (int) Math.min(BLOCK, offset - hashed));
          if (read < 0) {
            throw new IOException(file + " has become shorter");
          }
          hash(block, 0, read);
        }
      }
    }
  }

  private InputStream at(long offset) throws IOException {
    return Channels.newInputStream(FileChannel.open(file).position(offset));
  }

  private void hash(byte[] bytes, int from, int count) {
    digest.update(bytes, from, count);
    hashed += count;
  }

  /** What is to be sent from an offset on. */
  Rest from(long offset, LongConsumer progress) throws IOException {
    hashUpTo(offset);
    return new Rest(at(offset), offset, progress);
  }

  /** The bytes behind an offset, counted as they pass. */
  final class Rest extends BlockStream {
    private final InputStream in;
    private final LongConsumer progress;
    private volatile long position;
    private volatile @Nullable IOException failure;

    private Rest(InputStream in, long offset, LongConsumer progress) {
      this.in = in;
      this.position = offset;
      this.progress = progress;
    }

    /** Why the file could not be read; null if it could. */
    @Nullable IOException failure() {
      return failure;
    }

    /** Offset of the next byte. */
    long position() {
      return position;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads; others only look
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int some;
      try {
        some = in.read(bytes, offset, (int) Math.min(length, size - position));
      } catch (IOException e) {
        failure = e;
        throw e;
      }
      if (some > 0) {
        int known = Math.clamp(hashed - position, 0, some);
        hash(bytes, offset + known, some - known);
        progress.accept(some);
        position += some;
      }
      return some == 0 && length > 0 ? -1 : some;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
