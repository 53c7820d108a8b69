package org.strongroom.storage.driver.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.driver.HostFiles;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/** Counts the bytes of files that are read from a storage and written to it. */
public final class MeteredDriver extends ForwardingDriver {
  private final MovedBytes moved;

  /**
   * @param moved counts what goes over this driver, and maybe over others of the same storage
   */
  public MeteredDriver(StorageDriver driver, MovedBytes moved) {
    super(driver);
    this.moved = moved;
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    return new MeteredStream(super.read(path, offset), moved);
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    return new MeteredSource(super.open(path), moved);
  }

  @Override
  public Optional<HostFiles> hostFiles() {
    return super.hostFiles()
        .map(files ->
            (path, allowed) -> {
              HostFile file = files.open(path, allowed);
              return new HostFile(
                  file.resolvedPath(), file.size(), new MeteredStream(file.stream(), moved));
            });
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return new MeteredWrite(super.create(path, writeId, expectedLength), moved);
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return new MeteredWrite(super.resume(path, writeId, offset, expectedLength), moved);
  }

  private static final class MeteredStream extends FilterInputStream {
    private final MovedBytes moved;

    MeteredStream(InputStream stream, MovedBytes moved) {
      super(stream);
      this.moved = moved;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      moved.addRead(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      moved.addRead(Math.max(0, read));
      return read;
    }
  }

  private record MeteredSource(ByteSource source, MovedBytes moved) implements ByteSource {
    @Override
    public long size() throws IOException {
      return source.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      int read = source.read(position, target);
      moved.addRead(Math.max(0, read));
      return read;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }

  private static final class MeteredWrite extends ForwardingWrite {
    private final MovedBytes moved;

    MeteredWrite(AtomicWrite write, MovedBytes moved) {
      super(write);
      this.moved = moved;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      super.write(bytes, offset, length);
      moved.addWritten(length);
    }
  }
}
