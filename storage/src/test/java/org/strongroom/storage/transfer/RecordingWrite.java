package org.strongroom.storage.transfer;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;

/** A storage's end of a transfer, in memory, that can fail or hang as told. */
class RecordingWrite implements AtomicWrite {
  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  volatile boolean closed;
  volatile boolean committed;

  @Override
  public void write(byte[] source, int offset, int length) throws StorageException {
    bytes.write(source, offset, length);
  }

  @Override
  public void checkpoint() throws StorageException {}

  @Override
  public void commit(Fence fence) throws StorageException {
    committed = true;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Takes bytes and forgets them. */
  static RecordingWrite forgetting() {
    return new RecordingWrite() {
      @Override
      public void write(byte[] source, int offset, int length) {}
    };
  }

  /** Fails once more than this many bytes have come. */
  static RecordingWrite full(int room) {
    return new RecordingWrite() {
      @Override
      public void write(byte[] source, int offset, int length) throws StorageException {
        if (bytes.size() + length > room) {
          throw new StorageException(StorageException.Reason.NO_SPACE, "the disk is full");
        }
        super.write(source, offset, length);
      }
    };
  }

  /** Takes nothing until it is closed, deaf to interrupts. */
  static RecordingWrite hanging() {
    var latch = new CountDownLatch(1);
    return new RecordingWrite() {
      @Override
      public void write(byte[] source, int offset, int length) throws StorageException {
        while (latch.getCount() > 0) {
          try {
            latch.await();
          } catch (InterruptedException e) {
            // As a driver that waits in native code.
          }
        }
        throw new StorageException(StorageException.Reason.FAILED, "cut");
      }

      @Override
      public void close() {
        super.close();
        latch.countDown();
      }
    };
  }
}
