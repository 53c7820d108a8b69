package org.strongroom.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;

/** A storage one of whose calls is an {@link NthCall}: which one is meant is asked each time. */
final class StruckDriver extends ForwardingDriver {
  private final Supplier<NthCall> nth;

  StruckDriver(StorageDriver driver, Supplier<NthCall> nth) {
    super(driver);
    this.nth = nth;
  }

  @Override
  protected <T> T forward(StorageOperation operation, Call<T> call) throws StorageException {
    nth.get().pass();
    return call.run();
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    return new StruckStream(super.read(path, offset));
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return new StruckWrite(super.resume(path, writeId, offset, expectedLength));
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return new StruckWrite(super.create(path, writeId, expectedLength));
  }

  /** Only the first read of a stream counts: the others are like it. */
  private final class StruckStream extends FilterInputStream {
    private boolean begun;

    StruckStream(InputStream stream) {
      super(stream);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (!begun) {
        begun = true;
        nth.get().pass();
      }
      return super.read(target, offset, length);
    }
  }

  private final class StruckWrite implements AtomicWrite {
    private final AtomicWrite write;
    private boolean begun;

    StruckWrite(AtomicWrite write) {
      this.write = write;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      if (!begun) {
        begun = true;
        nth.get().pass();
      }
      write.write(bytes, offset, length);
    }

    @Override
    public void checkpoint() throws StorageException {
      nth.get().pass();
      write.checkpoint();
    }

    @Override
    public void commit(Fence fence) throws StorageException {
      nth.get().pass();
      write.commit(() -> {
        fence.confirm();
        nth.get().passUnfailing(); // the worst moment: it was allowed, and is not done yet
      });
    }

    @Override
    public void close() {
      write.close();
    }
  }
}
