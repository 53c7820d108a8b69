package org.strongroom.storage.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Disks one behind the other, as one. Of thousands only the one that is read from is held open, so
 * that their tables take no memory.
 */
public final class JoinedDisk implements Disk {
  private final Parts parts;
  private final long[] ends;
  private final Closeable owner;
  private int current = -1;
  private @Nullable Disk opened;

  /** Opens them. */
  @FunctionalInterface
  public interface Parts {
    /** The one of a number, from 0; it need not be closed. */
    Disk open(int number) throws IOException;
  }

  /**
   * Joins them.
   *
   * @param sizes of all parts, at least one, none of them 0
   * @param owner of all their files, closed with the whole
   */
  public JoinedDisk(List<Long> sizes, Parts parts, Closeable owner) {
    this.parts = parts;
    this.owner = owner;
    this.ends = new long[sizes.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end = Math.addExact(end, sizes.get(i));
      ends[i] = end;
    }
  }

  private Disk opened(int part) throws IOException {
    Disk known = opened;
    if (known == null || part != current) {
      known = parts.open(part);
      opened = known;
      current = part;
    }
    return known;
  }

  @Override
  public long size() {
    return ends[ends.length - 1];
  }

  private int part(long position) {
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (position < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long start(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size()) {
      return -1;
    }
    int part = part(position);
    return opened(part).read(position - start(part), target);
  }

  @Override
  public Run run(long position, long most) throws IOException {
    int part = part(position);
    return opened(part).run(position - start(part), Math.min(most, ends[part] - position));
  }

  @Override
  public void check() throws IOException {
    for (int part = 0; part < ends.length; part++) {
      opened(part).check();
    }
  }

  @Override
  public void close() throws IOException {
    owner.close();
  }
}
