package org.strongroom.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.strongroom.testing.TestDirectory;

/** A directory for one run, gone with it. */
record WorkDirectory(Path path) implements AutoCloseable {
  static WorkDirectory create() {
    return new WorkDirectory(TestDirectory.temporary("bench-"));
  }

  Path directory(String name) throws IOException {
    return Files.createDirectories(path.resolve(name));
  }

  @Override
  public void close() {
    TestDirectory.delete(path);
  }
}
