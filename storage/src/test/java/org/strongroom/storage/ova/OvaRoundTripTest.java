package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;
import org.strongroom.storage.ova.writing.OvaLayout;
import org.strongroom.storage.ova.writing.OvaPlan;
import org.strongroom.storage.ova.writing.OvaWriter;
import org.strongroom.storage.ova.writing.OvaWritten;
import org.strongroom.storage.ova.writing.PlannedDisk;
import org.strongroom.storage.transfer.TransferListener;

/**
 * An OVA is written onto a storage, judged by the tools that are at home with it, and read back.
 */
class OvaRoundTripTest {
  private static final String WRITE_ID = "0123456789abcdef0123456789abcdef";
  private static final StoragePath OVA = StoragePath.of("image.ova");
  private static final Instant TIME = Instant.parse("2026-11-21T10:20:30Z");

  @TempDir Path directory;
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void theArchiveIsUstarWithTheDescriptorFirstAndTheManifestLast() throws Exception {
    OvaWritten written = write(plan("RHEL 9 – test", disk("root", 1_000_000), disk("data", 512)));

    assertThat(Tool.run(directory, "tar", "-tvf", "image.ova"))
        .isEqualTo(
            """
            -rw-r--r-- 0/0            2784 2026-11-21 10:20 RHEL_9_test.ovf
            -rw-r--r-- 0/0         1000000 2026-11-21 10:20 RHEL_9_test-disk1.img
            -rw-r--r-- 0/0             512 2026-11-21 10:20 RHEL_9_test-disk2.img
            -rw-r--r-- 0/0             282 2026-11-21 10:20 RHEL_9_test.mf
            """);
    Path ova = directory.resolve("image.ova");
    assertThat(Files.size(ova)).isEqualTo(written.length());
    assertThat(Tool.run(directory, "sha256sum", "image.ova"))
        .isEqualTo(written.sha256() + "  image.ova\n");
  }

  @Test
  void theManifestIsInTheExactFormOfTheStandard() throws Exception {
    OvaWritten written = write(plan("image", disk("root", 1000), disk("data", 2000)));

    Tool.run(directory, "tar", "-xf", "image.ova");
    String descriptor = Tool.run(directory, "sha256sum", "image.ovf").replaceFirst(" .*\n", "");
    assertThat(directory.resolve("image.mf"))
        .hasContent(
            "SHA256(image.ovf)= %s\nSHA256(image-disk1.img)= %s\nSHA256(image-disk2.img)= %s\n"
                .formatted(descriptor, written.diskSha256().get(0), written.diskSha256().get(1)));
    assertThat(Tool.run(directory, "sha256sum", "image-disk2.img"))
        .startsWith(written.diskSha256().get(1));
  }

  @Test
  void virtV2vFindsNameAndDisksAndVerifiesTheDigests() throws Exception {
    write(plan("Größe & <Maß>", disk("root", 1 << 20), disk("data", 4096)));

    Tool.Outcome outcome = v2v();
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("source name: Größe & <Maß>\n")
        .contains("nr vCPUs: 1\n")
        .contains("memory: 1073741824 (bytes)\n")
        .contains("disks:\n\t0\n\t1\n");
    assertThat(outcome.output()).doesNotContain("warning");
  }

  @Test
  void virtV2vRefusesItOnceAByteIsChanged() throws Exception {
    write(plan("image", disk("root", 1 << 20)));
    Path ova = directory.resolve("image.ova");
    byte[] bytes = Files.readAllBytes(ova);
    bytes[8192] ^= 1;
    Files.write(ova, bytes);

    Tool.Outcome outcome = v2v();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.output()).contains("corrupt OVA");
  }

  @Test
  void aQcow2ImageIsPackedAsTheRawDiskThatQemuSees() throws Exception {
    Tool.run(directory, "qemu-img", "create", "-f", "qcow2", "disk.qcow2", "4M");
    Tool.run(
        directory, "qemu-io", "-c", "write -P 7 64k 300k", "-c", "write -P 9 3M 512", "disk.qcow2");
    Tool.run(directory, "qemu-img", "convert", "-O", "raw", "disk.qcow2", "expected");
    try (var driver = new FileSystemDriver(directory)) {
      OvaLayout layout = OvaLayout.of(plan("image", new PlannedDisk("root", 4 << 20, true)));
      AtomicWrite target = driver.create(OVA, WRITE_ID, layout.totalBytes());
      new OvaWriter(pool)
          .write(
              layout,
              index -> GuestBytes.open(driver, StoragePath.of("disk.qcow2"), ImageFormat.QCOW2),
              target,
              TransferListener.NONE);
      target.commit();
    }
    Tool.run(directory, "tar", "-xf", "image.ova");
    assertThat(directory.resolve("image-disk1.img"))
        .satisfies(sameBytes(directory.resolve("expected")));
    assertThat(Tool.run(directory, "qemu-img", "info", "image-disk1.img"))
        .contains("file format: raw", "virtual size: 4 MiB (4194304 bytes)");
  }

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    OvaPlan plan =
        new OvaPlan(
            "Größe & <Maß>\u0000",
            "two\nlines",
            "ppc64le",
            OvfOperatingSystem.named("rhel"),
            "0123-group",
            List.of(disk("root", 700_001), disk("data", 512)),
            TIME);
    OvaWritten written = write(plan);

    try (var driver = new FileSystemDriver(directory)) {
      var file = new OvaFile(driver, OVA, OvaLimits.DEFAULT);
      OvaContents contents = file.inspect();
      assertThat(contents.name()).isEqualTo("Größe & <Maß>\uFFFD");
      assertThat(contents.description()).isEqualTo("two\nlines");
      assertThat(contents.architecture()).contains("ppc64le");
      assertThat(contents.operatingSystem()).contains(new OvfOperatingSystem(79, "rhel"));
      assertThat(contents.descriptor().systemId()).contains("0123-group");
      assertThat(contents.notes()).isEmpty();
      assertThat(contents.disks()).extracting(OvaDisk::name).containsExactly("root", "data");
      assertThat(contents.disks()).extracting(OvaDisk::boot).containsExactly(true, false);
      assertThat(contents.disks()).extracting(OvaDisk::capacity).containsExactly(700_001L, 512L);
      assertThat(contents.disks())
          .extracting(disk -> disk.digest().orElseThrow().hex())
          .isEqualTo(written.diskSha256());
      assertThat(file.isGzip()).isFalse();
      for (OvaDisk disk : contents.disks()) {
        byte[] expected = bytes((int) disk.file().size());
        try (var stream = file.readDisk(disk, pool)) {
          assertThat(stream.readAllBytes()).isEqualTo(expected);
        }
        try (var source = file.openDisk(disk)) {
          assertThat(source.size()).isEqualTo(expected.length);
          assertThat(new ByteSourceStream(source).readAllBytes()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void equalPlansMakeEqualArchives() throws Exception {
    OvaPlan plan = plan("image", disk("root", 100_000));
    assertThat(write(plan)).isEqualTo(write(plan));
  }

  @Test
  void progressCountsTheWholeArchiveUpToItsEnd() throws Exception {
    List<Long> seen = new ArrayList<>();
    OvaPlan plan = plan("image", disk("root", 600_000), disk("data", 600_000));
    OvaWritten written =
        write(
            plan,
            new TransferListener() {
              @Override
              public void progress(long bytes) {
                seen.add(bytes);
              }
            });
    assertThat(seen).isSorted().last().isEqualTo(written.length());
    assertThat(seen.getFirst()).isGreaterThan(0);
  }

  @Test
  void aStoppedWriteLeavesNothingBehind() {
    var stop =
        new TransferListener() {
          @Override
          public void progress(long bytes) throws IOException {
            throw new InterruptedIOException("cancelled");
          }
        };
    assertThatThrownBy(() -> write(plan("image", disk("root", 600_000)), stop))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("cancelled");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDiskThatIsNotAsLongAsPlannedIsRefusedAndLeavesNothing() {
    OvaPlan plan = plan("image", disk("root", 1000));
    assertThatThrownBy(() -> writeDisks(plan, 999, TransferListener.NONE))
        .isInstanceOf(OvaException.class)
        .hasMessage("disk image-disk1.img has 999 bytes instead of the 1000 planned");
    assertThat(directory).isEmptyDirectory();
  }

  private Tool.Outcome v2v() {
    return Tool.attempt(directory, "virt-v2v", "-i", "ova", "image.ova", "--print-source");
  }

  private static OvaPlan plan(String name, PlannedDisk... disks) {
    return new OvaPlan(
        name,
        "made by a test",
        "ppc64le",
        OvfOperatingSystem.named("rhel"),
        "vs0",
        List.of(disks),
        TIME);
  }

  private static PlannedDisk disk(String name, long size) {
    return new PlannedDisk(name, size, name.equals("root"));
  }

  private static byte[] bytes(int size) {
    return Packing.randomBytes(size, size);
  }

  private OvaWritten write(OvaPlan plan) throws IOException, InterruptedException {
    return write(plan, TransferListener.NONE);
  }

  private OvaWritten write(OvaPlan plan, TransferListener listener)
      throws IOException, InterruptedException {
    return writeDisks(plan, -1, listener);
  }

  private OvaWritten writeDisks(OvaPlan plan, int size, TransferListener listener)
      throws IOException, InterruptedException {
    OvaLayout layout = OvaLayout.of(plan);
    try (var driver = new FileSystemDriver(directory)) {
      AtomicWrite target = driver.create(OVA, WRITE_ID, layout.totalBytes());
      OvaWritten written =
          new OvaWriter(pool)
              .write(
                  layout,
                  index ->
                      GuestBytes.of(
                          Packing.memory(
                              bytes(size < 0 ? (int) plan.disks().get(index).size() : size))),
                  target,
                  listener);
      target.commit();
      return written;
    }
  }
}
