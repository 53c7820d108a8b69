package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.ova.archive.Digests;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaManifest;
import org.strongroom.storage.transfer.DigestMismatchException;

/** VMDKs that lie in several files of an archive, as programs of VMware cut them. */
class SplitDiskTest {
  private static final long GIB = 1L << 30;

  @TempDir Path directory;
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private Path raw = Path.of("");

  @BeforeEach
  void makeADisk() throws IOException {
    raw = directory.resolve("disk.raw");
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private void disk(long bytes, long... dataAt) throws IOException {
    byte[] data = new byte[100_000];
    new Random(7).nextBytes(data);
    try (var file = new RandomAccessFile(raw.toFile(), "rw")) {
      file.setLength(bytes);
      for (long at : dataAt) {
        file.seek(at);
        file.write(data);
      }
    }
  }

  private void convert(String subformat) {
    QemuImg.img(
        "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=" + subformat, raw, vmdk("disk"));
  }

  private Path vmdk(String name) {
    return directory.resolve(name + ".vmdk");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".vmdk"))
          .sorted()
          .toList();
    }
  }

  /** With a manifest of all files. */
  private OvaFile packed(FileSystemDriver driver) throws IOException {
    List<String> members = new ArrayList<>(List.of("image.ovf", "image.mf"));
    members.addAll(files());
    Files.writeString(
        directory.resolve("image.ovf"),
        """
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1">
          <References>%s</References>
          <DiskSection><Disk capacity="1" diskId="d" fileRef="disk.vmdk"/></DiskSection>
          <VirtualSystem id="vm"><Name>vm</Name></VirtualSystem>
        </Envelope>
        """
            .formatted(
                String.join(
                    "",
                    files().stream()
                        .map(name ->
                            "<File id=\"%s\" href=\"%s\" size=\"%d\"/>"
                                .formatted(name, name, directory.resolve(name).toFile().length()))
                        .toList())));
    StringBuilder manifest = new StringBuilder();
    for (String name : files()) {
      manifest.append(OvaManifest.line(name, sha256(directory.resolve(name))));
    }
    Files.writeString(directory.resolve("image.mf"), manifest);
    Packing.tar(directory, "gnu", members.toArray(String[]::new));
    return ForeignPackage.file(driver);
  }

  private static String sha256(Path file) throws IOException {
    var digest = Digests.start(DigestAlgorithm.SHA256);
    digest.update(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest.digest());
  }

  private void becomesTheSameDisk() throws IOException {
    Path made = directory.resolve("made.qcow2");
    try (var driver = new FileSystemDriver(directory)) {
      OvaFile file = packed(driver);
      OvaContents contents = file.inspect();
      assertThat(contents.doubt()).isEmpty();
      OvaDisk disk = contents.disks().getFirst();
      assertThat(disk.capacity()).isEqualTo(Files.size(raw));
      assertThat(disk.declared()).contains(ImageFormat.QCOW2);
      try (InputStream bytes = file.readDisk(disk, pool)) {
        Files.copy(bytes, made);
      }
    }
    assertThat(Files.size(made)).isLessThan(2_000_000);
    QemuImg.img("compare", "-f", "raw", "-F", "qcow2", raw, made);
  }

  @Test
  void sparsePartsOfTwoGigabytes() throws IOException {
    disk(4 * GIB + (1 << 20), 0, 2 * GIB - 50_000, 4 * GIB);
    convert("twoGbMaxExtentSparse");
    assertThat(files()).hasSizeGreaterThan(3);
    becomesTheSameDisk();
  }

  @ParameterizedTest
  @CsvSource({"twoGbMaxExtentFlat", "monolithicFlat"})
  void flatParts(String subformat) throws IOException {
    disk(8 << 20, 0, 1 << 20);
    convert(subformat);
    assertThat(files()).hasSize(2);
    becomesTheSameDisk();
  }

  @Test
  void partsOfOneFileWithZerosBetween() throws IOException {
    disk(3 << 20, 0, (2 << 20) + 512);
    byte[] all = Files.readAllBytes(raw);
    byte[] file = new byte[512 + (2 << 20)];
    System.arraycopy(all, 0, file, 512, 1 << 20);
    System.arraycopy(all, 2 << 20, file, 512 + (1 << 20), 1 << 20);
    Files.write(vmdk("data"), file);
    describe("RW 2048 FLAT \"data.vmdk\" 1\nRW 2048 ZERO\nRW 2048 FLAT \"data.vmdk\" 2049\n");
    becomesTheSameDisk();
  }

  private void describe(String extents) throws IOException {
    Files.writeString(
        vmdk("disk"),
        """
        # Disk DescriptorFile
        version=1
        CID=12345678
        parentCID=ffffffff
        createType="twoGbMaxExtentFlat"
        %s
        ddb.adapterType = "ide"
        """
            .formatted(extents),
        StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "RW 16384 FLAT \"/etc/passwd\" 0, leads to another place",
    "RW 16384 FLAT \"../data.vmdk\" 0, leads to another place",
    "RW 16384 FLAT \"gone.vmdk\" 0, is not in it",
    "RW 16384 FLAT \"data.vmdk\" 0, ends at",
    "RW 0 ZERO, not understood",
    "RW 8 VMFS \"data.vmdk\" 0, not understood",
    "RW 8 SPARSE \"data.vmdk\" 8, not understood"
  })
  void whatLeadsElsewhereIsRefused(String extent, String why) throws IOException {
    Files.write(vmdk("data"), new byte[100_000]);
    describe(extent);
    try (var driver = new FileSystemDriver(directory)) {
      OvaFile file = packed(driver);
      assertThatThrownBy(file::inspect).isInstanceOf(OvaException.class).hasMessageContaining(why);
    }
  }

  @Test
  void aDamagedPartIsFoundBeforeItIsReadHereAndThere() throws IOException {
    disk(8 << 20, 0);
    convert("twoGbMaxExtentFlat");
    try (var driver = new FileSystemDriver(directory)) {
      OvaFile file = packed(driver);
      Path ova = directory.resolve("image.ova");
      try (var bytes = new RandomAccessFile(ova.toFile(), "rw")) {
        bytes.seek(Files.size(ova) - (2 << 20));
        bytes.write(1);
      }
      OvaDisk disk = file.inspect().disks().getFirst();
      assertThatThrownBy(() -> file.readDisk(disk, pool))
          .isInstanceOf(DigestMismatchException.class);
    }
  }

  @Test
  void onePassIsNotEnough() throws IOException {
    disk(8 << 20, 0);
    convert("twoGbMaxExtentSparse");
    try (var driver = new FileSystemDriver(directory)) {
      packed(driver);
    }
    assertThatThrownBy(() -> new ForeignPackage(directory, pool).openStream())
        .isInstanceOfSatisfying(
            OvaException.class,
            e -> assertThat(e.fault()).isEqualTo(OvaException.Fault.NOT_IN_ORDER));
  }
}
