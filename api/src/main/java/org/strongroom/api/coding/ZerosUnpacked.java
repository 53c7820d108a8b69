package org.strongroom.api.coding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** The bytes that {@link ZerosPacked} has packed. Other frames of zstd are not read. */
public final class ZerosUnpacked extends BlockStream {
  private static final int HEAD = 14;

  private final InputStream packed;
  private final long length;
  private long come;
  private int left;
  private boolean run;
  private byte value;
  private boolean last;

  private ZerosUnpacked(InputStream packed, long length) {
    this.packed = packed;
    this.length = length;
  }

  /**
   * Begins to unpack.
   *
   * @return empty if something else has packed it
   */
  public static Optional<ZerosUnpacked> of(InputStream packed) throws IOException {
    byte[] head = packed.readNBytes(HEAD);
    if (head.length < HEAD) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    boolean ours = fields.getInt() == ZerosPacked.MAGIC && fields.get() == ZerosPacked.DESCRIPTOR;
    long length = fields.getLong(HEAD - Long.BYTES);
    return ours && length >= 0 ? Optional.of(new ZerosUnpacked(packed, length)) : Optional.empty();
  }

  /** Of what comes out. */
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    while (left == 0) {
      if (last) {
        return atEnd();
      }
      nextBlock();
    }
    int some = Math.min(count, left);
    if (run) {
      Arrays.fill(target, offset, offset + some, value);
    } else if (packed.readNBytes(target, offset, some) < some) {
      throw new EOFException("the packed bytes end too early");
    }
    left -= some;
    come += some;
    return some;
  }

  private void nextBlock() throws IOException {
    byte[] bytes = packed.readNBytes(ZerosPacked.BLOCK_HEADER);
    if (bytes.length < ZerosPacked.BLOCK_HEADER) {
      throw new EOFException("the packed bytes end too early");
    }
    int header = (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16;
    last = (header & 1) != 0;
    int type = header >> 1 & 3;
    left = header >> 3;
    if (type > ZerosPacked.RUN || left > ZerosPacked.BLOCK || left > length - come) {
      throw new IOException("the bytes are packed in an unknown way");
    }
    run = type == ZerosPacked.RUN;
    if (run) {
      int byteOfRun = packed.read();
      if (byteOfRun < 0) {
        throw new EOFException("the packed bytes end too early");
      }
      value = (byte) byteOfRun;
    }
  }

  private int atEnd() throws IOException {
    if (come < length) {
      throw new EOFException("%d of %d bytes came".formatted(come, length));
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }
}
