package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.ova.archive.OvaLimits;

/** Archives that are broken or set out to harm: refused with a reason, before a disk is read. */
@Tag("slow")
class HostileArchiveTest {
  @TempDir Path directory;

  @BeforeEach
  void makeFiles() throws IOException {
    Packing.powerVc(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ln -s vol2.img vol1.img | UNSAFE_MEMBER | member 'vol1.img' is a symbolic link",
        "ln vol2.img vol1.img | UNSAFE_MEMBER | is a hard link",
        "mkfifo vol1.img | UNSAFE_MEMBER | member 'vol1.img' is a named pipe",
        "truncate -s 10000 vol1.img; O=--sparse | UNSUPPORTED | stored sparse",
        "truncate -s 10000 vol1.img; O='--sparse --format=pax' | UNSUPPORTED | stored sparse",
        "echo > vol1.img; O='-P --transform s,^vol1,../vol1,' | UNSAFE_MEMBER | member"
            + " '../vol1.img' has a path",
        "echo > vol1.img; O='-P --transform s,^vol1,/tmp/vol1,' | UNSAFE_MEMBER | member"
            + " '/tmp/vol1.img' has a path",
        "echo > vol1.img; O='-P --transform s,^vol1,a/../../vol1,' | UNSAFE_MEMBER | has a path"
            + " that leads out",
        "echo > 'vol1.img'; O='--transform s,^vol1,a\\\\\\\\\\\\\\\\b,' | UNSAFE_MEMBER | has a"
            + " path that leads out",
        "cp vol2.img vol1.img; O='--transform s,^vol1,vol2,' | DUPLICATE_MEMBER | member 'vol2.img'"
            + " is there twice",
        "cp image.ovf vol1.img; O='--transform s,vol1.img,b.OVF,' | NO_DESCRIPTOR | two"
            + " descriptors: 'image.ovf' and 'b.OVF'",
        "echo > vol1.img; O='--transform s,image.ovf,image.xml,' | NO_DESCRIPTOR | there is no .ovf"
            + " descriptor",
        "echo > vol1.img; O='--exclude vol2.img' | SIZE_MISMATCH | file 'vol1.img' has 1 bytes; the"
            + " OVF descriptor says 10000",
        "head -c 10000 vol2.img > vol1.img; O='--exclude vol2.img' | MISSING_FILE | file"
            + " 'vol2.img', which the OVF descriptor refers to, is not in it",
      })
  void whatRealTarsCanHold(String prepare, Fault fault, String text) throws IOException {
    Tool.run(
        directory,
        "sh",
        "-ec",
        "rm vol1.img; O=; %s\n tar -cf image.ova $O image.ovf vol2.img vol1.img"
            .formatted(prepare.strip()));
    refused(Files.readAllBytes(directory.resolve("image.ova")), fault, text.strip());
  }

  @Test
  void whatIsNoTar() throws IOException {
    refused(new byte[0], Fault.NOT_A_TAR, "it is empty");
    refused(new byte[100], Fault.NOT_A_TAR, "it is no tar archive: 100 bytes");
    refused(Packing.randomBytes(1, 5000), Fault.NOT_A_TAR, "it is no tar archive");
    refused(new byte[10_000], Fault.NO_DESCRIPTOR, "there is no .ovf descriptor in it");
  }

  @Test
  void anArchiveCutAnywhere() throws IOException {
    byte[] whole = tar();
    int data = 512 + (Packing.POWERVC.length() + 511) / 512 * 512;
    for (int length : List.of(600, data + 100, data + 512, data + 1000, data + 512 + 9_999)) {
      refused(Arrays.copyOf(whole, length), Fault.CUT_OFF, "cut off: it ends inside of");
    }
    refused(Arrays.copyOf(whole, data), Fault.MISSING_FILE, "'vol1.img'");
  }

  @Test
  void aMissingEndIsNoLoss() throws IOException {
    byte[] whole = tar();
    int end = whole.length;
    while (whole[end - 1] == 0) {
      end--;
    }
    byte[] cut = Arrays.copyOf(whole, end);
    assertThat(new OvaInspector(OvaLimits.DEFAULT).inspect(Packing.memory(cut)).disks()).hasSize(2);
  }

  @Test
  void sizesBeyondTheContainerOrAllMeasure() throws IOException {
    refused(patched(block -> octalSize(block, 8L << 30)), Fault.CUT_OFF, "member 'vol1.img'");
    refused(
        patched(block -> ByteBuffer.wrap(block).putInt(124, 0x80000000).putLong(128, 1L << 62)),
        Fault.TOO_LARGE,
        "member 'vol1.img' claims 4611686018427387904 bytes; all members together may have"
            + " 17592186044416");
    refused(
        patched(block -> ByteBuffer.wrap(block).putInt(124, 0x80000000).putLong(128, -1)),
        Fault.NOT_A_TAR,
        "beyond all measure");
    refused(
        patched(block -> ByteBuffer.wrap(block).putInt(124, -1).putLong(128, -1)),
        Fault.NOT_A_TAR,
        "a negative number");
    refused(
        patched(block -> Packing.put(block, 124, "0000009999 ")), Fault.NOT_A_TAR, "no octal one");
  }

  @Test
  void aDamagedHeader() throws IOException {
    byte[] bytes = tar();
    bytes[vol1(bytes) + 10] ^= 1;
    refused(bytes, Fault.NOT_A_TAR, "damaged: no header at byte " + vol1(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "3, a device",
    "4, a device",
    "6, a named pipe",
    "M, several volumes",
    "Z, an unknown type"
  })
  void otherTypes(char type, String text) throws IOException {
    Fault fault = type == 'M' ? Fault.UNSUPPORTED : Fault.UNSAFE_MEMBER;
    refused(patched(block -> block[156] = (byte) type), fault, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 path=a | malformed",
        "999999999999 path=a | malformed",
        "x path=a | malformed",
        "6 =aa\\n | malformed",
        "6 path\\n | malformed",
        "12 size=-12\\n | tells a size that is no number",
        "30 size=99999999999999999999\\n | malformed",
        "29 size=99999999999999999999\\n | tells a size that is no number",
        "13 path=../a\\n | leads out of the archive",
        "15 path=/a/b/c\\n | leads out of the archive",
        "23 GNU.sparse.size=100\\n | stored sparse",
      })
  void paxHeaders(String records, String text) throws IOException {
    byte[] data = records.strip().replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
    refused(
        Packing.rawTar(Packing.header("x", data.length, 'x'), data, Packing.header("a", 0, '0')),
        null,
        text.strip());
  }

  @Test
  void extendedHeadersInWrongPlacesOrTooLarge() throws IOException {
    byte[] record = "10 path=a\n".getBytes(StandardCharsets.UTF_8);
    byte[] pax = Packing.header("x", record.length, 'x');
    refused(Packing.rawTar(pax, record), Fault.CUT_OFF, "without its member");
    refused(
        Packing.rawTar(Packing.header("g", record.length, 'g'), record),
        Fault.NOT_A_TAR,
        "one name or size to all members");
    refused(
        Packing.rawTar(Packing.header("x", 1 << 20, 'x'), new byte[1 << 20]),
        Fault.TOO_LARGE,
        "an extended header has 1048576 bytes; at most 65536 are read");
    refused(
        Packing.rawTar(Packing.header("L", 4L << 30, 'L')), Fault.TOO_LARGE, "an extended header");
  }

  @Test
  void textsThatAreTooLarge() throws IOException {
    refused(
        Packing.rawTar(Packing.header("a.ovf", (1 << 20) + 1, '0'), new byte[(1 << 20) + 1]),
        Fault.TOO_LARGE,
        "member 'a.ovf' has 1048577 bytes; at most 1048576 are read");
    refused(Packing.rawTar(Packing.header("a.mf", 2 << 20, '0')), Fault.TOO_LARGE, "'a.mf'");
    refused(Packing.rawTar(Packing.header("a.meta", 2 << 20, '0')), Fault.TOO_LARGE, "'a.meta'");
  }

  @Test
  void namesThatAreTheSameOnceTidied() throws IOException {
    refused(
        Packing.rawTar(Packing.header("a/./b", 0, '0'), Packing.header("./a//b", 0, '0')),
        Fault.DUPLICATE_MEMBER,
        "member './a//b' is there twice");
  }

  @Test
  void tooManyMembers() throws IOException {
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      blocks.add(Packing.header("file" + i, 0, '0'));
    }
    refused(
        Packing.rawTar(blocks.toArray(byte[][]::new)),
        Fault.TOO_LARGE,
        "it has more than 1000 members");
  }

  @Test
  void membersThatAreTooMuchTogether() throws IOException {
    var limits = new OvaLimits(1 << 20, 1 << 20, 10, 30_000);
    assertThatThrownBy(() -> new OvaInspector(limits).inspect(Packing.memory(tar())))
        .isInstanceOf(OvaException.class)
        .hasMessage("member 'vol2.img' claims 20480 bytes; all members together may have 30000");
  }

  @Test
  void aNameThatWouldSpoilALogIsShownTame() throws IOException {
    refused(
        Packing.rawTar(Packing.header("a\nERROR: all is lost\u001b[31m", 0, '0')),
        Fault.UNSAFE_MEMBER,
        "member 'a?ERROR: all is lost?[31m' has a path that leads out of the archive");
  }

  @Test
  void gzipFilesThatAreCutOrDamaged() throws IOException {
    Files.write(directory.resolve("image.ova"), tar());
    Tool.run(directory, "gzip", "-k", "image.ova");
    byte[] whole = Files.readAllBytes(directory.resolve("image.ova.gz"));
    refusedInOrder(Arrays.copyOf(whole, whole.length / 2), Fault.CUT_OFF, "gzip file is cut off");
    refusedInOrder(Arrays.copyOf(whole, whole.length - 4), Fault.CUT_OFF, "gzip file is cut off");
    refusedInOrder(Arrays.copyOf(whole, 5), Fault.CUT_OFF, "gzip file is cut off");
    byte[] damaged = whole.clone();
    damaged[damaged.length - 6] ^= 1;
    refusedInOrder(damaged, Fault.NOT_A_TAR, "gzip file is damaged");
  }

  @Test
  void gzipBombsAreStopped() throws IOException {
    Files.write(directory.resolve("image.ova"), tar());
    Tool.run(directory, "sh", "-c", "(cat image.ova; head -c 100M /dev/zero) | gzip -1 > bomb.gz");
    byte[] bomb = Files.readAllBytes(directory.resolve("bomb.gz"));
    refusedInOrder(bomb, Fault.TOO_LARGE, "follow the end of the tar archive");

    Tool.run(directory, "sh", "-c", "head -c 100M /dev/zero | gzip -1 > zeros.gz");
    refusedInOrder(
        Files.readAllBytes(directory.resolve("zeros.gz")), Fault.NO_DESCRIPTOR, "no .ovf");

    var limits = new OvaLimits(1 << 20, 1 << 20, 10, 50_000_000);
    byte[] member = Packing.rawTar(Packing.header("vol1.img", 50_000_001, '0'));
    Refusal.check(
        () -> new OvaInspector(limits).inspect(new ByteArrayInputStream(member)),
        Fault.TOO_LARGE,
        "member 'vol1.img' claims 50000001 bytes");
  }

  /** Forty claimed gigabytes out of as many megabytes would keep a core busy for minutes. */
  @Test
  void aGzipFileThatExpandsAThousandfoldIsStoppedEarly() throws IOException {
    byte[] header = gzip(Packing.rawTar(Packing.header("vol1.img", 40L << 30, '0')));
    byte[] zeros = gzip(new byte[64 << 20]);
    InputStream archive =
        new SequenceInputStream(
            Collections.enumeration(
                Stream.concat(Stream.of(header), Collections.nCopies(640, zeros).stream())
                    .map(ByteArrayInputStream::new)
                    .toList()));
    Refusal.check(
        () -> new OvaInspector(OvaLimits.DEFAULT).inspect(archive),
        Fault.TOO_LARGE,
        "expands more than 500-fold");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private byte[] tar() throws IOException {
    return Files.readAllBytes(Packing.tar(directory, "ustar", "image.ovf", "vol1.img", "vol2.img"));
  }

  /** Where the header of the first disk is. */
  private static int vol1(byte[] tar) {
    int at = 0;
    while (!new String(tar, at, 8, StandardCharsets.US_ASCII).equals("vol1.img")) {
      at += 512;
    }
    return at;
  }

  private byte[] patched(Consumer<byte[]> change) throws IOException {
    byte[] tar = tar();
    int at = vol1(tar);
    byte[] block = Arrays.copyOfRange(tar, at, at + 512);
    change.accept(block);
    System.arraycopy(Packing.checksum(block), 0, tar, at, 512);
    return tar;
  }

  private static void octalSize(byte[] block, long size) {
    // Eleven digits end at 8 GiB - 1; twelve without an end are read as well.
    Packing.put(block, 124, "%012o".formatted(size));
  }

  private static void refused(
      byte[] ova, @org.jspecify.annotations.Nullable Fault fault, String text) throws IOException {
    Refusal.check(
        () -> new OvaInspector(OvaLimits.DEFAULT).inspect(Packing.memory(ova)), fault, text);
    refusedInOrder(ova, fault, text);
  }

  private static void refusedInOrder(
      byte[] ova, @org.jspecify.annotations.Nullable Fault fault, String text) throws IOException {
    try (InputStream in = new ByteArrayInputStream(ova)) {
      Refusal.check(() -> new OvaInspector(OvaLimits.DEFAULT).inspect(in), fault, text);
    }
  }
}
