package org.strongroom.storage.driver.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/**
 * Holds the bytes that are read and written to a bandwidth. Lists, digests and such pass freely.
 */
public final class SlowedDriver extends ForwardingDriver {
  private final Bandwidth bandwidth;

  public SlowedDriver(StorageDriver driver, Bandwidth bandwidth) {
    super(driver);
    this.bandwidth = bandwidth;
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return new SlowedWrite(super.create(path, writeId, expectedLength));
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return new SlowedWrite(super.resume(path, writeId, offset, expectedLength));
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    return new SlowedStream(super.read(path, offset));
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    return new SlowedSource(super.open(path));
  }

  private final class SlowedWrite extends ForwardingWrite {
    SlowedWrite(AtomicWrite write) {
      super(write);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      if (!bandwidth.isLimited()) {
        super.write(bytes, offset, length);
        return;
      }
      for (int done = 0; done < length; ) {
        int some = Math.min(Bandwidth.PIECE, length - done);
        bandwidth.take(some);
        super.write(bytes, offset + done, some);
        done += some;
      }
    }
  }

  private final class SlowedStream extends FilterInputStream {
    SlowedStream(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      bandwidth.take(1);
      return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (!bandwidth.isLimited()) {
        return super.read(target, offset, length);
      }
      int count = super.read(target, offset, Math.min(length, Bandwidth.PIECE));
      bandwidth.take(Math.max(0, count));
      return count;
    }
  }

  private final class SlowedSource implements ByteSource {
    private final ByteSource source;

    SlowedSource(ByteSource source) {
      this.source = source;
    }

    @Override
    public long size() throws IOException {
      return source.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      if (!bandwidth.isLimited() || target.remaining() <= Bandwidth.PIECE) {
        int count = source.read(position, target);
        bandwidth.take(Math.max(0, count));
        return count;
      }
      int limit = target.limit();
      target.limit(target.position() + Bandwidth.PIECE);
      try {
        int count = source.read(position, target);
        bandwidth.take(Math.max(0, count));
        return count;
      } finally {
        target.limit(limit);
      }
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
