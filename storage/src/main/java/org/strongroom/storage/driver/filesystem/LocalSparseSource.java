package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.SparseSource;

/** An open file that tells of its holes. */
final class LocalSparseSource implements SparseSource {
  private final LaneFile file;
  private final FileHoles holes;
  private final LocalByteSource bytes;

  /**
   * @param file closes {@code holes} with itself
   */
  LocalSparseSource(LaneFile file, FileHoles holes, long size) {
    this.file = file;
    this.holes = holes;
    this.bytes = new LocalByteSource(file, size);
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return bytes.read(position, target);
  }

  @Override
  public Stretch stretch(long position, long most) throws IOException {
    return file.use(channel -> {
      try {
        return holes.stretch(position, most, SHORTEST_HOLE);
      } catch (IOException e) {
        return new Stretch(false, most); // a file system that cannot tell
      }
    });
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
