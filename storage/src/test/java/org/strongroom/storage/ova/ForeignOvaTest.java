package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;
import org.strongroom.storage.transfer.DigestMismatchException;

/** OVAs that other tools made, in all the forms that are about. */
class ForeignOvaTest {
  private static final String LONG_DIRECTORY = "d".repeat(90) + "/" + "e".repeat(90);

  @TempDir Path directory;
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @BeforeEach
  void makeFiles() throws IOException {
    Packing.powerVc(directory);
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private ForeignPackage ova() {
    return new ForeignPackage(directory, pool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ustar", "gnu", "pax", "v7", "oldgnu"})
  void everyTarFormatIsReadWithoutReadingTheDisks(String format) throws IOException {
    Path ova = Packing.tar(directory, format, "image.ovf", "vol1.img", "vol2.img");
    try (var file = new Packing.CountingFile(ova)) {
      OvaContents contents = new OvaInspector(OvaLimits.DEFAULT).inspect(file);
      ForeignPackage.checkPowerVc(contents);
      assertThat(file.bytesRead).isLessThan(Packing.POWERVC.length() + 20 * 512);
    }
    ova().checkDisks();
  }

  @Test
  void namesAreMatchedWithALeadingDotAndDirectoriesPassedOver() throws IOException {
    Tool.run(directory, "sh", "-c", "mkdir d; mv *.ovf *.img d; tar -cf image.ova -C d .");
    ForeignPackage.checkPowerVc(ova().inspect());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax"})
  void aDescriptorInADirectoryRefersFromThere(String format) throws IOException {
    Path below = Files.createDirectories(directory.resolve(LONG_DIRECTORY));
    Packing.powerVc(below);
    Tool.run(directory, "tar", "--format=" + format, "-cf", "image.ova", "d".repeat(90));
    OvaContents contents = ova().inspect();
    assertThat(contents.disks().getFirst().file().name()).isEqualTo(LONG_DIRECTORY + "/vol2.img");
    assertThat(contents.disks()).extracting(OvaDisk::name).containsExactly("root", "data");
  }

  @Test
  void theMetaFileOfPowerVcMayStandFirstAndFillsGaps() throws IOException {
    Files.writeString(
        directory.resolve("image.meta"),
        """
        os-type = rhel
        architecture = ppc64le
        vol1-file = vol1.img
        vol1-type = data
        vol2-file = vol2.img
        vol2-type = boot
        """);
    ova().replaceInDescriptor("<ns[12]:boot.*</ns[12]:boot>", "");
    ova().replaceInDescriptor("(?s)<ovf:OperatingSystemSection.*</ovf:OperatingSystemSection>", "");
    Packing.tar(directory, "gnu", "image.meta", "image.ovf", "vol1.img", "vol2.img");
    OvaContents contents = ova().inspect();
    assertThat(contents.architecture()).contains("ppc64le");
    assertThat(contents.operatingSystem()).contains(new OvfOperatingSystem(79, "rhel"));
    assertThat(contents.disks()).extracting(OvaDisk::name).containsExactly("root", "data");
    assertThat(contents.disks()).extracting(OvaDisk::boot).containsExactly(true, false);
    ova().checkStream();
  }

  /** macOS writes letters and their accents apart, descriptors have them as one. */
  @Test
  void namesWithAccentsAreMatchedHoweverTheyAreWritten() throws IOException {
    Files.move(directory.resolve("vol1.img"), directory.resolve("gro\u0308\u00dfe.img"));
    ova().replaceInDescriptor("vol1.img", "gr\u00f6\u00dfe.img");
    Packing.tar(directory, "gnu", "image.ovf", "gro\u0308\u00dfe.img", "vol2.img");
    ForeignPackage.checkPowerVc(ova().inspect());
  }

  /**
   * A file's name has its accents taken apart by macOS, the manifest has them as they were typed.
   */
  @Test
  void digestsAreFoundByNamesWithAccentsHoweverTheyAreWritten() throws IOException {
    String apart = "gro\u0308\u00dfe.img";
    Files.move(directory.resolve("vol1.img"), directory.resolve(apart));
    ova().replaceInDescriptor("vol1.img", apart);
    Files.writeString(
        directory.resolve("image.mf"), "SHA256(gr\u00f6\u00dfe.img)= " + "0".repeat(64) + "\n");
    Packing.tar(directory, "gnu", "image.ovf", "image.mf", apart, "vol2.img");
    assertThat(ova().inspect().notes())
        .anyMatch(note -> note.contains("no digest for 'vol2.img'"))
        .noneMatch(note -> note.contains("\u00dfe.img"));
  }

  @Test
  void theNameOfAnArchiveIsPassedOver() throws IOException {
    Tool.run(
        directory,
        "sh",
        "-c",
        "mkdir d; mv *.ovf *.img d; tar --label=nightly -cf image.ova -C d image.ovf vol1.img vol2.img");
    ForeignPackage.checkPowerVc(ova().inspect());
  }

  @Test
  void withoutAWordOnBootTheFirstDiskBoots() throws IOException {
    ova().replaceInDescriptor("<ns[12]:boot.*</ns[12]:boot>", "");
    Packing.tar(directory, "gnu", "image.ovf", "vol1.img", "vol2.img");
    assertThat(ova().inspect().disks()).extracting(OvaDisk::boot).containsExactly(true, false);
    assertThat(ova().inspect().disks()).extracting(OvaDisk::name).containsExactly("data", "root");
  }

  @Test
  void attributesWithPrefixAndAnotherNamespaceAreTheSame() throws IOException {
    ova()
        .replaceInDescriptor(
            " (href|id|size|capacity|capacityAllocationUnits|diskId|fileRef)=", " ovf:$1=");
    ova().replaceInDescriptor("envelope/1", "envelope/2");
    Packing.tar(directory, "gnu", "image.ovf", "vol1.img", "vol2.img");
    ForeignPackage.checkPowerVc(ova().inspect());
  }

  @Test
  void theDescriptorMayComeAnywhereInAnArchiveAtRest() throws IOException {
    Packing.tar(directory, "gnu", "vol1.img", "vol2.img", "image.ovf");
    ForeignPackage.checkPowerVc(ova().inspect());
    assertThatThrownBy(ova()::openStream)
        .isInstanceOf(OvaException.class)
        .hasMessage(
            "the descriptor does not come before 'vol1.img', so this archive can not be read in one"
                + " pass");
  }

  @Test
  void aGzippedArchiveWithTheDescriptorAtItsEndIsReadOnceItWasLookedThrough() throws IOException {
    Packing.manifest(directory, "SHA1(%s)= %s", DigestAlgorithm.SHA1, "image.ovf", "vol1.img");
    Packing.tar(directory, "gnu", "vol1.img", "vol2.img", "image.mf", "image.ovf");
    Tool.run(directory, "sh", "-c", "gzip image.ova && mv image.ova.gz image.ova");
    ForeignPackage.checkPowerVc(ova().inspect());
    try (var driver = new FileSystemDriver(directory)) {
      OvaFile file = ForeignPackage.file(driver);
      assertThat(file.isGzip()).isTrue();
      OvaContents contents = file.inspect();
      try (OvaStream stream = file.stream(contents, pool)) {
        OvaStreamDisk disk = stream.nextDisk().orElseThrow();
        assertThat(disk.disk()).isEqualTo(contents.disks().getLast());
        assertThat(disk.data().readAllBytes()).isEqualTo(Packing.randomBytes(1, 10_000));
        assertThat(stream.finish()).isEqualTo(contents);
      }
      Files.delete(directory.resolve("image.ova"));
      ova().damage("vol1.img");
      Packing.tar(directory, "gnu", "vol1.img", "vol2.img", "image.mf", "image.ovf");
      try (OvaStream stream = file.stream(contents, pool)) {
        assertThat(stream.nextDisk()).isPresent();
        assertThatThrownBy(stream::finish).isInstanceOf(DigestMismatchException.class);
      }
      Packing.tar(directory, "gnu", "vol2.img", "vol1.img", "image.mf", "image.ovf");
      try (OvaStream stream = file.stream(contents, pool)) {
        assertThatThrownBy(stream::finish)
            .isInstanceOf(OvaException.class)
            .hasMessage("the archive has changed since it was looked through");
      }
    }
  }

  @Test
  void aReferenceMayBeWrittenAsAUri() throws IOException {
    Files.move(directory.resolve("vol1.img"), directory.resolve("vol 1.img"));
    ova().replaceInDescriptor("vol1.img", "vol%201.img");
    Packing.tar(directory, "gnu", "image.ovf", "vol 1.img", "vol2.img");
    assertThat(ova().inspect().disks().getLast().file().name()).isEqualTo("vol 1.img");
  }

  @Test
  void aBase256SizeIsReadAsGnuTarWritesIt() throws IOException {
    byte[] header = Packing.header("image.ovf", 0, '0');
    int length = Packing.POWERVC.length();
    java.nio.ByteBuffer.wrap(header).putInt(124, 0x80000000).putLong(128, length);
    byte[] bytes =
        Packing.rawTar(
            Packing.checksum(header),
            Packing.POWERVC.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Packing.header("vol1.img", 10_000, '0'),
            new byte[10_000],
            Packing.header("vol2.img", 20_480, '0'),
            new byte[20_480]);
    ForeignPackage.checkPowerVc(new OvaInspector(OvaLimits.DEFAULT).inspect(Packing.memory(bytes)));
  }

  @Test
  void aGzipFileOfSeveralPartsIsOneArchive() throws IOException {
    Packing.tar(directory, "gnu", "image.ovf", "vol1.img", "vol2.img");
    Tool.run(
        directory,
        "sh",
        "-c",
        "head -c 9000 image.ova | gzip > a.gz; tail -c +9001 image.ova | gzip > b.gz;"
            + " cat a.gz b.gz > image.ova");
    ForeignPackage.checkPowerVc(ova().inspect());
    ova().checkStream();
  }

  /** Splits the second disk into chunks. */
  private void split() throws IOException {
    byte[] disk = Files.readAllBytes(directory.resolve("vol2.img"));
    for (int i = 0; i < 3; i++) {
      Files.write(
          directory.resolve("vol2.img.00000000" + i),
          Arrays.copyOfRange(disk, i * 9000, Math.min(disk.length, (i + 1) * 9000)));
    }
    ova().replaceInDescriptor("href=\"vol2.img\"", "href=\"vol2.img\" chunkSize=\"9000\"");
  }

  @Test
  void chunksAreOneDiskEachVerifiedByItsOwnDigest() throws IOException {
    split();
    String[] chunks = {"vol2.img.000000000", "vol2.img.000000001", "vol2.img.000000002"};
    Packing.manifest(directory, "SHA256(%s)= %s", DigestAlgorithm.SHA256, chunks);
    Packing.tar(
        directory, "gnu", "image.ovf", "image.mf", chunks[0], chunks[1], chunks[2], "vol1.img");
    OvaContents contents = ova().inspect();
    ForeignPackage.checkPowerVc(contents);
    ova().checkDisks();
    assertThatThrownBy(ova()::openStream)
        .isInstanceOf(OvaException.class)
        .hasMessageContaining("split into chunks");
    try (var driver = new FileSystemDriver(directory);
        OvaStream stream = ForeignPackage.file(driver).stream(contents, pool)) {
      assertThat(stream.nextDisk().orElseThrow().data().readAllBytes())
          .isEqualTo(Packing.randomBytes(2, 20_480));
      assertThat(stream.nextDisk().orElseThrow().data().readAllBytes())
          .isEqualTo(Packing.randomBytes(1, 10_000));
      assertThat(stream.finish()).isEqualTo(contents);
    }

    ova().damage("vol2.img.000000001");
    Packing.tar(
        directory, "gnu", "image.ovf", "image.mf", chunks[0], chunks[1], chunks[2], "vol1.img");
    assertThatThrownBy(ova()::checkDisks)
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageContaining("vol2.img.000000001");
    try (var driver = new FileSystemDriver(directory);
        OvaStream stream = ForeignPackage.file(driver).stream(contents, pool)) {
      assertThat(stream.nextDisk()).isPresent();
      assertThatThrownBy(stream::finish).isInstanceOf(DigestMismatchException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vol2.img.000000000 vol2.img.000000001",
        "vol2.img.000000000 vol2.img.000000002",
        "vol2.img.000000001 vol2.img.000000002"
      })
  void aChunkThatIsMissingIsNoticed(String chunks) throws IOException {
    split();
    List<String> members = new ArrayList<>(List.of("image.ovf", "vol1.img"));
    members.addAll(List.of(chunks.split(" ")));
    Packing.tar(directory, "gnu", members.toArray(String[]::new));
    assertThatThrownBy(ova()::inspect)
        .isInstanceOfSatisfying(
            OvaException.class,
            e ->
                assertThat(e.fault())
                    .isIn(OvaException.Fault.MISSING_FILE, OvaException.Fault.SIZE_MISMATCH));
  }
}
