package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.VolumeSnapshotExportInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.snapshot.GetVolumeSnapshotExports;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.volume.SnapshotDownloads;
import org.strongroom.storage.source.guard.LeastRate;
import org.strongroom.testing.NbdProcess;
import org.strongroom.testing.S3ProxyServer;

/** Volume snapshots are read by NBD at once, and exports of NBD servers are backed up to them. */
class SnapshotExportsTest {
  private static S3ProxyServer s3;

  @TempDir private Path directory;
  private JobGround ground;
  private String storage;
  private Path disk;
  private VolumeSnapshotInventory snapshot;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void backUp() throws Exception {
    ground = new JobGround(directory, Optional.empty(), s3);
    storage = ground.fileSystem().uuid();
    disk = ground.newDisk();
    snapshot = ground.snapshot(ground.volume(disk), storage);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
  }

  @SuppressWarnings("unchecked")
  private VolumeSnapshotExportInventory export(Map<String, ?> more) {
    var values = new java.util.HashMap<String, Object>(more);
    values.put("uuid", snapshot.uuid());
    return ((InventoryReply<VolumeSnapshotExportInventory>)
            ground.answer("ExportVolumeSnapshot", values))
        .inventory();
  }

  private List<VolumeSnapshotExportInventory> exports() {
    return ((GetVolumeSnapshotExports.Reply) ground.answer("GetVolumeSnapshotExports", Map.of()))
        .exports();
  }

  private static int run(Object... command) throws Exception {
    List<String> words = Stream.of(command).map(Object::toString).toList();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return said.isEmpty() ? process.waitFor() : process.waitFor();
  }

  private boolean isReadable(VolumeSnapshotExportInventory export) throws Exception {
    return run("nbdinfo", "--size", export.nbdUrl()) == 0;
  }

  private List<Path> locks() throws Exception {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> path.getParent().endsWith("repository/locks")).toList();
    }
  }

  @Test
  void aSnapshotIsReadAtOnceByCommonClientsUntilItIsClosed() throws Exception {
    whatIsNotThereIsNotExported();
    VolumeSnapshotExportInventory export = export(Map.of());
    assertThat(export.nbdUrl()).matches("nbd://127\\.0\\.0\\.1:\\d+/[A-Za-z0-9_-]{32}");
    assertThat(export.size()).isEqualTo(Files.size(disk));
    assertThat(Duration.between(export.createDate(), export.expiredDate())).hasDays(1);
    assertThat(run("qemu-img", "compare", "-f", "raw", "-F", "raw", disk, export.nbdUrl()))
        .isZero();
    Path copy = directory.resolve("copy");
    assertThat(run("nbdcopy", export.nbdUrl(), copy)).isZero();
    assertThat(copy).satisfies(sameBytes(disk));
    assertThat(exports()).containsExactly(export);
    assertThat(locks()).hasSize(1);

    ground.answer("CloseVolumeSnapshotExport", Map.of("export", export.uuid()));
    assertThat(exports()).isEmpty();
    assertThat(isReadable(export)).isFalse();
    assertThat(locks()).isEmpty();
    ground.answer("CloseVolumeSnapshotExport", Map.of("export", export.uuid()));
    assertThat(audited(snapshot.uuid()))
        .contains("ExportVolumeSnapshot", "CloseVolumeSnapshotExport");
  }

  private void whatIsNotThereIsNotExported() {
    assertThatThrownBy(() -> export(Map.of("seconds", 0))).hasMessageContaining("seconds");
    assertThatThrownBy(() -> ground.answer("ExportVolumeSnapshot", Map.of("uuid", "0".repeat(32))))
        .hasMessageContaining("no volume snapshot has the uuid");
    assertThatThrownBy(
            () -> ground.answer("CloseVolumeSnapshotExport", Map.of("export", "nonsense")))
        .hasMessageContaining("no export has the uuid");
  }

  private List<String> audited(String... about) {
    return ground.database.read(sql ->
        sql.select(AUDIT.OPERATION)
            .from(AUDIT)
            .where(AUDIT.RESOURCE_UUID.in(List.of(about)))
            .fetch(AUDIT.OPERATION));
  }

  /** Whatever is read of it, nothing but the list of its blocks was read before. */
  @Test
  void aDiskOfATebibyteIsReadAtOnce() throws Exception {
    Path big = disk.resolveSibling("big.raw");
    byte[] data = new byte[64 << 10];
    java.util.Arrays.fill(data, (byte) 7);
    try (var file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(1L << 40);
      file.seek(5L << 30);
      file.write(data);
    }
    snapshot = ground.snapshot(ground.volume(big), storage);
    long asked = System.nanoTime();
    VolumeSnapshotExportInventory export = export(Map.of());
    assertThat(isReadable(export)).isTrue();
    System.out.printf("read after %d ms%n", (System.nanoTime() - asked) / 1_000_000);
    assertThat(export.size()).isEqualTo(1L << 40);
    String url = export.nbdUrl();
    assertThat(run("qemu-io", "-r", "-f", "raw", "-c", "read -P 7 5G 64k", url)).isZero();
    assertThat(run("qemu-io", "-r", "-f", "raw", "-c", "read -P 0 1023G 16M", url)).isZero();
  }

  @Test
  void anExportEndsWithItsTimeAndWithItsSnapshot() throws Exception {
    VolumeSnapshotExportInventory brief = export(Map.of("seconds", 1));
    VolumeSnapshotExportInventory other = export(Map.of("backupStorageUuid", storage));
    await().until(() -> !exports().contains(brief));
    assertThat(isReadable(brief)).isFalse();
    assertThat(isReadable(other)).isTrue();
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", snapshot.uuid()));
    await().until(() -> exports().isEmpty());
    assertThat(isReadable(other)).isFalse();
    await().untilAsserted(() -> assertThat(locks()).isEmpty());
  }

  @Test
  void anExportIsClosedAtAnyNode() throws Exception {
    VolumeSnapshotExportInventory export = export(Map.of());
    VolumeSnapshotExportInventory stays = export(Map.of());
    try (JobGround.LiveNode serving = ground.takeOver()) {
      assertThat(exports()).isEmpty();
      ground.answer("CloseVolumeSnapshotExport", Map.of("export", export.uuid()));
      await().until(() -> !isReadable(export));
      assertThat(isReadable(stays)).isTrue();
      assertThat(audited(export.uuid())).contains("CloseVolumeSnapshotExport");
    }
  }

  @Test
  void exportsAreBoundedInNumberAndEndWithTheServer() throws Exception {
    List<VolumeSnapshotExportInventory> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(export(Map.of()));
    }
    assertThat(all).extracting(VolumeSnapshotExportInventory::nbdUrl).doesNotHaveDuplicates();
    assertThatThrownBy(() -> export(Map.of()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("as many as can be");
    ground.answer("CloseVolumeSnapshotExport", Map.of("export", all.removeFirst().uuid()));
    all.add(export(Map.of()));
    ground.node().close();
    assertThat(isReadable(all.getLast())).isFalse();
    assertThat(locks()).isEmpty();
  }

  /** Downloads have no url that one could close: who takes all places would keep others out. */
  @Test
  void anAccountThatStallsAllItsDownloadsLeavesPlacesToOthers() throws Exception {
    Caller greedy = new Caller("a".repeat(32), "greedy", true);
    Caller other = new Caller("b".repeat(32), "other", true);
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      open.add(download(greedy));
    }
    assertThatThrownBy(() -> download(greedy)).hasMessageContaining("as many as one can");
    open.add(download(other));
    open.add(download(other));
    assertThatThrownBy(() -> download(other)).hasMessageContaining("as many as can be");
    open.removeFirst().close();
    open.add(download(other));
    for (InputStream each : open) {
      each.close();
    }
    download(greedy).close();
    assertThat(locks()).isEmpty();
  }

  /** Somebody found no place: whoever takes next to nothing loses theirs. */
  @Test
  void aDownloadThatCrawlsWhileOthersWaitIsCutAndFreesItsPlace() throws Exception {
    Caller crawling = new Caller("a".repeat(32), "crawling", true);
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      open.add(download(other("b")));
    }
    open.add(download(crawling));
    SnapshotDownloads.Download slow = found(crawling);
    try (ServerSocket server = new ServerSocket()) {
      server.setReceiveBufferSize(8192);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (Socket socket = new Socket();
          InputStream in = slow.from(0)) {
        socket.setSendBufferSize(8192);
        socket.connect(server.getLocalSocketAddress()); // where nobody reads
        Caller waiting = new Caller("c".repeat(32), "waiting", true);
        assertThatThrownBy(() -> download(waiting)).hasMessageContaining("as many as can be");
        try (LeastRate rate = slow.leastRate(Duration.ofMillis(300), () -> close(socket))) {
          assertThatThrownBy(() -> send(in, socket.getOutputStream(), rate))
              .hasMessageContaining("bytes a second passed");
        }
      }
    }
    open.add(download(other("d")));
    for (InputStream each : open) {
      each.close();
    }
    assertThat(locks()).isEmpty();
  }

  private static Caller other(String letter) {
    return new Caller(letter.repeat(32), letter, true);
  }

  private static void send(InputStream in, OutputStream out, LeastRate rate) throws IOException {
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      int some = read;
      rate.pass(() -> {
        out.write(buffer, 0, some);
        return some;
      });
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream download(Caller caller) throws IOException {
    return found(caller).from(0);
  }

  private SnapshotDownloads.Download found(Caller caller) {
    return ground.node().downloads().open(snapshot.uuid(), Optional.empty(), caller, "test");
  }

  @Test
  void anExportOfAnNbdServerIsBackedUpInGenerations() throws Exception {
    Path disks = Files.createDirectories(directory.resolve("disks"));
    ground.allow(disks.toString());
    String image = Files.copy(disk, disks.resolve("vm.raw")).toString();
    String volume;
    try (NbdProcess server =
        NbdProcess.nbdkit(
            disks, "--readonly", "--filter=delay", "file", image, "rdelay=2ms", "wdelay=2ms")) {
      volume = JobGround.uuid(ground.succeed("RegisterVolume", named(server)));
      VolumeSnapshotInventory first = ground.snapshot(volume, storage);
      assertThat(ground.restored(first.uuid())).satisfies(sameBytes(disk));
      assertThat(first.backupStorageRefs().getFirst().newSize()).isLessThan(100_000);
    }
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", snapshot.uuid()));
    try (NbdProcess server =
        NbdProcess.nbdkit(
            disks,
            "--readonly",
            "--filter=retry",
            "--filter=error",
            "file",
            image,
            "error-pread-rate=20%",
            "retries=9",
            "retry-delay=1",
            "retry-exponential=no")) {
      ground.succeed("UpdateVolume", Map.of("uuid", volume, "url", server.url("")));
      write(Path.of(image), 5);
      snapshot = ground.snapshot(volume, storage);
      assertThat(ground.restored(snapshot.uuid())).satisfies(sameBytes(Path.of(image)));
    }
    Path errors = disks.resolve("errors"); // as soon as it is there
    String[] broken = {
      "--readonly",
      "--filter=error",
      "file",
      image,
      "error-pread-rate=100%",
      "error-pread-file=" + errors
    };
    try (NbdProcess server = NbdProcess.nbdkit(disks, broken)) {
      ground.succeed("UpdateVolume", Map.of("uuid", volume, "url", server.url("")));
      write(Path.of(image), 6);
      Files.createFile(errors);
      assertThat(refusal("BackupVolume", Map.of("uuid", volume, "backupStorageUuid", storage)))
          .contains("failed with EIO");
      assertThat(ground.snapshots(volume)).hasSize(2);
      assertThat(locks()).isEmpty();
      ground.assertSound();
    }
  }

  private static Map<String, Object> named(NbdProcess server) {
    return Map.of("name", "vm", "url", server.url(""));
  }

  private static void write(Path image, int value) throws IOException {
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.seek(500_000);
      file.write(value);
    }
  }

  @Test
  void aSnapshotIsRestoredOntoAnExportOfAnNbdServer() throws Exception {
    Path disks = Files.createDirectories(directory.resolve("disks"));
    ground.allow(disks.toString());
    Path other = disks.resolve("other.raw");
    byte[] garbage = Files.readAllBytes(disk);
    java.util.Arrays.fill(garbage, 100_000, 2_000_000, (byte) 7);
    Files.write(other, garbage);
    try (NbdProcess server = NbdProcess.nbdkit(disks, "file", other.toString());
        NbdProcess readOnly = NbdProcess.nbdkit(disks, "--readonly", "file", other.toString());
        NbdProcess small = NbdProcess.nbdkit(disks, "memory", "1M");
        NbdProcess broken =
            NbdProcess.nbdkit(
                disks, "--filter=error", "file", other.toString(), "error-pwrite-rate=100%")) {
      assertThat(refusal(restoring(readOnly.url("vm")))).contains("is read-only");
      assertThat(refusal(restoring(small.url("")))).contains("1048576 bytes");
      Map<String, Object> qcow2 = new java.util.HashMap<>(restoring(server.url("")));
      qcow2.put("format", "qcow2");
      assertThat(refusal(qcow2)).contains("written raw");
      assertThat(refusal(restoring(broken.url("")))).contains("failed with EIO");
      assertThat(locks()).isEmpty();
      ground.succeed("RestoreVolumeSnapshot", restoring(server.url("")));
    }
    assertThat(other).satisfies(sameBytes(disk));
  }

  private Map<String, Object> restoring(String to) {
    return Map.of("uuid", snapshot.uuid(), "to", to);
  }

  private String refusal(Map<String, Object> values) {
    return refusal("RestoreVolumeSnapshot", values);
  }

  private String refusal(String operation, Map<String, Object> values) {
    return ground.end(ground.start(operation, values))
            instanceof org.strongroom.server.job.JobOutcome.Failed failed
        ? failed.error().toString()
        : "none";
  }
}
