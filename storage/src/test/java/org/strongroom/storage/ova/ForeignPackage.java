package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;

/** A package of another tool, put together file by file in a directory, and ways to read it. */
record ForeignPackage(Path directory, Executor pool) {

  OvaContents inspect() throws IOException {
    try (var driver = new FileSystemDriver(directory)) {
      return file(driver).inspect();
    }
  }

  static OvaFile file(FileSystemDriver driver) {
    return new OvaFile(driver, StoragePath.of("image.ova"), OvaLimits.DEFAULT);
  }

  void openStream() throws IOException {
    try (InputStream in = Files.newInputStream(directory.resolve("image.ova"));
        OvaStream stream = OvaStream.open(in, OvaLimits.DEFAULT, pool)) {
      assertThat(stream.descriptor()).isNotNull();
    }
  }

  static void checkPowerVc(OvaContents contents) {
    assertThat(contents.name()).isEqualTo("IMAGE");
    assertThat(contents.architecture()).contains("ppc64le");
    assertThat(contents.operatingSystem()).contains(new OvfOperatingSystem(79, "RHEL"));
    assertThat(contents.descriptor().systemId()).contains("vs0");
    assertThat(contents.disks()).extracting(OvaDisk::order).containsExactly(0, 1);
    assertThat(contents.disks()).extracting(OvaDisk::name).containsExactly("root", "data");
    assertThat(contents.disks()).extracting(OvaDisk::boot).containsExactly(true, false);
    assertThat(contents.disks()).extracting(OvaDisk::capacity).containsExactly(20_480L, 2_097_152L);
    assertThat(contents.diskBytes()).isEqualTo(30_480);
  }

  /** Reads the disks of the archive at rest. */
  void checkDisks() throws IOException {
    try (var driver = new FileSystemDriver(directory)) {
      OvaFile file = file(driver);
      for (OvaDisk disk : file.inspect().disks()) {
        try (InputStream stream = file.readDisk(disk, pool)) {
          assertThat(stream.readAllBytes())
              .isEqualTo(Files.readAllBytes(directory.resolve(disk.file().name())));
        }
      }
    }
  }

  /** Reads the disks as they come. */
  void checkStream() throws IOException {
    try (var driver = new FileSystemDriver(directory);
        OvaStream stream = file(driver).stream(pool)) {
      List<String> names = new ArrayList<>();
      for (Optional<OvaStreamDisk> disk = stream.nextDisk();
          disk.isPresent();
          disk = stream.nextDisk()) {
        names.add(disk.get().disk().name());
        assertThat(disk.get().data().readAllBytes())
            .isEqualTo(Files.readAllBytes(directory.resolve(disk.get().disk().file().name())));
      }
      assertThat(names).containsExactly("data", "root");
      assertThat(stream.finish().disks()).extracting(OvaDisk::name).containsExactly("root", "data");
    }
  }

  void damage(String name) throws IOException {
    Path file = directory.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[5000] ^= 1;
    Files.write(file, bytes);
  }

  void replaceInDescriptor(String pattern, String with) throws IOException {
    Path file = directory.resolve("image.ovf");
    Files.writeString(file, Files.readString(file).replaceAll(pattern, with));
  }
}
