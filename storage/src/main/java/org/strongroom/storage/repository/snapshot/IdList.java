package org.strongroom.storage.repository.snapshot;

import java.util.Arrays;
import org.strongroom.storage.repository.file.ContentId;

/** The blobs of a file in their order, in 32 bytes each. Grows at its end. */
public final class IdList {
  private static final int LONGS = 4;

  private long[] words = new long[64 * LONGS];
  private int size;

  public int size() {
    return size;
  }

  public void add(ContentId id) {
    if (words.length == size * LONGS) {
      words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
    }
    int at = size++ * LONGS;
    words[at] = id.a();
    words[at + 1] = id.b();
    words[at + 2] = id.c();
    words[at + 3] = id.d();
  }

  public ContentId get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    int at = index * LONGS;
    return new ContentId(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** Whether a blob, not the first, is the same as the one before it. */
  public boolean isAsBefore(int index) {
    int at = index * LONGS;
    return Arrays.equals(words, at, at + LONGS, words, at - LONGS, at);
  }

  /** Whether another list has the same blobs. */
  public boolean sameAs(IdList other) {
    return size == other.size
        && Arrays.equals(words, 0, size * LONGS, other.words, 0, size * LONGS);
  }
}
