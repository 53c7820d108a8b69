package org.strongroom.server.image;

import java.util.concurrent.CountDownLatch;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;

/** Holds up the first write after it was shut, with some bytes written. */
final class Gate {
  private volatile boolean shut;
  private volatile CountDownLatch reached = new CountDownLatch(1);
  private volatile CountDownLatch opened = new CountDownLatch(1);

  StorageDriver around(StorageDriver driver) {
    return new ForwardingDriver(driver) {
      @Override
      public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
          throws StorageException {
        return new HeldWrite(super.resume(path, writeId, offset, expectedLength));
      }

      @Override
      public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
          throws StorageException {
        return new HeldWrite(super.create(path, writeId, expectedLength));
      }
    };
  }

  void shut() {
    reached = new CountDownLatch(1);
    opened = new CountDownLatch(1);
    shut = true;
  }

  void awaitWriter() throws InterruptedException {
    reached.await();
  }

  void open() {
    shut = false;
    opened.countDown();
  }

  private final class HeldWrite implements AtomicWrite {
    private final AtomicWrite write;

    HeldWrite(AtomicWrite write) {
      this.write = write;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      write.write(bytes, offset, length);
      if (shut) {
        reached.countDown();
        try {
          opened.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new StorageException(StorageException.Reason.FAILED, "interrupted", e);
        }
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
