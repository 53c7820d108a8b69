package org.strongroom.storage.driver;

import java.io.Closeable;
import java.io.InputStream;

/**
 * A file of a storage's host, opened for one reading from its start.
 *
 * @param size its length in bytes when it was opened
 */
public record HostFile(String resolvedPath, long size, InputStream stream) implements Closeable {
  @Override
  public void close() throws java.io.IOException {
    stream.close();
  }
}
