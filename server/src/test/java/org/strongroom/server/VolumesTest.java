package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jooq.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.LoopDisk;
import org.strongroom.testing.NbdProcess;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.SshAccount;

/** Volumes are registered when their disks could be opened, here and on SSH servers. */
class VolumesTest {
  private static OpenSshServer sshd;
  private static S3ProxyServer s3;

  @TempDir private Path directory;
  private JobGround ground;
  private SshAccount account;
  private Path remote;

  @BeforeAll
  static void start() {
    sshd = OpenSshServer.start();
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    sshd.close();
    s3.close();
  }

  @BeforeEach
  void open() throws Exception {
    ground = new JobGround(directory, Optional.of(sshd), s3);
    account = sshd.shellAccount();
    remote = account.newScratch().local();
    Files.createDirectories(remote);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
  }

  private VolumeInventory register(Map<String, ?> values) {
    @SuppressWarnings("unchecked")
    InventoryReply<VolumeInventory> reply =
        (InventoryReply<VolumeInventory>) ground.succeed("RegisterVolume", values);
    return reply.inventory();
  }

  private String refusal(String operation, Map<String, ?> values) {
    try {
      return ground.end(ground.start(operation, values)) instanceof JobOutcome.Failed(ApiError e)
          ? e.toString()
          : "none";
    } catch (ApiException e) {
      return e.getMessage();
    }
  }

  private Path file(Path path, int bytes) throws Exception {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Files.write(path, content);
    return path;
  }

  private String url(String userInfo, Path file) {
    return "ssh://%s@%s:%d%s"
        .formatted(
            userInfo,
            sshd.host(),
            sshd.port(),
            account.remoteHome() + "/" + account.localHome().relativize(file));
  }

  private Map<String, Object> values(String url) {
    return new HashMap<>(Map.of("name", "disk", "url", url));
  }

  @Test
  void aQcow2OnAServerIsSeenAsItsGuestSeesItAndItsKeyIsPinned() throws Exception {
    Path qcow2 = remote.resolve("disk.qcow2");
    run("qemu-img", "create", "-q", "-f", "qcow2", qcow2.toString(), "64M");
    account.own(qcow2);
    VolumeInventory volume =
        register(values(url(account.username() + ":" + account.password(), qcow2)));

    assertThat(volume.format()).isEqualTo("qcow2");
    assertThat(volume.size()).isEqualTo(64L << 20);
    assertThat(volume.actualSize()).isEqualTo(Files.size(qcow2));
    assertThat(volume.hostKeyFingerprint()).startsWith("SHA256:");
    assertThat(volume.url())
        .startsWith("ssh://" + account.username() + ":***@")
        .doesNotContain(account.password());
    assertNowhere(account.password());
  }

  /** Neither what is kept nor what is shown has the secret. */
  private void assertNowhere(String secret) {
    for (Record row : ground.volumes()) {
      assertThat(row.toString()).doesNotContain(secret);
    }
    List<Record> jobs =
        ground.database.read(sql -> List.copyOf(sql.select(JOB.fields()).from(JOB).fetch()));
    assertThat(jobs.toString()).doesNotContain(secret);
  }

  @Test
  void bytesThatAreNoKnownDiskAreTakenOnlyIfTheyAreSaidToBeRaw() throws Exception {
    Path disk = file(remote.resolve("disk.img"), 3_000_000);
    account.own(disk);
    Map<String, Object> values = values(url(account.username() + ":" + account.password(), disk));
    assertThat(refusal("RegisterVolume", values)).contains("raw");
    values.put("format", "raw");
    assertThat(register(values).size()).isEqualTo(3_000_000);
    assertThat(ground.volumes()).hasSize(1);
  }

  @Test
  void theSizeOfABlockDeviceIsFoundThereAndHere() throws Exception {
    assumeThat(LoopDisk.isPossible()).isTrue();
    Path image = file(directory.resolve("loop"), 33 << 20);
    Path device = Path.of(run("/usr/sbin/losetup", "-f", "--show", image.toString()));
    Object owner = Files.getAttribute(device, "unix:uid");
    try {
      account.own(device);
      ground.allow("/dev/loop*");
      assertThat(register(values("file://" + device)).size()).isEqualTo(33L << 20);
      String there =
          "ssh://%s:%s@%s:%d%s"
              .formatted(account.username(), account.password(), sshd.host(), sshd.port(), device);
      VolumeInventory volume = register(values(there));
      assertThat(volume.size()).isEqualTo(33L << 20);
      assertThat(volume.format()).isEqualTo("raw");
    } finally {
      Files.setAttribute(device, "unix:uid", owner);
      run("/usr/sbin/losetup", "-d", device.toString());
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  /** Of an account without a shell, confined to a directory of its own. */
  @Test
  void whereThereIsSftpAloneVolumesAreBackedUpAndRestoredTo() throws Exception {
    SshAccount alone = sshd.confinedAccount();
    SshAccount.Scratch scratch = alone.newScratch();
    Files.createDirectories(scratch.local());
    alone.own(scratch.local());
    Path disk = file(scratch.local().resolve("disk.raw"), 2_500_000);
    try (var bytes = new RandomAccessFile(disk.toFile(), "rw")) {
      bytes.seek(1_000_000);
      bytes.write(new byte[600_000]);
    }
    alone.own(disk);
    String server =
        "ssh://%s:%s@%s:%d%s/"
            .formatted(
                alone.username(), alone.password(), sshd.host(), sshd.port(), scratch.remote());
    Map<String, Object> values = values(server + "disk.raw");
    values.put("format", "raw");
    VolumeInventory volume = register(values);
    assertThat(volume.size()).isEqualTo(2_500_000);
    VolumeSnapshotInventory snapshot = ground.snapshot(volume.uuid(), ground.fileSystem().uuid());
    Path asItWas = Files.copy(disk, directory.resolve("as it was"));
    ground.newDisk(); // where this machine may be restored to
    assertThat(ground.restored(snapshot.uuid())).satisfies(sameBytes(asItWas));

    restore(snapshot, server + "new.raw", "raw");
    assertThat(scratch.local().resolve("new.raw")).satisfies(sameBytes(asItWas));
    restore(snapshot, server + "new.qcow2", "qcow2");
    Path qcow2 = scratch.local().resolve("new.qcow2");
    run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", qcow2.toString(), asItWas.toString());
    try (var bytes = new RandomAccessFile(disk.toFile(), "rw")) {
      bytes.write(new byte[70_000]);
      bytes.setLength(3_000_000);
    }
    ground.succeed("RestoreVolumeSnapshot", Map.of("uuid", snapshot.uuid()));
    assertThat(disk).satisfies(sameBytes(asItWas));
    assertThat(JobGround.files(scratch.local())).hasSize(3);

    assertThat(
            refusal(
                "RestoreVolumeSnapshot",
                Map.of("uuid", snapshot.uuid(), "to", server + "../../outside.raw")))
        .isNotEqualTo("none");
    ground.assertSound();
  }

  private void restore(VolumeSnapshotInventory snapshot, String to, String format) {
    ground.succeed(
        "RestoreVolumeSnapshot", Map.of("uuid", snapshot.uuid(), "to", to, "format", format));
  }

  @Test
  void aFileOfAWebServerIsReadByRanges() {
    VolumeInventory volume = register(values(ground.web.url("/ranges")));
    assertThat(volume.size()).isEqualTo(JobGround.BYTES.length);
    assertThat(refusal("RegisterVolume", values(ground.web.url("/whole")))).contains("no ranges");
  }

  @Test
  void anotherHostKeyThanTheExpectedOneIsRefusedBeforeAnySecretIsSent() throws Exception {
    Path disk = file(remote.resolve("disk.raw"), 1000);
    account.own(disk);
    Map<String, Object> values = values(url(account.username(), disk));
    values.put("password", account.password());
    values.put("hostKeyFingerprint", "SHA256:" + "A".repeat(43));
    assertThat(refusal("RegisterVolume", values)).contains("SHA256:");
    assertThat(ground.volumes()).isEmpty();
  }

  @Test
  void aNewUrlIsTriedFirstAndNoSecretGoesToAnotherServer() throws Exception {
    Path disk = file(remote.resolve("disk.raw"), 2_000_000);
    Path larger = file(remote.resolve("larger.raw"), 2_500_000);
    account.own(disk);
    account.own(larger);
    VolumeInventory volume =
        register(values(url(account.username() + ":" + account.password(), disk)));

    assertThat(
            refusal(
                "UpdateVolume",
                Map.of(
                    "uuid",
                    volume.uuid(),
                    "url",
                    url(account.username(), remote.resolve("none.raw")))))
        .contains("no such file");
    assertThat(
            refusal(
                "UpdateVolume",
                Map.of("uuid", volume.uuid(), "url", "ssh://root@192.0.2.1/disk.raw")))
        .contains("password");
    assertThat(ground.volumes())
        .singleElement()
        .satisfies(row -> assertThat(row.get(VOLUME.SIZE)).isEqualTo(2_000_000));

    ground.succeed(
        "UpdateVolume", Map.of("uuid", volume.uuid(), "url", url(account.username(), larger)));
    assertThat(ground.volumes())
        .singleElement()
        .satisfies(row -> assertThat(row.get(VOLUME.SIZE)).isEqualTo(2_500_000));
  }

  @Test
  void filesOfTheManagementServerAreTheWhitelistsAndTellNothingElse() throws Exception {
    Path secret = file(directory.resolve("secret.raw"), 1000);
    ground.allow(directory.resolve("allowed").toString());
    Files.createDirectories(directory.resolve("allowed"));
    Path link = Files.createSymbolicLink(directory.resolve("allowed/link.raw"), secret);
    String forbidden = refusal("RegisterVolume", values("file://" + secret));
    String missing = refusal("RegisterVolume", values("file://" + directory + "/none.raw"));
    assertThat(forbidden).contains("is not there, or not in what");
    assertThat(missing.replace("none", "secret")).isEqualTo(forbidden);
    assertThat(refusal("RegisterVolume", values("file://" + link))).contains("is not there, or");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rbd://pool/disk",
        "ssh://host/path",
        "ssh://root:word@host/",
        "ssh://root:word@host/a/../b",
        "file://relative",
        "nbd+unix:///export",
        "nonsense"
      })
  void whatIsNoUrlOfAVolumeIsRefused(String url) {
    String told = refusal("RegisterVolume", values(url));
    assertThat(told).contains("SYS.1007").doesNotContain("word");
  }

  @Test
  void aUserForgesNoLine() {
    Map<String, Object> values = values("ssh://127.0.0.1:1/srv/disk.raw");
    values.put("username", "root\nforged");
    values.put("password", "word");
    assertThat(refusal("RegisterVolume", values)).contains("SYS.1007", "control characters");
  }

  @ParameterizedTest
  @CsvSource({"username, root", "hostKeyFingerprint, SHA256:abc", "privateKey, key"})
  void whatIsForSshIsForSshAlone(String parameter, String value) {
    Map<String, Object> values = values("file:///srv/disk.raw");
    values.put(parameter, value);
    assertThat(refusal("RegisterVolume", values)).contains("SYS.1007");
  }

  @Test
  void exportsOfNbdServersAreVolumesByTheirPortOrTheirSocket() throws Exception {
    Path disks = Files.createDirectories(directory.resolve("disks"));
    ground.allow(disks.toString());
    Path qcow2 = disks.resolve("disk.qcow2");
    try (NbdProcess port = NbdProcess.nbdkitTcp(disks, "pattern", "3M");
        NbdProcess socket = NbdProcess.nbdkit(disks, "memory", "5M");
        NbdProcess elsewhere = NbdProcess.nbdkit(directory, "memory", "5M");
        NbdProcess empty = NbdProcess.nbdkit(disks, "null", "0")) {
      VolumeInventory byPort = register(values(port.url("vm")));
      assertThat(byPort.size()).isEqualTo(3 << 20);
      assertThat(byPort.format()).isEqualTo("raw");
      assertThat(byPort.url()).isEqualTo(port.url("vm"));
      assertThat(register(values(socket.url("vm"))).size()).isEqualTo(5 << 20);
      assertThat(refusal("RegisterVolume", values(elsewhere.url(""))))
          .contains("is not there, or not in what");
      assertThat(refusal("RegisterVolume", values(empty.url("")))).contains("0 bytes");
    }
    ProcessBuilder make =
        new ProcessBuilder("qemu-img", "create", "-q", "-f", "qcow2", qcow2.toString(), "9M");
    assertThat(make.start().waitFor()).isZero();
    try (NbdProcess file = NbdProcess.nbdkit(disks, "file", qcow2.toString())) {
      Map<String, Object> values = values(file.url(""));
      values.put("format", "qcow2");
      assertThat(register(values).size()).isEqualTo(9 << 20);
    }
    assertThat(refusal("RegisterVolume", values("nbd://127.0.0.1:1/vm")))
        .contains("no connection to the NBD server 127.0.0.1:1");
  }

  /**
   * NBD has no other secret: those of our own exports, and tickets of oVirt, let in who has them.
   */
  @Test
  void theNameOfAnExportIsShownAsFarAsItTellsOneFromAnother() throws Exception {
    String name = "canary-4Q0cfoGqXZ2m9rT1Yb6uWk3HsLpNdAeV";
    try (NbdProcess server = NbdProcess.nbdkitTcp(directory, "memory", "3M")) {
      VolumeInventory volume = register(values(server.url(name)));
      assertThat(volume.url()).isEqualTo(server.url("cana***"));
      // what is kept for reading it has the whole name
      Map<String, Object> update = Map.of("uuid", volume.uuid(), "name", "renamed");
      assertThat(ground.succeed("UpdateVolume", update)).isNotNull();
    }
    ProcessBuilder make =
        new ProcessBuilder("qemu-img", "create", "-q", "-f", "raw", directory + "/other.raw", "1M");
    assertThat(make.start().waitFor()).isZero();
    try (NbdProcess other =
        NbdProcess.qemuTcp(
            directory, "--export-name", "other", "-f", "raw", directory + "/other.raw")) {
      assertThat(refusal("RegisterVolume", values(other.url(name))))
          .contains("cana***")
          .doesNotContain("4Q0c");
    }
    assertThat(refusal("RegisterVolume", values("nbd://127.0.0.1:1/" + name)))
        .contains("no connection")
        .doesNotContain("4Q0c");
    assertNowhere("4Q0c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nbd://host/disk?tls-psk-file=/keys",
        "nbds://host/disk?tls-verify-peer=0",
        "nbd://host/disk%zz",
        "nbd+unix:///disk?socket=/run/s&socket2=/run/t"
      })
  void anExportThatCannotBeReachedSafelyIsRefused(String url) {
    assertThat(refusal("RegisterVolume", values(url)))
        .contains("SYS.1007")
        .contains("not an NBD url");
  }
}
