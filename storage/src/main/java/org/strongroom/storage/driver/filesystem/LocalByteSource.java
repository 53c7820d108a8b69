package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;

/** An open file for reads at any offset. */
final class LocalByteSource implements ByteSource {
  private static final int MOST = 256 << 10;
  private static final int LEAST = 4 << 10;

  private final LaneFile file;
  private final long size;
  private ByteBuffer piece = ByteBuffer.allocate(0);

  LocalByteSource(LaneFile file, long size) {
    this.file = file;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  /** A read that was given up may still write into its piece, never into the caller's target. */
  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int wanted = Math.min(target.remaining(), MOST);
    if (wanted == 0) {
      return 0;
    }
    ByteBuffer filled =
        piece.capacity() >= wanted ? piece : ByteBuffer.allocate(Math.max(wanted, LEAST));
    piece = ByteBuffer.allocate(0);
    filled.clear().limit(wanted);
    int came = file.use(channel -> channel.read(filled, position));
    target.put(filled.flip());
    piece = filled;
    return came;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
