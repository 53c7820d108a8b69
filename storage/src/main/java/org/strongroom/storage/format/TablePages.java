package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;

/**
 * Numbers in the tables of an image, read by pages of 64 KiB, of which the last few are kept: 2 MiB
 * at most, however large the tables are. Numbers lie at multiples of their size.
 */
public final class TablePages {
  private static final int PAGE = 64 * 1024;
  private static final int KEPT = 32;

  private final ByteSource file;
  private final ImageFormat format;
  private final Map<Long, ByteBuffer> pages =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ByteBuffer> eldest) {
          return size() > KEPT;
        }
      };
  private long current = -1;
  private @Nullable ByteBuffer page;

  public TablePages(ByteSource file, ImageFormat format) {
    this.file = file;
    this.format = format;
  }

  /** A big-endian number of 8 bytes. */
  public long bigLong(long offset) throws IOException {
    return page(offset, 8).getLong((int) (offset % PAGE));
  }

  /** A little-endian number of 8 bytes. */
  public long littleLong(long offset) throws IOException {
    return Long.reverseBytes(bigLong(offset));
  }

  /** An unsigned big-endian number of 4 bytes. */
  public long bigInt(long offset) throws IOException {
    return page(offset, 4).getInt((int) (offset % PAGE)) & 0xffff_ffffL;
  }

  /** An unsigned little-endian number of 4 bytes. */
  public long littleInt(long offset) throws IOException {
    return Integer.reverseBytes(page(offset, 4).getInt((int) (offset % PAGE))) & 0xffff_ffffL;
  }

  private ByteBuffer page(long offset, int bytes) throws IOException {
    if (offset < 0 || offset % bytes != 0) {
      throw ImageFormatException.damaged(
          format, "a table lies at %s".formatted(Long.toUnsignedString(offset)));
    }
    long number = offset / PAGE;
    ByteBuffer found = page;
    if (found == null || number != current) {
      found = pages.get(number);
      if (found == null) {
        found = load(number * PAGE);
        pages.put(number, found);
      }
      page = found;
      current = number;
    }
    if (offset % PAGE + bytes > found.limit()) {
      throw ImageFormatException.damaged(format, "a table reaches beyond the file");
    }
    return found;
  }

  private ByteBuffer load(long offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PAGE).order(ByteOrder.BIG_ENDIAN);
    while (bytes.hasRemaining() && file.read(offset + bytes.position(), bytes) >= 0) {
      // Short reads are allowed.
    }
    return bytes.flip();
  }
}
