package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.job.JobOutcome;

/** What AddImage takes for a disk, and what it does not. */
class ImageFormatsTest {
  @TempDir private Path directory;
  private ImageHouse house;
  private Storage local;

  @BeforeEach
  void open() throws Exception {
    house = new ImageHouse(directory);
    local = house.directoryStorage("local");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private byte[] qcow2() throws Exception {
    Path raw = Files.write(directory.resolve("raw"), new byte[2 << 20]);
    byte[] data = new byte[1 << 20];
    Arrays.fill(data, (byte) 7);
    Files.write(raw, data);
    Path file = directory.resolve("qcow2");
    Process process =
        new ProcessBuilder("qemu-img", "convert", "-O", "qcow2", raw.toString(), file.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllBytes(file);
  }

  static Stream<Arguments> noDisks() {
    return Stream.of(
        Arguments.of(new byte[0], "it is empty"),
        Arguments.of(ascii("<!DOCTYPE html><title>Log in</title>"), "a page of HTML"),
        Arguments.of(ascii("No such file\n".repeat(50)), "text: 'No such file'"),
        Arguments.of(ascii("a word"), "61 20 77 6f 72 64…, are not known to be a disk"),
        Arguments.of(ascii("\u0001\u0002\u0003".repeat(100_000)), "say so with format=raw"),
        Arguments.of(ascii("PK\u0003\u0004 and so on"), "a zip file; unpack it first"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("noDisks")
  void refusesWhatIsNoDisk(byte[] bytes, String text) throws Exception {
    refused(bytes, text);
  }

  @Test
  void refusesAnImageThatAnExportWouldCallDamaged() throws Exception {
    byte[] whole = qcow2();
    refused(Arrays.copyOf(whole, whole.length - 300_032), "is damaged");
    byte[] astray = whole.clone();
    int l1 = (int) ByteBuffer.wrap(astray).getLong(40);
    int l2 = (int) (ByteBuffer.wrap(astray).getLong(l1) & 0x00ff_ffff_ffff_fe00L);
    ByteBuffer.wrap(astray).putLong(l2, 1L << 40);
    refused(astray, "second-level entry leads to");
  }

  private void refused(byte[] bytes, String text) throws Exception {
    try (var web = new ImageWebServer(bytes)) {
      ApiError error = house.failed(house.run("AddImage", image("none", web.url("/whole"), local)));
      assertThat(error.cause().details()).contains(text);
      assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
      house.assertClean(local);
      assertThat(local.files()).isEmpty();
    }
  }

  @Test
  void whatIsSaidToBeRawStaysSoWhateverItsGuestWroteFirst() throws Exception {
    byte[] bytes = qcow2();
    try (var web = new ImageWebServer(bytes)) {
      var values = image("raw", web.url("/whole"), local);
      values.put("format", "raw");
      ImageInventory image = house.added(house.run("AddImage", values));
      assertThat(image.format()).isEqualTo("raw");
      assertThat(image.size()).isEqualTo(bytes.length);
    }
  }

  @Test
  void convertsOnTheWayOntoAllStorages() throws Exception {
    Storage other = house.directoryStorage("other");
    byte[] bytes = qcow2();
    try (var web = new ImageWebServer(bytes)) {
      var values = image("raw", web.url("/whole"), local, other);
      values.put("targetFormat", "raw");
      ImageInventory image = house.added(house.run("AddImage", values));
      assertThat(image.format()).isEqualTo("raw");
      assertThat(image.size()).isEqualTo(1 << 20);
      assertThat(image.actualSize()).isEqualTo(1 << 20);
      for (Storage storage : List.of(local, other)) {
        assertThat(storage.files().getFirst()).satisfies(sameBytes(directory.resolve("raw")));
      }
      house.assertClean(local, other);
    }
  }

  @Test
  void aSparseRawDiskTellsBothItsSizesAndIsWholeForAllThatReadIt() throws Exception {
    byte[] disk = new byte[8 << 20];
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    Arrays.fill(disk, 5 << 20, 6 << 20, (byte) 7);
    try (var web = new ImageWebServer(disk)) {
      ImageInventory image =
          house.added(house.run("AddImage", image("a", web.url("/whole"), local)));
      assertThat(image.format()).isEqualTo("raw");
      assertThat(image.size()).isEqualTo(disk.length);
      assertThat(image.actualSize()).isEqualTo((1 << 20) + 4096 + 1);
      assertThat(local.files().getFirst()).satisfies(sameBytes(disk));
      for (String operation : List.of("VerifyImage", "SyncImageSize", "CalculateImageHash")) {
        Map<String, Object> values = new HashMap<>(Map.of("uuid", image.uuid()));
        if (operation.startsWith("Calculate")) {
          values.put("backupStorageUuid", local.uuid());
        }
        assertThat(house.run(operation, values))
            .as(operation)
            .isInstanceOf(JobOutcome.Succeeded.class);
      }
      assertThat(house.imageOf(image.uuid()).actualSize()).isEqualTo(image.actualSize());
      house.assertClean(local);
    }
  }

  @Test
  void packsAPackedRawDiskIntoAQcow2() throws Exception {
    byte[] disk = new byte[8 << 20];
    disk[510] = 0x55;
    disk[511] = (byte) 0xaa;
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(disk);
    }
    try (var web = new ImageWebServer(packed.toByteArray())) {
      var values = image("small", web.url("/whole"), local);
      values.put("targetFormat", "qcow2");
      ImageInventory image = house.added(house.run("AddImage", values));
      assertThat(image.format()).isEqualTo("qcow2");
      assertThat(image.size()).isEqualTo(disk.length);
      assertThat(image.actualSize()).isLessThan(500_000);
      house.assertClean(local);
    }
  }
}
