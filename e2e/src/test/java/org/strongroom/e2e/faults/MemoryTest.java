package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import tools.jackson.databind.JsonNode;

/** Bytes are streamed: a large image needs no more memory than a small one, and no local disk. */
class MemoryTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final MadeImage SMALL = new MadeImage(2, 20 * MEBIBYTE);
  private static final MadeImage LARGE =
      new MadeImage(0, Long.getLong("strongroom.large", 256) * MEBIBYTE);
  private static final int WARM_UPS = 4;

  /** An eighth of the large image: the compiler takes memory of its own when it comes late. */
  private static final long FEW_KIB = 32 * 1024;

  @TempDir Path directory;

  @Test
  void aLargeImageNeedsNoMoreThanASmallOne() throws Exception {
    // The heap is touched whole at once, so that growth is what the transfer itself needs.
    // Hashing and ciphers are many times as fast with the compiler that short tests do without.
    List<String> jvm =
        List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=4");
    try (TestBed bed = TestBed.start(directory, Map.of(), jvm);
        PacedSource source = new PacedSource()) {
      bed.configure("image", "deletionPolicy", "Direct");
      TestStorage storage = bed.sftp("sftp");
      for (int i = 0; i < WARM_UPS; i++) {
        pass(bed, source, storage, SMALL);
      }
      long small = bed.server().peakMemory();
      long onDisk = bytesIn(directory.resolve("data"));

      pass(bed, source, storage, LARGE);

      long large = bed.server().peakMemory();
      System.out.printf("peak memory: %d KiB, then %d KiB%n", small, large);
      assertThat(large - small).as("growth of the peak in KiB").isLessThan(FEW_KIB);
      assertThat(bytesIn(directory.resolve("data")) - onDisk)
          .as("growth of the data directory")
          .isLessThan(8 * MEBIBYTE);
    }
  }

  /** Onto the storage, back from it, and gone again. */
  private static void pass(TestBed bed, PacedSource source, TestStorage storage, MadeImage image)
      throws IOException {
    JsonNode added =
        bed.admin()
            .post(
                "/images",
                Map.of(
                    "name", "image",
                    "url", source.url(image),
                    "backupStorageUuids", List.of(storage.uuid())));
    assertThat(added.at("/inventory/actualSize").asLong()).isEqualTo(image.length());
    String uuid = TestBed.uuid(added);
    assertThat(MadeImage.sha256(HttpDownload.stream(bed.admin(), "/images/" + uuid + "/file")))
        .isEqualTo(added.at("/inventory/sha256").asString());
    bed.admin().delete("/images/" + uuid);
    assertThat(storage.files()).isEmpty();
  }

  private static long bytesIn(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(MemoryTest::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // it went meanwhile
    }
  }
}
