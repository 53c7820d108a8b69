package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.testing.BootSector;

/** Small disks of the server's machine, each a volume; snapshots of them as they were. */
final class SpecificationDisks {
  private static final int BYTES = 300_000;

  private final TestBed bed;
  private final Path directory;
  private final Map<String, Path> files = new HashMap<>();
  private final Map<String, byte[]> contents = new HashMap<>();
  private int number;

  SpecificationDisks(TestBed bed, Path directory) {
    this.bed = bed;
    this.directory = directory;
    bed.configure("image", "download.localPath.whitelist", directory + "/*");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String volume(String name, String zone) {
    Path file = directory.resolve(name + ".raw");
    byte[] bytes = new byte[BYTES];
    new Random(name.hashCode()).nextBytes(bytes);
    BootSector.mark(bytes);
    write(file, bytes);
    String uuid =
        TestBed.uuid(
            bed.admin()
                .post("/volumes", Map.of("name", name, "url", "file://" + file, "zoneUuid", zone)));
    files.put(uuid, file);
    return uuid;
  }

  /** Changes a few bytes of a volume, and backs it up; the snapshot's uuid. */
  String backUp(String volume, String name, TestStorage storage) {
    Path file = files.get(volume);
    byte[] bytes = read(file);
    bytes[1000 + number++]++;
    write(file, bytes);
    String snapshot =
        TestBed.uuid(
            bed.admin()
                .act(
                    "/volumes/" + volume + "/actions",
                    "backupVolume",
                    Map.of("name", name, "backupStorageUuid", storage.uuid())));
    contents.put(snapshot, bytes);
    return snapshot;
  }

  /** Makes one more copy of a snapshot. */
  void copy(String snapshot, TestStorage storage) {
    bed.admin()
        .act(
            "/volume-snapshots/" + snapshot + "/actions",
            "backupVolumeSnapshot",
            Map.of("backupStorageUuid", storage.uuid()));
  }

  /** Restores a snapshot, which has to bring its disk back as it was. */
  void assertRestores(String snapshot) {
    Path to = directory.resolve("restored" + number++);
    bed.admin()
        .act(
            "/volume-snapshots/" + snapshot + "/actions",
            "restoreVolumeSnapshot",
            Map.of("to", "file://" + to));
    assertThat(read(to)).isEqualTo(contents.get(snapshot));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
