package org.strongroom.storage.inspection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.QemuImg;

/** What a hostile or broken VMDK is answered with. */
class HostileVmdkTest {
  @TempDir Path directory;
  private byte[] image = new byte[0];

  @BeforeEach
  void makeAGoodOne() throws IOException {
    Path file = directory.resolve("good.vmdk");
    QemuImg.img("create", "-f", "vmdk", file, "1G");
    image = Files.readAllBytes(file);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 9, version is 9",
    "12, 1125899906842624, 64 TiB",
    "12, -1, 64 TiB",
    "20, 0, grains of 0",
    "20, 100, grains of 100",
    "20, 1073741824, grains of",
    "28, 0, one part of a disk",
    "12, 0, capacity is 0",
    "28, 2, does not follow the header",
    "28, 4000, not in the first",
    "28, -1, not in the first",
    "36, 9223372036854775807, not in the first",
    "44, 100000, grain tables",
    "56, 0, over the header",
    "56, 1000000000, cut off"
  })
  void refusesNumbers(int offset, long value, String text) {
    ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    if (offset == 4 || offset == 44) {
      bytes.putInt(offset, (int) value);
    } else {
      bytes.putLong(offset, value);
    }
    refused(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"monolithicFlat", "twoGbMaxExtentSparse", "twoGbMaxExtentFlat"})
  void refusesRealDescriptorsOfOtherFiles(String subformat) throws IOException {
    Path file = directory.resolve("other.vmdk");
    QemuImg.img("create", "-f", "vmdk", "-o", "subformat=" + subformat, file, "10M");
    image = Files.readAllBytes(file);
    refused("only a descriptor (" + subformat + ")");
    if (subformat.endsWith("Sparse")) {
      image = Files.readAllBytes(directory.resolve("other-s001.vmdk"));
      refused("one part of a disk in several files");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vmfs, of an ESX datastore",
    "vmfsSparse, of an ESX datastore",
    "seSparse, of an ESX datastore",
    "vmfsRawDeviceMap, on a device of its host",
    "fullDevice, on a device of its host",
    "custom, its data lie in other files; convert"
  })
  void namesWhatADescriptorAloneIsOf(String type, String where) {
    image =
        "# Disk DescriptorFile\nversion=1\ncreateType=\"%s\"\n"
            .formatted(type)
            .getBytes(StandardCharsets.ISO_8859_1);
    refused("(" + type + ")");
    refused(where);
  }

  @ParameterizedTest
  @CsvSource({
    "bebafeca000000000100000002000000, it is a seSparse part of a disk",
    "434f5744010000000300000000400000, it is a vmfsSparse part of a disk"
  })
  void namesPartsOfDisksOfADatastore(String head, String text) {
    image = Arrays.copyOf(HexFormat.of().parseHex(head), 65_536);
    refused(text);
  }

  @ParameterizedTest
  @CsvSource({
    "RW 2097152 SPARSE, RW 2097152 FLAT, leads to another file",
    "good.vmdk, /etc/pass, leads to another file",
    "parentCID=ffffffff, parentCID=12345678, needs a parent",
    "monolithicSparse, twoGbMaxExtentSp, several files"
  })
  void refusesEmbeddedDescriptorsThatLeadElsewhere(String from, String to, String text) {
    String all = new String(image, StandardCharsets.ISO_8859_1);
    image = all.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    refused(text);
  }

  static List<String> hostileLines() {
    return List.of(
        "RW\t8\tFLAT\t\"/etc/passwd\"\t0",
        "  RW   8 \t FLAT \"/etc/passwd\" 0",
        "rw 8 flat \"/etc/passwd\" 0",
        "RW 8 FLAT \"neighbour.raw\" 0",
        "RW 8 SPARSE \"second.vmdk\"",
        "RW 8 ZERO",
        "RW 8 VMFSRDM \"device\" 0",
        "RDONLY 8 VMFS \"flat.vmdk\" 0",
        "NOACCESS 8 FLAT",
        "# comment\rRW 8 FLAT \"/etc/passwd\" 0",
        "# comment\u000bRW 8 FLAT \"/etc/passwd\" 0",
        "parentFileNameHint=\"/etc/passwd\"",
        "PARENTFILENAMEHINT = /etc/passwd",
        "# parentFileNameHint=\"/etc/passwd\"",
        "ddb.comment = \"parentFileNameHint=\"",
        "ddb.nativeParentHint = \"other.vmdk\"",
        "#createType=\"monolithicFlat\"",
        "# RW 8 FLAT \"/etc/passwd\" 0",
        "createType=\"monolithicFlat\"",
        "createType=\"monolithicSparse\"",
        "CreateType = vmfs",
        "parentCID=00000000",
        "parentCID=ffffffff",
        "# Disk DescriptorFile",
        "changeTrackPath=\"other-ctk.vmdk\"",
        "include /etc/passwd",
        "unheardOf=\"1\"",
        "CID=ffffffff CID=12345678",
        "\u0000RW 8 FLAT \"/etc/passwd\" 0");
  }

  @ParameterizedTest
  @MethodSource("hostileLines")
  void refusesADescriptorWithALineThatIsNotUnderstoodOrLeadsElsewhere(String line) {
    addLine(line);
    refused("the vmdk image is refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# made by hand",
        "#",
        "",
        "\t",
        "ddb.uuid.image=\"d2e4c4b0-0000-0000-0000-000000000000\"",
        "ddb.longContentID = \"0123\"",
        "encoding=\"UTF-8\"",
        "isNativeSnapshot=\"no\""
      })
  void takesCommentsAndWhatTellsOfTheDriveAlone(String line) throws Exception {
    addLine(line);
    ImageInspectorTest.inspectStream(image, 4096);
  }

  /** Lines end as on Windows, and the added one is the last. */
  private void addLine(String line) {
    String text = new String(image, 512, 20 * 512, StandardCharsets.ISO_8859_1);
    String more = text.substring(0, text.indexOf('\0')).replace("\n", "\r\n") + line + "\r\n";
    byte[] bytes = more.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(Arrays.copyOf(bytes, 20 * 512), 0, image, 512, 20 * 512);
  }

  /** As qemu does: what stood behind moves up, and the last of it stays behind the new end. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "12", "1234567", "12345678"})
  void takesAShorterNumberOverALongerOne(String number) throws Exception {
    String text = new String(image, 512, 20 * 512, StandardCharsets.ISO_8859_1);
    String before = text.substring(0, text.indexOf('\0'));
    String after = before.replaceFirst("\nCID=[0-9a-f]+\n", "\nCID=" + number + "\n") + "\0";
    System.arraycopy(after.getBytes(StandardCharsets.ISO_8859_1), 0, image, 512, after.length());

    ImageInspectorTest.inspectStream(image, 4096);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\0\0\0\0\0\0\0\0\0\n", "RW 8 FLAT \"/etc/passwd\" 0\n"})
  void refusesTextBehindTheEnd(String behind) {
    String text = new String(image, 512, 20 * 512, StandardCharsets.ISO_8859_1);
    byte[] bytes = behind.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, image, 512 + text.indexOf('\0') + 1, bytes.length);
    refused("its descriptor goes on after its end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# Disk DescriptorFile\nversion=1\n",
        "\n\r\n# x\n   \nversion=3\nRW 8 FLAT \"/etc/passwd\" 0\n",
        "version=2\r\n"
      })
  void tellsADescriptorAloneFromARawDisk(String text) {
    image = text.getBytes(StandardCharsets.ISO_8859_1);
    refused("only a descriptor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"qed", "parallels"})
  void namesFormatsThatWouldPassForRawDisks(String format) throws IOException {
    Path file = directory.resolve("foreign");
    QemuImg.img("create", "-f", format, file, "8M");
    image = Files.readAllBytes(file);
    refused("not raw; convert it");
  }

  @Test
  void takesWhatQemuMakes() throws Exception {
    for (String subformat : List.of("monolithicSparse", "streamOptimized")) {
      Path file = directory.resolve(subformat + ".vmdk");
      QemuImg.img("create", "-f", "vmdk", "-o", "subformat=" + subformat, file, "10M");
      image = Files.readAllBytes(file);
      ImageInspectorTest.inspectStream(image, 4096);
    }
  }

  @Test
  void refusesAFileCutInsideTheDescriptor() {
    image = Arrays.copyOf(image, 600);
    refused("cut off");
  }

  private void refused(String text) {
    assertThatThrownBy(() -> ImageInspectorTest.inspectStream(image, 4096))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(text);
  }
}
