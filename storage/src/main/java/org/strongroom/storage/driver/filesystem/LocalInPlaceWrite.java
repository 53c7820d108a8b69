package org.strongroom.storage.driver.filesystem;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.strongroom.storage.driver.InPlaceWrite;
import org.strongroom.storage.driver.StorageException;

/** Changes of a file or device of this machine. */
final class LocalInPlaceWrite implements InPlaceWrite {
  private final LaneFile file;
  private final boolean device;
  private final Duration sync;

  LocalInPlaceWrite(LaneFile file, boolean device, Duration sync) {
    this.file = file;
    this.device = device;
    this.sync = sync;
  }

  @Override
  public void write(long position, byte[] bytes, int offset, int length) throws StorageException {
    file.use(channel -> {
      Lane.requireWanted();
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      long at = position;
      while (left.hasRemaining()) {
        at += channel.write(left, at);
        Lane.progress();
      }
      return true;
    });
  }

  @Override
  public void finish(long length) throws StorageException {
    file.use(
        sync,
        channel -> {
          if (!device && channel.size() > length) {
            channel.truncate(length);
          } else if (!device && channel.size() < length) {
            channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
          }
          channel.force(true);
          return true;
        });
  }

  @Override
  public void close() {
    file.close();
  }
}
