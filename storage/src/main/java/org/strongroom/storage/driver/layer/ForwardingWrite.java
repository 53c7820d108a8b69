package org.strongroom.storage.driver.layer;

import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;

/** A write that does what another does, for those that change some of it. */
public abstract class ForwardingWrite implements AtomicWrite {
  private final AtomicWrite write;

  protected ForwardingWrite(AtomicWrite write) {
    this.write = write;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    write.write(bytes, offset, length);
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
  public boolean isProved() {
    return write.isProved();
  }

  @Override
  public void close() {
    write.close();
  }
}
