package org.strongroom.server.image;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;

/**
 * Stops whoever makes the n-th call of a storage right before it, as if its process were paused: no
 * interrupt wakes it.
 */
final class Pause {
  private final AtomicInteger left;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  Pause(int call) {
    left = new AtomicInteger(call);
  }

  boolean isReached() {
    return reached.getCount() == 0;
  }

  /** The paused one goes on. */
  void end() {
    over.countDown();
  }

  private void pass() {
    if (left.decrementAndGet() != 0) {
      return;
    }
    reached.countDown();
    boolean interrupted = false;
    while (over.getCount() > 0) {
      try {
        over.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A storage on which the pause that is meant at the time of a call may happen. */
  static StorageDriver around(StorageDriver driver, java.util.function.Supplier<Pause> pause) {
    return new ForwardingDriver(driver) {
      @Override
      protected <T> T forward(StorageOperation operation, Call<T> call) throws StorageException {
        pause.get().pass();
        return call.run();
      }

      @Override
      public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
          throws StorageException {
        return new PausedWrite(super.resume(path, writeId, offset, expectedLength), pause);
      }

      @Override
      public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
          throws StorageException {
        return new PausedWrite(super.create(path, writeId, expectedLength), pause);
      }
    };
  }

  private record PausedWrite(AtomicWrite write, java.util.function.Supplier<Pause> pause)
      implements AtomicWrite {
    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      pause.get().pass();
      write.write(bytes, offset, length);
    }

    @Override
    public void checkpoint() throws StorageException {
      pause.get().pass();
      write.checkpoint();
    }

    @Override
    public void commit(Fence fence) throws StorageException {
      pause.get().pass();
      write.commit(() -> {
        fence.confirm();
        pause.get().pass(); // the worst moment: it was allowed, and is not done yet
      });
    }

    @Override
    public void close() {
      write.close();
    }
  }
}
