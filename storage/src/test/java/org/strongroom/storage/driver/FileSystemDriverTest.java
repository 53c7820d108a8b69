package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
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

  /**
   * All that the program needs is bound into a directory, which itself is no mount point and has
   * the storage: there the JDK knows of no file store at all.
   */
  @Test
  void worksInAChrootWhoseRootIsNoMountPoint() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may change the root");
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createDirectory(root.resolve("store"));
    String bindAndEnter =
        """
        root=$1; shift
        for each in /*; do
          if [ -L "$each" ]; then cp -P "$each" "$root/"
          elif [ -d "$each" ]; then mkdir -p "$root$each" && mount --rbind "$each" "$root$each"
          fi
        done
        exec chroot "$root" "$@"\
        """;
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                bindAndEnter,
                "sh",
                root.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                InChroot.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("%d%n".formatted(root.toFile().getTotalSpace()));
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(root.resolve("store/kept")).content().isEqualTo("kept");
  }

  /** What is to go on there: prints what the storage has room for in all, and keeps a file. */
  static final class InChroot {
    public static void main(String[] none) throws Exception {
      try (var driver = new FileSystemDriver(Path.of("/store"))) {
        driver.connect();
        driver.ping(Duration.ofSeconds(10));
        try (AtomicWrite write = driver.create(StoragePath.of("kept"), "0".repeat(32) + "-1", 4)) {
          write.write("kept".getBytes(StandardCharsets.UTF_8), 0, 4);
          write.commit();
        }
        System.out.println(driver.capacity().total());
      }
    }
  }
}
