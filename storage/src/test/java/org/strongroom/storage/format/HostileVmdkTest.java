package org.strongroom.storage.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    refused("only a descriptor");
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
