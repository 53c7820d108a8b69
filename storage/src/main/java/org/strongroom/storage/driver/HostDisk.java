package org.strongroom.storage.driver;

import java.io.Closeable;
import java.io.IOException;
import org.strongroom.storage.ByteSource;

/**
 * A file or block device of a host, opened for reads at any offset.
 *
 * @param resolvedPath where it lies, with links resolved
 * @param device whether it is a block device, whose length nobody changes
 */
public record HostDisk(String resolvedPath, boolean device, ByteSource bytes) implements Closeable {
  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
