package org.strongroom.storage.format;

import java.nio.ByteBuffer;

/** A disk of zeros. */
public record ZeroDisk(long size) implements Disk {
  @Override
  public int read(long position, ByteBuffer target) {
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), size - position);
    for (int i = 0; i < count; i++) {
      target.put((byte) 0);
    }
    return count;
  }

  @Override
  public Run run(long position, long most) {
    return new Run(true, Math.min(most, size - position));
  }

  @Override
  public void check() {}

  @Override
  public void close() {}
}
