package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.StoragePath;

/** An open file for reads at any offset. */
record LocalByteSource(FileChannel channel, long size, StoragePath path) implements ByteSource {

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return LocalFailures.explain(path, () -> channel.read(target, position));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
