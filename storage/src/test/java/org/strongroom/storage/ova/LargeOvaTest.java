package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.archive.SeekingTape;
import org.strongroom.storage.ova.archive.TarHeaderWriter;
import org.strongroom.storage.ova.archive.TarReader;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;
import org.strongroom.storage.ova.writing.OvaLayout;
import org.strongroom.storage.ova.writing.OvaPlan;
import org.strongroom.storage.ova.writing.PlannedDisk;

/** Disks beyond what ustar can hold, cheaply: sparse files, of which only headers are read. */
class LargeOvaTest {
  private static final long EIGHT_GIB = 1L << 33;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax"})
  @Timeout(60)
  void whatTarWritesAboveEightGiB(String format) throws IOException {
    // Tar's own header, moved before a sparse file: no tool has to copy nine GiB.
    Packing.powerVc(directory);
    Tool.run(directory, "truncate", "-s", "9G", "vol2.img");
    Path descriptor = directory.resolve("image.ovf");
    Files.writeString(
        descriptor,
        Files.readString(descriptor)
            .replace("20480", String.valueOf(9L << 30))
            .replace("capacity=\"20\"", "capacity=\"9437184\""));
    Tool.run(
        directory,
        "sh",
        "-c",
        "tar --format=%s -cf - image.ovf vol1.img vol2.img 2>/dev/null | head -c 40960 > image.ova"
            .formatted(format));
    Tool.run(directory, "truncate", "-s", "+9G", "image.ova");
    try (var file = new Packing.CountingFile(directory.resolve("image.ova"))) {
      OvaContents contents = new OvaInspector(OvaLimits.DEFAULT).inspect(file);
      assertThat(contents.disks().getFirst().file().size()).isEqualTo(9L << 30);
      assertThat(file.bytesRead).isLessThan(20_000);
    }
  }

  @Test
  void tarReadsOurPaxHeaderAndUstarUpToTheLimit() throws IOException {
    long[] sizes = {EIGHT_GIB - 1, EIGHT_GIB, 5L << 40};
    writeSparse(sizes);
    assertThat(Tool.run(directory, "tar", "-tvf", "image.ova"))
        .isEqualTo(
            """
            -rw-r--r-- 0/0      8589934591 2026-11-21 00:00 a0
            -rw-r--r-- 0/0      8589934592 2026-11-21 00:00 a1
            -rw-r--r-- 0/0   5497558138880 2026-11-21 00:00 a2
            """);
    try (var file = new Packing.CountingFile(directory.resolve("image.ova"));
        var tar = new TarReader(new SeekingTape(file), OvaLimits.DEFAULT)) {
      for (long size : sizes) {
        assertThat(tar.next().orElseThrow().size()).isEqualTo(size);
      }
      assertThat(tar.next()).isEmpty();
    }
  }

  @Test
  void theSizeIsKnownBeforeAByteIsWritten() throws IOException {
    List<PlannedDisk> disks =
        IntStream.range(0, 3)
            .mapToObj(number -> new PlannedDisk("d" + number, (10L << 30) + number, number == 0))
            .toList();
    OvaLayout layout =
        OvaLayout.of(
            new OvaPlan("big", "", "", OvfOperatingSystem.named(""), "vs0", disks, Instant.EPOCH));
    long descriptor = layout.descriptor().length;
    long rounded = (descriptor + 511) / 512 * 512;
    assertThat(layout.totalBytes())
        .isEqualTo(512 + rounded + (3 * 1536 + (30L << 30) + 1024) + 512 + 512 + 1024);
  }

  private void writeSparse(long... sizes) throws IOException {
    var headers = new TarHeaderWriter(Instant.parse("2026-11-21T00:00:00Z"));
    try (var file = new RandomAccessFile(directory.resolve("image.ova").toFile(), "rw")) {
      for (int i = 0; i < sizes.length; i++) {
        byte[] header = headers.header("a" + i, sizes[i]);
        assertThat(header).hasSize((int) TarHeaderWriter.headerBytes(sizes[i]));
        file.write(header);
        file.seek(file.getFilePointer() + sizes[i] + TarHeaderWriter.paddingBytes(sizes[i]));
      }
      file.write(new byte[TarHeaderWriter.END_BYTES]);
    }
  }
}
