package org.strongroom.server.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;

/** A storage that remembers how it is read, and that can go away in the middle of a transfer. */
final class Faulty {
  /** The offsets of all reads. */
  final List<Long> reads = new CopyOnWriteArrayList<>();

  /** Bytes after which each read breaks off. */
  volatile long readable = Long.MAX_VALUE;

  /** Bytes after which each write breaks off. */
  volatile long writable = Long.MAX_VALUE;

  /** Called before a read breaks off. */
  volatile Runnable atBreak = () -> {};

  StorageDriver around(StorageDriver driver) {
    return new ForwardingDriver(driver) {
      @Override
      public InputStream read(StoragePath path, long offset) throws StorageException {
        reads.add(offset);
        return new Breaking(super.read(path, offset));
      }

      @Override
      public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
          throws StorageException {
        return new BreakingWrite(super.create(path, writeId, expectedLength));
      }
    };
  }

  private final class Breaking extends FilterInputStream {
    private long done;

    Breaking(InputStream file) {
      super(file);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (done >= readable) {
        atBreak.run();
        throw new StorageException(Reason.UNREACHABLE, "the line broke");
      }
      int came = super.read(target, offset, (int) Math.min(length, readable - done));
      done += Math.max(0, came);
      return came;
    }
  }

  private final class BreakingWrite implements AtomicWrite {
    private final AtomicWrite write;
    private long done;

    BreakingWrite(AtomicWrite write) {
      this.write = write;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      write.write(bytes, offset, length);
      done += length;
      if (done > writable) {
        throw new StorageException(Reason.TIMED_OUT, "it hangs");
      }
    }

    @Override
    public void checkpoint() throws StorageException {
      write.checkpoint();
    }

    @Override
    public void commit(Fence fence) throws StorageException {
      write.commit(fence);
    }

    @Override
    public void close() {
      write.close();
    }
  }
}
