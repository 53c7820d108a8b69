package org.strongroom.storage.driver.fault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;

/** A storage whose calls go wrong as its {@link Faults} say. */
public final class FaultInjectingDriver extends ForwardingDriver {
  private final Faults faults;

  public FaultInjectingDriver(StorageDriver driver, Faults faults) {
    super(driver);
    this.faults = faults;
  }

  @Override
  protected <T> T forward(StorageOperation operation, Call<T> call) throws StorageException {
    faults.enter(operation);
    return call.run();
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    return new FaultyStream(super.read(path, offset), faults);
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return new FaultyWrite(super.create(path, writeId, expectedLength), faults);
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return new FaultyWrite(super.resume(path, writeId, offset, expectedLength), faults);
  }

  private static final class FaultyStream extends FilterInputStream {
    private final Faults faults;

    FaultyStream(InputStream stream, Faults faults) {
      super(stream);
      this.faults = faults;
    }

    @Override
    public int read() throws IOException {
      faults.reading(1);
      return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int came = super.read(target, offset, length);
      faults.reading(Math.max(0, came));
      return came;
    }
  }

  private record FaultyWrite(AtomicWrite write, Faults faults) implements AtomicWrite {
    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      faults.enter(StorageOperation.WRITE);
      faults.writing(length);
      write.write(bytes, offset, length);
    }

    @Override
    public void checkpoint() throws StorageException {
      faults.enter(StorageOperation.CHECKPOINT);
      write.checkpoint();
    }

    @Override
    public void commit(Fence fence) throws StorageException {
      faults.enter(StorageOperation.COMMIT);
      write.commit(fence);
    }

    @Override
    public boolean isProved() {
      return write.isProved();
    }

    @Override
    public void close() {
      write.close();
    }
  }
}
