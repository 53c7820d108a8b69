package org.strongroom.storage.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;

/** The contract of a storage, in a directory. */
class FileSystemDriverTest extends DirectoryConformance {
  @TempDir private Path directory;

  @Override
  DirectoryLocation newDirectory() throws IOException {
    Path place = Files.createDirectory(directory.resolve("place"));
    return new DirectoryLocation() {
      @Override
      public Path local() {
        return place;
      }

      @Override
      public String remote() {
        return place.toString();
      }

      @Override
      public StorageDriver newDriver(String below) {
        return new FileSystemDriver(place.resolve(below));
      }

      @Override
      public void own(Path file) {}
    };
  }

  @Override
  HangingLocation newHangingLocation() {
    return HangingMountLocation.at(directory.resolve("mount"));
  }
}
