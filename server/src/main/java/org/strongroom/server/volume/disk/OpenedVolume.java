package org.strongroom.server.volume.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;

/**
 * The disk of a volume, being read.
 *
 * @param bytes of the file or device
 * @param hostKey the key that its SSH server has shown
 * @param connection closed after the disk
 */
public record OpenedVolume(
    Disk disk, ImageFormat format, long bytes, Optional<HostKey> hostKey, Closeable connection)
    implements Closeable {
  @Override
  public void close() throws IOException {
    try (connection) {
      disk.close();
    }
  }
}
