package org.strongroom.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.source.ImageSource;

/** A file of a storage's host as a source. */
record HostFileSource(HostFile file) implements ImageSource {
  @Override
  public OptionalLong length() {
    return OptionalLong.of(file.size());
  }

  @Override
  public InputStream stream() {
    return file.stream();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
