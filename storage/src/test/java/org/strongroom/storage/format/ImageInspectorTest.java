package org.strongroom.storage.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageInspectorTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "qcow2, compat=0.10, QCOW2",
    "qcow2, compat=1.1, QCOW2",
    "qcow2, 'cluster_size=512', QCOW2",
    "qcow2, 'extended_l2=on', QCOW2",
    "vmdk, subformat=monolithicSparse, VMDK",
    "vmdk, subformat=streamOptimized, VMDK",
    "raw, preallocation=off, RAW"
  })
  void tellsFormatAndSizes(String format, String options, ImageFormat expected) throws IOException {
    Path image = directory.resolve("image");
    QemuImg.img("create", "-f", format, "-o", options, image, "10M");
    assertThat(inspectStream(Files.readAllBytes(image), 1000))
        .isEqualTo(new ImageInspection(expected, 10 << 20, Files.size(image)))
        .isEqualTo(ImageInspector.inspect(TestBytes.file(image)));
  }

  @Test
  void tellsAnIso() throws IOException {
    byte[] iso = iso(300, 2048);
    assertThat(inspectStream(iso, 5000))
        .isEqualTo(new ImageInspection(ImageFormat.ISO, iso.length, iso.length));
  }

  @Test
  void refusesACutIso() {
    byte[] iso = iso(300, 2048);
    assertThatThrownBy(() -> inspectStream(Arrays.copyOf(iso, iso.length / 3), 5000))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void refusesAnIsoWithAnAbsurdBlockSize() {
    assertThatThrownBy(() -> inspectStream(iso(300, 77), 5000))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("block size is 77");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 511, 65_535, 65_536, 65_537, 300_000})
  void anythingElseIsRaw(int length) throws IOException {
    byte[] noise = new byte[length];
    new Random(3).nextBytes(noise);
    assertThat(inspectStream(noise, 777))
        .isEqualTo(new ImageInspection(ImageFormat.RAW, length, length));
  }

  @Test
  void refusesAHostileHeaderAsSoonAsTheHeadHasPassed() {
    byte[] image = new byte[ImageHeader.HEAD_BYTES];
    ByteBuffer.wrap(image).put("QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1)).putInt(9);
    var inspector = new ImageInspector(OptionalLong.empty());
    assertThatThrownBy(() -> inspector.accept(image, 0, image.length))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("version is 9");
  }

  @Test
  void comparesTheHeaderWithTheAnnouncedLengthBeforeTheRestHasCome() throws IOException {
    Path file = directory.resolve("image");
    QemuImg.img("create", "-f", "qcow2", file, "10M");
    byte[] image = Arrays.copyOf(Files.readAllBytes(file), ImageHeader.HEAD_BYTES);
    var inspector = new ImageInspector(OptionalLong.of(100_000));
    assertThatThrownBy(() -> inspector.accept(image, 0, image.length))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("cut off");
  }

  static ImageInspection inspectStream(byte[] image, int step) throws ImageFormatException {
    var inspector = new ImageInspector(OptionalLong.empty());
    for (int at = 0; at < image.length; at += step) {
      inspector.accept(image, at, Math.min(step, image.length - at));
    }
    return inspector.finish();
  }

  private static byte[] iso(int blocks, int blockSize) {
    byte[] iso = new byte[blocks * 2048];
    var bytes = ByteBuffer.wrap(iso).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.put(32768, (byte) 1).put(32769, "CD001".getBytes(StandardCharsets.US_ASCII));
    bytes.putInt(32768 + 80, blocks).putShort(32768 + 128, (short) blockSize);
    return iso;
  }
}
