package org.strongroom.storage.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;

/** Unpacks compressed units of an image and keeps the last one. */
final class PackedUnits {
  private static final int MARKER_BYTES = 12;

  private final ByteSource file;
  private final ImageFormat format;
  private @Nullable Inflater inflater;
  private byte[] packed = new byte[0];
  private byte[] unpacked = new byte[0];
  private int unpackedBytes;
  private Segment.@Nullable Unit present;

  PackedUnits(ByteSource file, ImageFormat format) {
    this.file = file;
    this.format = format;
  }

  /** Copies {@code length} bytes from {@code start} of the unpacked unit. */
  void read(Segment.Unit unit, int start, ByteBuffer target, int length) throws IOException {
    if (!unit.equals(present)) {
      unpack(unit);
      present = unit;
    }
    if (start + length > unpackedBytes) {
      throw damaged("a compressed unit is too short");
    }
    target.put(unpacked, start, length);
  }

  /** Makes sure that a unit can be unpacked. */
  void unpack(Segment.Unit unit) throws IOException {
    present = null;
    if (unpacked.length < unit.bytes()) {
      unpacked = new byte[unit.bytes()];
    }
    if (packed.length < unit.packedBytes()) {
      packed = new byte[unit.packedBytes()];
    }
    int length = fill(unit.offset(), unit.packedBytes());
    unpackedBytes =
        switch (unit.packing()) {
          case ZSTD -> unzstd(length, unit.bytes());
          case DEFLATE -> inflate(true, 0, length, unit.bytes());
          case ZLIB -> inflate(false, 0, length, unit.bytes());
          case MARKED_ZLIB -> inflate(false, MARKER_BYTES, marked(length), unit.bytes());
        };
    if (unpackedBytes < unit.needed()) {
      throw damaged("a compressed unit is too short");
    }
  }

  /** The last sector need not be whole at the end of the file. */
  private int fill(long offset, int most) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(packed, 0, most);
    while (target.hasRemaining() && file.read(offset + target.position(), target) >= 0) {
      // Short reads are allowed.
    }
    if (target.position() == 0) {
      throw damaged("a compressed unit lies beyond the file");
    }
    return target.position();
  }

  private int marked(int length) throws ImageFormatException {
    if (length <= MARKER_BYTES) {
      throw damaged("a compressed unit lies beyond the file");
    }
    int bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    if (bytes <= 0 || bytes > length - MARKER_BYTES) {
      throw damaged("the marker of a compressed unit tells an absurd length, or the file is cut");
    }
    return bytes;
  }

  private int inflate(boolean bare, int start, int length, int most) throws ImageFormatException {
    Inflater with = inflater;
    if (with == null) {
      with = new Inflater(bare);
      inflater = with;
    }
    with.reset();
    with.setInput(packed, start, length);
    try {
      int done = 0;
      while (done < most) {
        int count = with.inflate(unpacked, done, most - done);
        if (count == 0) {
          if (!with.finished()) {
            throw damaged("a compressed unit is cut off");
          }
          break;
        }
        done += count;
      }
      return done;
    } catch (DataFormatException e) {
      throw cannotUnpack(e);
    }
  }

  /** In one go, so that a frame can not ask for a window larger than the unit. */
  private int unzstd(int length, int most) throws ImageFormatException {
    try {
      long frame = Zstd.findFrameCompressedSize(packed, 0, length);
      if (Zstd.isError(frame) || frame > length) {
        throw damaged("a cluster can not be unpacked");
      }
      long count = Zstd.decompressByteArray(unpacked, 0, most, packed, 0, (int) frame);
      if (Zstd.isError(count)) {
        throw damaged("a cluster can not be unpacked: " + Zstd.getErrorName(count));
      }
      return (int) count;
    } catch (ZstdException e) {
      throw cannotUnpack(e);
    }
  }

  private ImageFormatException cannotUnpack(Exception cause) {
    return new ImageFormatException(
        damaged("a compressed unit can not be unpacked").getMessage() + ": " + cause.getMessage(),
        cause);
  }

  private ImageFormatException damaged(String what) {
    return ImageFormatException.damaged(format, what);
  }

  void close() {
    if (inflater != null) {
      inflater.end();
    }
  }
}
