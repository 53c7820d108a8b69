package org.strongroom.storage.driver.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.strongroom.storage.stream.BlockStream;

/**
 * Reads a file from an offset to its end, in large pieces so that handing over to the lane costs
 * little; a file that shrinks meanwhile is a failure.
 */
final class LocalReadStream extends BlockStream {
  private static final int PIECE = 256 << 10;
  private static final int SMALLEST = 4 << 10;

  private final LaneFile file;
  private final long size;
  private long position;
  private ByteBuffer piece;
  private boolean over;

  LocalReadStream(LaneFile file, long offset, long size) {
    this.file = file;
    this.position = offset;
    this.size = size;
    this.piece = ByteBuffer.allocate(0);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!piece.hasRemaining() && !fill()) {
      return -1;
    }
    int count = Math.min(length, piece.remaining());
    piece.get(target, offset, count);
    return count;
  }

  /** A read that was given up may still write into its piece, which is dropped then. */
  private boolean fill() throws IOException {
    if (over) {
      return false;
    }
    ByteBuffer filled = piece.capacity() > 0 ? piece.clear() : newPiece();
    piece = ByteBuffer.allocate(0);
    int came = file.use(channel -> readSome(channel, filled));
    piece = filled.flip();
    over = came < 0;
    return !over;
  }

  private ByteBuffer newPiece() {
    return ByteBuffer.allocate(Math.clamp(size - position + 1, SMALLEST, PIECE));
  }

  private int readSome(FileChannel channel, ByteBuffer target) throws IOException {
    int came = channel.read(target, position);
    if (came < 0 && position < size) {
      throw new EOFException("file ends at " + position + " instead of " + size);
    }
    position += Math.max(0, came);
    return came;
  }

  @Override
  public void close() {
    file.close();
  }
}
