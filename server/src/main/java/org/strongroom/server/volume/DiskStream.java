package org.strongroom.server.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.repository.OpenGeneration;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.stream.BlockStream;

/** The bytes of an opened generation from an offset to its end. */
final class DiskStream extends BlockStream {
  private final OpenGeneration generation;
  private final Disk disk;
  private final Consumer<RepositoryException> damage;
  private final Runnable afterClose;
  private long position;
  private boolean closed;

  /**
   * @param generation closed with this
   * @param damage told of a block that has no good copy
   */
  DiskStream(
      OpenGeneration generation,
      long offset,
      Consumer<RepositoryException> damage,
      Runnable afterClose) {
    this.generation = generation;
    this.disk = generation.shared();
    this.position = offset;
    this.damage = damage;
    this.afterClose = afterClose;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      int count = disk.read(position, ByteBuffer.wrap(target, offset, length));
      position += Math.max(0, count);
      return count;
    } catch (RepositoryException e) {
      if (CopyFindings.isDamage(e)) {
        damage.accept(e);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        generation.close();
      } finally {
        afterClose.run();
      }
    }
  }
}
