package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.SparseSource;

/**
 * The disk of an image without tables: the bytes of the file, or the first of them. Its holes are
 * zeros, where the file tells of them.
 *
 * @param file owned by the disk
 * @param size bytes of the disk, at most those of the file
 */
public record RawDisk(ByteSource file, long size) implements Disk {
  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size) {
      return -1;
    }
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), size - position));
    try {
      int count = file.read(position, target);
      if (count < 0) {
        throw new ImageFormatException("the image became shorter while it was read");
      }
      return count;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public Run run(long position, long most) throws IOException {
    if (position < 0 || position >= size || most < 1) {
      throw new IllegalArgumentException("position %d, most %d".formatted(position, most));
    }
    long length = Math.min(most, size - position);
    if (file instanceof SparseSource sparse) {
      SparseSource.Stretch stretch = sparse.stretch(position, length);
      return new Run(stretch.hole(), Math.min(length, stretch.length()));
    }
    return new Run(false, length);
  }

  @Override
  public void check() throws IOException {
    if (file.size() < size) {
      throw new ImageFormatException("the image is cut off; copy it again");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
