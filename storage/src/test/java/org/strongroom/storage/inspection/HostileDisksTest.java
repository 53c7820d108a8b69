package org.strongroom.storage.inspection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.format.TestBytes;

/** What images of all formats are answered with whose tables lie, or that are not whole. */
class HostileDisksTest {
  private static final int VHD_TABLE = 1536;
  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  /** Data over several blocks of each format. */
  private byte[] image(String format, String options) throws IOException {
    Path raw = directory.resolve("raw");
    QemuImg.img("create", "-f", "raw", raw, "9M");
    QemuImg.io(raw, "raw", "write -P 1 0 5M", "write -P 2 6M 200K", "write -P 3 8M 1M");
    Path image = directory.resolve("image");
    QemuImg.img("convert", "-f", "raw", "-O", format, "-o", options, raw, image);
    return Files.readAllBytes(image);
  }

  private static ByteBuffer little(byte[] image) {
    return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void refused(byte[] image, ImageFormat format, String text) {
    assertThatThrownBy(() -> ImageInspector.inspect(TestBytes.memory(image), format))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(text);
  }

  static Stream<String> formats() {
    return Stream.of(
        "qcow2 compat=0.10",
        "qcow2 extended_l2=on",
        "vmdk subformat=monolithicSparse",
        "vmdk subformat=streamOptimized",
        "vpc subformat=dynamic",
        "vpc subformat=fixed",
        "vdi static=off",
        "vdi static=on",
        "vhdx subformat=dynamic,block_size=1M",
        "vhdx subformat=fixed,block_size=1M");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void refusesFilesThatAreCut(String text) throws IOException {
    String name = text.substring(0, text.indexOf(' '));
    byte[] whole = image(name, text.substring(text.indexOf(' ') + 1));
    ImageFormat format =
        name.equals("vpc") ? ImageFormat.VHD : ImageFormat.valueOf(name.toUpperCase(Locale.ROOT));
    ImageInspector.inspect(TestBytes.memory(whole), format);
    boolean stream = text.endsWith("streamOptimized");
    int unit = format == ImageFormat.QCOW2 ? 64 << 10 : 512;
    int end = whole.length - (stream ? 65 << 10 : unit); // QEMU leaves room behind the last grain
    for (int part = 0; part < 40; part++) {
      int length = (int) ((long) end * part / 39) / unit * unit;
      refused(Arrays.copyOf(whole, length), format, " image");
    }
    for (int lost : stream ? new int[] {} : new int[] {1, 511}) {
      refused(Arrays.copyOf(whole, whole.length - lost), format, " image");
    }
  }

  @Test
  void refusesVhdTablesThatLie() throws IOException {
    byte[] good = image("vpc", "subformat=dynamic");
    ImageFormat vhd = ImageFormat.VHD;
    refused(with(good, image -> image.putInt(VHD_TABLE, 0x7fff_ffff)), vhd, "the data end at");
    refused(with(good, image -> image.putInt(VHD_TABLE, -2)), vhd, "the data end at");
    refused(with(good, image -> image.putInt(VHD_TABLE, 0)), vhd, "where the tables are");
    refused(with(good, image -> image.putInt(VHD_TABLE, 2)), vhd, "where the tables are");
    refused(
        with(good, image -> image.putInt(VHD_TABLE + 4, image.getInt(VHD_TABLE))),
        vhd,
        "two places of the disk");
    refused(
        with(good, image -> image.putInt(VHD_TABLE + 4, image.getInt(VHD_TABLE) + 1)),
        vhd,
        "two places of the disk");
  }

  @ParameterizedTest
  @CsvSource({
    "60, 4, needs a parent disk",
    "60, 9, type 9 is unknown",
    "60, -1, type 4294967295 is unknown",
    "16, -1, dynamic header lies at",
    "20, 3, dynamic header lies at",
    "56, 0, absurd"
  })
  void refusesVhdFootersThatLie(int offset, int value, String text) throws IOException {
    byte[] bad =
        with(
            image("vpc", "subformat=dynamic"),
            image -> {
              for (int footer : new int[] {0, image.capacity() - 512}) {
                image.putInt(footer + offset, value);
                image.putInt(footer + 52, 0); // the size beside the geometry
                image.putInt(footer + 48, 0);
                seal(image, footer, 512, 64);
              }
            });
    refused(bad, ImageFormat.VHD, text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, dynamic header is none",
    "16, -1, its table lies at",
    "20, 7, its table lies at",
    "16, 1000, reaches beyond the file",
    "28, 2, blocks of 2097152 bytes",
    "28, -1, blocks of 2097152 bytes",
    "28, 60000000, reaches beyond the file",
    "32, 3145728, absurd",
    "32, 256, absurd",
    "32, -2147483648, absurd"
  })
  void refusesVhdHeadersThatLie(int offset, int value, String text) throws IOException {
    byte[] bad =
        with(
            image("vpc", "subformat=dynamic"),
            image -> {
              image.putInt(512 + offset, value);
              seal(image, 512, 1024, 36);
            });
    refused(bad, ImageFormat.VHD, text);
  }

  @Test
  void refusesVhdsThatContradictThemselves() throws IOException {
    byte[] good = image("vpc", "subformat=dynamic");
    refused(with(good, image -> image.put(70, (byte) 77)), ImageFormat.VHD, "checksum");
    byte[] other =
        with(
            good,
            image -> {
              image.putShort(56, (short) (image.getShort(56) - 1));
              seal(image, 0, 512, 64);
            });
    refused(other, ImageFormat.VHD, "contradict each other");
  }

  /** The checksum of a VHD's structure. */
  private static void seal(ByteBuffer image, int start, int length, int checksumAt) {
    image.putInt(start + checksumAt, 0);
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += image.get(start + i) & 0xff;
    }
    image.putInt(start + checksumAt, ~sum);
  }

  private interface Change {
    void make(ByteBuffer image);
  }

  private static byte[] with(byte[] good, Change change) {
    byte[] bad = good.clone();
    change.make(ByteBuffer.wrap(bad));
    return bad;
  }

  @ParameterizedTest
  @CsvSource({
    "68, 65536, version",
    "76, 4, needs a parent",
    "76, 7, type 7 is unknown",
    "340, 0, overlap",
    "340, 513, overlap",
    "344, 512, overlap",
    "344, -512, lies at",
    "360, 4096, sectors",
    "380, 512, something extra",
    "372, -1, 64 TiB",
    "376, 3145728, absurd",
    "376, 0, absurd",
    "384, 1, its map has 1 blocks",
    "384, -1, its map has 4294967295 blocks",
    "424, 1, needs a parent",
    "440, 1, needs a parent",
    "512, 1000, block 0 lies at",
    "512, 1, two places of the disk",
    "512, -3, block 0 lies at"
  })
  void refusesVdisThatLie(int offset, int value, String text) throws IOException {
    byte[] bad = image("vdi", "static=off");
    little(bad).putInt(offset, value);
    refused(bad, ImageFormat.VDI, text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, not a vhdx",
    "8, 0, none",
    "10, 3000, none",
    "65536, -1, outside",
    "65536, 1, outside",
  })
  void refusesVhdxMetadataThatLie(int offset, long value, String text) throws IOException {
    byte[] bad = image("vhdx", "block_size=1M");
    int metadata = region(bad, 1);
    if (offset == 0) {
      bad[0] = 'V';
    } else if (offset < 65536) {
      little(bad).putShort(metadata + offset, (short) value);
      bad[metadata] = offset == 8 ? (byte) 'M' : bad[metadata];
    } else {
      little(bad).putInt(metadata + 32 + 16, (int) value);
    }
    refused(bad, ImageFormat.VHDX, text);
  }

  @Test
  void refusesVhdxTablesThatLie() throws IOException {
    byte[] good = image("vhdx", "block_size=1M");
    int table = region(good, 0);
    ImageFormat vhdx = ImageFormat.VHDX;
    for (long entry : new long[] {(1L << 40) | 6, -2L, 6}) {
      refused(with(good, image -> putLittle(image, table, entry)), vhdx, "block 0 lies at");
    }
    refused(with(good, image -> putLittle(image, table, table | 6L)), vhdx, "where the tables are");
    refused(with(good, image -> putLittle(image, table, 4)), vhdx, "state of block 0");
    refused(with(good, image -> putLittle(image, table, 7)), vhdx, "parent");
    refused(
        with(good, image -> image.putLong(table + 8, image.getLong(table))),
        vhdx,
        "two places of the disk");
  }

  @Test
  void refusesVhdxHeadersThatLie() throws IOException {
    byte[] good = image("vhdx", "block_size=1M");
    ImageFormat vhdx = ImageFormat.VHDX;
    refused(header(good, 48, 1), vhdx, "its log waits");
    refused(header(good, 66, 2), vhdx, "its version is 2");
    refused(
        with(good, image -> image.put(65536 + 200, (byte) 1).put(131072 + 200, (byte) 1)),
        vhdx,
        "neither of its headers");
    refused(regions(good, 16, 1), vhdx, "does not name all");
    refused(regions(good, 16 + 16, -1), vhdx, "a region lies at");
    refused(regions(good, 16 + 16, 1), vhdx, "a region lies at");
    refused(regions(good, 16 + 21, 4), vhdx, "a region lies at");
    byte[] required = regions(good, 16 + 32 + 28, 1);
    refused(regions(required, 16 + 32 + 3, 1), vhdx, "needs a region that is unknown");
    refused(regions(good, 8, 1), vhdx, "does not name all");
    refused(regions(good, 9, 100), vhdx, "entries");
  }

  private static byte[] header(byte[] good, int offset, int value) {
    return with(
        good,
        image -> {
          for (int header : new int[] {65536, 131072}) {
            image.put(header + offset, (byte) value);
            sealCrc(image, header, 4096);
          }
        });
  }

  private static byte[] regions(byte[] good, int offset, int value) {
    return with(
        good,
        image -> {
          for (int table : new int[] {3 * 65536, 4 * 65536}) {
            image.put(table + offset, (byte) value);
            sealCrc(image, table, 65536);
          }
        });
  }

  private static void sealCrc(ByteBuffer image, int start, int length) {
    image.putInt(start + 4, 0);
    var crc = new CRC32C();
    crc.update(image.slice(start, length));
    image.putInt(start + 4, Integer.reverseBytes((int) crc.getValue()));
  }

  private static void putLittle(ByteBuffer image, int offset, long value) {
    image.putLong(offset, Long.reverseBytes(value));
  }

  /** Where a region of a VHDX lies, of the order that QEMU writes: the block table, metadata. */
  private static int region(byte[] image, int index) {
    return (int) little(image).getLong(3 * 65536 + 16 + 32 * index + 16);
  }

  @Test
  void refusesVmdkTablesThatLie() throws IOException {
    byte[] good = image("vmdk", "subformat=monolithicSparse");
    ImageFormat vmdk = ImageFormat.VMDK;
    int directory = (int) little(good).getLong(56) * 512;
    int table = little(good).getInt(directory) * 512;
    refused(little(good, directory, -1), vmdk, "a grain table lies at");
    refused(little(good, directory, 1 << 20), vmdk, "a grain table lies at");
    refused(little(good, table, -1), vmdk, "a grain lies at");
    refused(little(good, table, 1 << 24), vmdk, "a grain lies at");
    refused(little(good, table, 1), vmdk, "where the tables are");
    refused(little(good, table, table / 512), vmdk, "where the tables are");
    refused(little(good, table, little(good).getInt(table + 4)), vmdk, "two places of the disk");
    refused(little(good, 56, 1 << 24), vmdk, "its grain directory ends at");
    refused(little(good, 44, 0), vmdk, "grain tables of 0");
    refused(little(good, 77, 2), vmdk, "compression");
  }

  @Test
  void refusesStreamsThatLie() throws IOException {
    byte[] good = ReadsAsQemuTest.withFooter(image("vmdk", "subformat=streamOptimized"));
    ImageFormat vmdk = ImageFormat.VMDK;
    ImageInspector.inspect(TestBytes.memory(good), vmdk);
    int footer = good.length - 2 * 512;
    refused(little(good, footer + 56, -1), vmdk, "its grain directory ends at");
    refused(little(good, footer + 12, 5), vmdk, "footer contradicts");
    refused(little(good, footer + 20, 64), vmdk, "footer contradicts");
    refused(little(good, footer, 5), vmdk, "its footer is missing");
    refused(little(good, footer + 56, 1 << 30), vmdk, "its grain directory ends at");
    int directory = (int) little(good).getLong(footer + 56) * 512;
    int table = little(good).getInt(directory) * 512;
    int last = 0;
    for (int i = 0; i < 144; i++) {
      last = Math.max(last, little(good).getInt(table + 4 * i) * 512);
    }
    for (int length : List.of(0, -1, 1 << 20, 3)) {
      refused(little(good, last + 8, length), vmdk, "compressed unit");
    }
  }

  private static byte[] little(byte[] good, int offset, int value) {
    byte[] bad = good.clone();
    little(bad).putInt(offset, value);
    return bad;
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 50, 512, 0x00ff_ffff_ffff_0000L})
  void refusesQcow2EntriesThatLeadOutside(long entry) throws IOException {
    byte[] good = image("qcow2", "compat=1.1");
    int l1 = (int) ByteBuffer.wrap(good).getLong(40);
    int l2 = (int) (ByteBuffer.wrap(good).getLong(l1) & 0x00ff_ffff_ffff_fe00L);
    refused(
        with(good, image -> image.putLong(l2, entry)),
        ImageFormat.QCOW2,
        "second-level entry leads to");
    refused(
        with(good, image -> image.putLong(l2, image.getLong(l2 + 8))),
        ImageFormat.QCOW2,
        "two places of the disk");
  }
}
