package org.strongroom.api.coding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes as a frame of zstd (RFC 8878) in which runs of zeros take four bytes for each 32 KiB and
 * all else is as it was: it costs no more than looking, and whoever reads zstd reads it. Not
 * thread-safe.
 */
public final class ZerosPacked extends BlockStream {
  /** As Content-Encoding names it. */
  public static final String NAME = "zstd";

  /** Most that a block of zstd may stand for. */
  static final int BLOCK = 128 << 10;

  /** Shorter, so that zeros which take their time do not look like a sender who has stopped. */
  private static final int LONGEST_RUN = 32 << 10;

  /** So many blocks are made for one read at most: what is there is not held back for long. */
  private static final int AT_ONCE = 64;

  static final int MAGIC = 0xfd2fb528;
  static final int RAW = 0;
  static final int RUN = 1;
  static final int BLOCK_HEADER = 3;

  /** No checksum, a window of one block, the length in eight bytes. */
  static final byte DESCRIPTOR = (byte) 0xc0;

  private static final byte WINDOW = 7 << 3;
  private static final int PAGE = 4 << 10;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final InputStream bytes;
  private final long length;
  private final byte[] block = new byte[BLOCK];
  private final ByteBuffer out =
      ByteBuffer.allocate(BLOCK + 32).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private int held;
  private int used;
  private long taken;
  private boolean ended;

  /**
   * @param length of what {@code bytes} has, all of which is packed; it is closed with this
   */
  public ZerosPacked(InputStream bytes, long length) {
    this.bytes = bytes;
    this.length = length;
    out.clear();
    out.putInt(MAGIC).put(DESCRIPTOR).put(WINDOW).putLong(length).flip();
  }

  /** Bytes that were taken from the other stream so far. */
  public long taken() {
    return taken;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    int got = 0;
    for (int blocks = 0; got < count && blocks < AT_ONCE; blocks++) {
      if (!out.hasRemaining() && !packNext()) {
        return got == 0 ? -1 : got;
      }
      int some = Math.min(count - got, out.remaining());
      out.get(target, offset + got, some);
      got += some;
    }
    return got;
  }

  /** Makes the next block; false if the frame has ended. */
  private boolean packNext() throws IOException {
    if (ended) {
      return false;
    }
    if (used == held) {
      held = bytes.readNBytes(block, 0, (int) Math.min(BLOCK, length - taken));
      used = 0;
      taken += held;
      if (held == 0 && taken < length) {
        throw new EOFException("%d of %d bytes came".formatted(taken, length));
      }
    }
    int end = used;
    boolean zero = isZero(end);
    int most = zero ? Math.min(held, used + LONGEST_RUN) : held;
    while (end < most && isZero(end) == zero) {
      end = pageEnd(end);
    }
    ended = taken == length && end == held;
    int size = end - used;
    out.clear();
    int header = (ended ? 1 : 0) | (zero && size > 0 ? RUN : RAW) << 1 | size << 3;
    out.put((byte) header).putShort((short) (header >> 8));
    if (zero && size > 0) {
      out.put((byte) 0);
    } else {
      out.put(block, used, size);
    }
    out.flip();
    used = end;
    return true;
  }

  private int pageEnd(int at) {
    return Math.min(held, at + PAGE);
  }

  private boolean isZero(int at) {
    int end = pageEnd(at);
    return at == end || (block[at] == 0 && Arrays.equals(block, at, end, ZEROS, 0, end - at));
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
