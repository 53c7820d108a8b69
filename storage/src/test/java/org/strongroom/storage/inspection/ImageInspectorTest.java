package org.strongroom.storage.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.format.TestBytes;

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
    "vdi, static=off, VDI",
    "vpc, 'subformat=dynamic,force_size=on', VHD",
    "vpc, 'subformat=fixed,force_size=on', VHD",
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
  @ValueSource(ints = {1, 511, 65_535, 65_536, 65_537, 300_000})
  void whatIsNotKnownToBeADiskIsRawOnlyIfItIsSaidToBe(int length) throws IOException {
    byte[] noise = new byte[length];
    new Random(3).nextBytes(noise);
    assertThatThrownBy(() -> inspectStream(noise, 777))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("%02x".formatted(noise[0]))
        .hasMessageContaining("not known to be a disk")
        .hasMessageContaining("format=raw");
    var raw = new ImageInspection(ImageFormat.RAW, length, length);
    assertThat(inspectStream(noise, 777, Declaration.RAW)).isEqualTo(raw);
    assertThat(inspectStream(noise, 777, Declaration.of(Optional.empty(), "http://x/a.RAW.gz?b=c")))
        .isEqualTo(raw);
    // what was kept by an earlier version is not taken away
    assertThat(ImageInspector.inspect(TestBytes.memory(noise))).isEqualTo(raw);
  }

  @ParameterizedTest
  @CsvSource({"a.raw, true", "a.img, false", "a.raw.qcow2, false", "raw, false", "a?x=.raw, false"})
  void aNameMaySayRaw(String name, boolean raw) {
    assertThat(Declaration.of(Optional.empty(), name).namedRaw()).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2", "vdi", "vhdx"})
  void refusesADiskOfNoBytes(String format) throws Exception {
    Path image = directory.resolve("image");
    QemuImg.img("create", "-f", format, image, "0");
    assertThatThrownBy(() -> ImageInspector.inspect(TestBytes.file(image)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("0");
  }

  @Test
  void refusesAFixedVhdThatIsCutIfItIsNamedSo() throws Exception {
    byte[] disk = made("echo label:dos | sfdisk -q DISK");
    Path image = directory.resolve("image");
    QemuImg.img(
        "convert",
        "-f",
        "raw",
        "-O",
        "vpc",
        "-o",
        "subformat=fixed",
        directory.resolve("disk"),
        image);
    byte[] vhd = Files.readAllBytes(image);
    Declaration named = Declaration.of(Optional.empty(), "sftp://host/disk.VHD.xz");
    assertThat(inspectStream(vhd, 65_536, named).format()).isEqualTo(ImageFormat.VHD);
    for (int cut : new int[] {1, 512, 5_000_000}) {
      assertThatThrownBy(() -> inspectStream(Arrays.copyOf(vhd, vhd.length - cut), 65_536, named))
          .isInstanceOf(ImageFormatException.class)
          .hasMessageContaining("cut off");
    }
    // its end tells what it is, whatever the guest's disk begins with
    byte[] unknown = vhd.clone();
    new Random(4).nextBytes(disk);
    System.arraycopy(disk, 0, unknown, 0, 65_536);
    var said = Declaration.of(Optional.of(ImageFormat.VHD));
    assertThat(inspectStream(unknown, 65_536, said).format()).isEqualTo(ImageFormat.VHD);
    assertThat(inspectStream(unknown, 65_536, named).format()).isEqualTo(ImageFormat.VHD);
    assertThatThrownBy(() -> inspectStream(Arrays.copyOf(unknown, 5_000_000), 65_536, said))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("cut off");
    var raw = Declaration.of(Optional.of(ImageFormat.RAW), "disk.vhd");
    assertThat(inspectStream(disk, 65_536, raw).format()).isEqualTo(ImageFormat.RAW);
  }

  @Test
  void aNameDoesNotMakeAnotherFormatRaw() throws IOException {
    Path image = directory.resolve("image");
    QemuImg.img("create", "-f", "qcow2", image, "10M");
    byte[] bytes = Files.readAllBytes(image);
    Declaration named = Declaration.of(Optional.empty(), "disk.raw");
    assertThat(inspectStream(bytes, 777, named).format()).isEqualTo(ImageFormat.QCOW2);
    byte[] page = "<html>".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> inspectStream(page, 777, named)).hasMessageContaining("HTML");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mke2fs -q -F -t ext2 DISK",
        "mke2fs -q -F -t ext4 -b 4096 DISK",
        "mkswap -q DISK",
        "echo label:gpt | sfdisk -q DISK",
        "echo label:dos | sfdisk -q DISK",
        "echo label:sun | sfdisk -q DISK",
        "echo label:sgi | sfdisk -q DISK",
        "mkfs.minix -2 DISK",
        "true"
      })
  void whatBeginsAsADiskIsRaw(String making) throws Exception {
    byte[] disk = made(making);
    var raw = new ImageInspection(ImageFormat.RAW, disk.length, disk.length);
    assertThat(inspectStream(disk, 65_536)).isEqualTo(raw);
  }

  @Test
  void refusesARawDiskThatIsShorterThanItsPartitionTableSays() throws Exception {
    byte[] disk = made("echo label:gpt | sfdisk -q DISK");
    byte[] cut = Arrays.copyOf(disk, disk.length - 512);
    assertThatThrownBy(() -> inspectStream(cut, 65_536))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("cut off")
        .hasMessageContaining("" + disk.length);
    assertThat(inspectStream(cut, 65_536, Declaration.RAW).length()).isEqualTo(cut.length);
  }

  @Test
  void refusesWhatItsLastSectorTells() throws Exception {
    byte[] disk = made("echo label:gpt | sfdisk -q DISK");
    byte[] dmg = Arrays.copyOf(disk, disk.length + 512);
    System.arraycopy("koly".getBytes(StandardCharsets.US_ASCII), 0, dmg, disk.length, 4);
    assertThatThrownBy(() -> inspectStream(dmg, 65_536))
        .hasMessageContaining("an Apple disk image");
  }

  private byte[] made(String making) throws Exception {
    Path disk = directory.resolve("disk");
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(12 << 20);
    }
    String path = "PATH=$PATH:/usr/sbin:/sbin; ";
    Process process =
        new ProcessBuilder("sh", "-c", path + making.replace("DISK", disk.toString()))
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllBytes(disk);
  }

  @ParameterizedTest
  @CsvSource({
    "'', it is empty",
    "'<!DOCTYPE html><html><body>Log in</body></html>', a page of HTML",
    "'<?xml version=\"1.0\"?><Error/>', a page of HTML or XML",
    "'\u00ef\u00bb\u00bf<html>', a page of HTML",
    "'\u00ff\u00fe<\u0000h\u0000t\u0000m\u0000l\u0000>\u0000', a page of HTML",
    "'{\"error\": \"no such image\"}', but JSON",
    "'[ {} ]', but JSON",
    "']\u0000\u0000\u0080\u0000\u00ff', an lzma file; unpack it first",
    "%PDF-1.7 and so on, a PDF file",
    "PK\u0003\u0004 and so on, a zip file",
    "\u007fELF\u0002\u0001, a program",
    "'\u00fd7zXZ\u0000 and so on', unpack it first",
    "'\u001f\u008b\u0008 and so on', unpack it first"
  })
  void namesWhatIsNoDisk(String content, String text) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> inspectStream(bytes, 10))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(text);
    assertThatThrownBy(() -> ImageInspector.inspect(TestBytes.memory(bytes)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(text);
  }

  @Test
  void namesAText() {
    byte[] text = "404: not found\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> inspectStream(text, 1000))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("text: '404: not found'");
  }

  @Test
  void namesAnArchive() {
    byte[] tar = new byte[2048];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThatThrownBy(() -> inspectStream(tar, 1000))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("a tar archive; unpack it first, or import it as an image backup");
  }

  @Test
  void whatIsSaidToBeRawStaysSoWhateverAGuestWroteFirst() throws IOException {
    Path file = directory.resolve("image");
    QemuImg.img("create", "-f", "qcow2", "-F", "raw", "-b", "/etc/hostname", file, "1M");
    byte[] image = Files.readAllBytes(file);
    var inspector = new ImageInspector(OptionalLong.empty(), Declaration.RAW);
    inspector.accept(image, 0, image.length);
    var raw = new ImageInspection(ImageFormat.RAW, image.length, image.length);
    assertThat(inspector.finish()).isEqualTo(raw);
    assertThat(ImageInspector.inspect(TestBytes.file(file), ImageFormat.RAW)).isEqualTo(raw);
  }

  @Test
  void tellsADiscThatHasUdfAlone() throws IOException {
    byte[] udf = new byte[1 << 20];
    System.arraycopy("BEA01".getBytes(StandardCharsets.US_ASCII), 0, udf, 32769, 5);
    System.arraycopy("NSR03".getBytes(StandardCharsets.US_ASCII), 0, udf, 34817, 5);
    assertThat(inspectStream(udf, 1000).format()).isEqualTo(ImageFormat.ISO);
    assertThat(ImageInspector.inspect(TestBytes.memory(udf)).format()).isEqualTo(ImageFormat.ISO);
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
    return inspectStream(image, step, Declaration.NONE);
  }

  private static ImageInspection inspectStream(byte[] image, int step, Declaration declared)
      throws ImageFormatException {
    var inspector = new ImageInspector(OptionalLong.empty(), declared);
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
