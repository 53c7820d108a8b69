package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.judge.StockRestic;

/** Volumes are backed up in generations, each of which is restored alone; stock restic agrees. */
class VolumeSnapshotsTest {
  private static S3ProxyServer s3;

  @TempDir private Path directory;
  private JobGround ground;
  private String storage;
  private Path disk;
  private String volume;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void open() throws Exception {
    ground = new JobGround(directory, Optional.empty(), s3);
    storage = ground.fileSystem().uuid();
    disk = ground.newDisk();
    volume = ground.volume(disk);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
  }

  private Path copyOfDisk() throws Exception {
    return Files.copy(disk, directory.resolve(ground.next("as it was")));
  }

  private void change(long position, int bytes) throws Exception {
    byte[] other = new byte[bytes];
    new Random(position).nextBytes(other);
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(position);
      file.write(other);
    }
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

  private GetRepositoryPassword.Reply password() {
    return (GetRepositoryPassword.Reply)
        ground.answer("GetRepositoryPassword", Map.of("uuid", storage));
  }

  private byte[] restic(String... arguments) throws Exception {
    String[] command =
        Stream.concat(
                Stream.of(StockRestic.PROGRAM, "--no-cache", "-q", "-r", password().repository()),
                Arrays.stream(arguments))
            .toArray(String[]::new);
    var builder = new ProcessBuilder(command);
    builder.environment().put("RESTIC_PASSWORD", password().password());
    builder.redirectError(ProcessBuilder.Redirect.to(directory.resolve("errors").toFile()));
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor())
        .as(Files.readString(directory.resolve("errors")) + new String(output, UTF_8))
        .isZero();
    return output;
  }

  /**
   * Two first backups onto a storage meet: whichever call of the one is held up, the other waits,
   * or finds what was made. None takes the other's keys away.
   */
  @Test
  void twoFirstBackupsAtOnceMakeOneRepository() throws Exception {
    Path other = ground.newDisk();
    String otherVolume = ground.volume(other);
    boolean beingMade = true;
    boolean waited = false;
    for (int call = 2; beingMade; call += 3) {
      storage = ground.fileSystem().uuid();
      NthCall pause = new NthCall(call, NthCall.Fate.PAUSED);
      ground.node().nth = pause;
      try {
        String first = beginBackup(volume);
        beingMade =
            pause.awaitReached(() -> ground.isOver(first))
                && !Files.exists(ground.root(storage).resolve("repository/config"));
        String second = beginBackup(otherVolume);
        JobGround.await("the other backup").until(() -> ground.isOver(second) || waits(second));
        waited |= waits(second);
        pause.goOn();
        JobGround.reply(ground.end(first));
        JobGround.reply(ground.end(second));
      } finally {
        pause.goOn();
        ground.node().nth = NthCall.never();
      }
      assertThat(lastRestored(volume)).satisfies(sameBytes(disk));
      assertThat(lastRestored(otherVolume)).satisfies(sameBytes(other));
    }
    assertThat(waited).isTrue();
  }

  private String beginBackup(String volumeUuid) {
    return ground.start("BackupVolume", Map.of("uuid", volumeUuid, "backupStorageUuid", storage));
  }

  private boolean waits(String job) {
    return ground
        .node()
        .jobs()
        .progress(job)
        .filter(progress -> progress.step().equals(Repositories.WAITING))
        .isPresent();
  }

  private Path lastRestored(String volumeUuid) {
    return ground.restored(ground.snapshots(volumeUuid).getLast().uuid());
  }

  @Test
  void generationsAreRestoredInAnyOrderAndTheSecondStoresWhatChanged() throws Exception {
    Path first = copyOfDisk();
    VolumeSnapshotInventory one = ground.snapshot(volume, storage);
    change(2_500_000, 1000);
    VolumeSnapshotInventory two = ground.snapshot(volume, storage);

    assertThat(one.backupStorageRefs().getFirst().newSize()).isGreaterThan(1_900_000);
    var copy = two.backupStorageRefs().getFirst();
    assertThat(copy.logicalSize()).isEqualTo(3_000_000);
    assertThat(copy.newSize()).isLessThanOrEqualTo(1 << 20);
    assertThat(two.parentUuid()).isEqualTo(one.uuid());
    assertThat(ground.snapshots(volume)).extracting(s -> s.latest()).containsExactly(false, true);
    assertThat(ground.restored(one.uuid())).satisfies(sameBytes(first));
    assertThat(ground.restored(two.uuid())).satisfies(sameBytes(disk));
    ground.assertSound();
  }

  @Test
  void stockResticReadsWhatWasBackedUpWithThePasswordThatIsTold() throws Exception {
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, storage);
    String id = snapshot.backupStorageRefs().getFirst().snapshotId();
    restic("check", "--read-data");
    String name = new String(restic("ls", id), UTF_8).strip();
    assertThat(restic("dump", id, name.substring(name.lastIndexOf('\n') + 1)))
        .isEqualTo(Files.readAllBytes(disk));
    assertThat(password().command())
        .isEqualTo("restic -r " + password().repository() + " snapshots");
    List<String> audited =
        ground.database.read(sql ->
            sql.select(AUDIT.OPERATION)
                .from(AUDIT)
                .where(AUDIT.RESOURCE_UUID.eq(storage))
                .fetch(AUDIT.OPERATION));
    assertThat(audited).contains("GetRepositoryPassword");
  }

  @Test
  void deletingTheFirstSnapshotHarmsNoOther() throws Exception {
    VolumeSnapshotInventory one = ground.snapshot(volume, storage);
    change(100, 1000);
    VolumeSnapshotInventory two = ground.snapshot(volume, storage);
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", one.uuid()));

    assertThat(ground.snapshots(volume))
        .singleElement()
        .satisfies(left -> {
          assertThat(left.uuid()).isEqualTo(two.uuid());
          assertThat(left.parentUuid()).isNull();
        });
    assertThat(ground.restored(two.uuid())).satisfies(sameBytes(disk));
    restic("check", "--read-data");
    ground.assertSound();
  }

  private long used() {
    return ground.storage(storage).get(BACKUP_STORAGE.USED_CAPACITY);
  }

  /** Else each deletion of thousands would list all files of the repository. */
  @Test
  void aDeletionTakesItsOwnFileOffWhatIsUsedWithoutMeasuringTheRest() throws Exception {
    Path repository = ground.root(storage).resolve("repository");
    VolumeSnapshotInventory one = ground.snapshot(volume, storage);
    VolumeSnapshotInventory two = ground.snapshot(volume, storage);
    Path others = Files.createDirectories(repository.resolve("data/00"));
    Files.write(others.resolve("somebody-elses"), new byte[5000]);
    long before = used();
    String id = one.backupStorageRefs().getFirst().snapshotId();
    long file = Files.size(repository.resolve("snapshots").resolve(id));

    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", one.uuid()));
    assertThat(used()).isEqualTo(before - file);

    restic("tag", "--set", "monthly", two.backupStorageRefs().getFirst().snapshotId());
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", two.uuid()));
    assertThat(JobGround.files(repository.resolve("snapshots"))).isEmpty();
    ground.measureRepositories(); // nobody knew the size of a file of another name
    assertThat(used()).as("as measured").isEqualTo(JobGround.bytes(ground.root(storage)));
  }

  @Test
  void aSnapshotIsRestoredOntoItsVolumeAndOnlyWhatDiffersIsWritten() throws Exception {
    Path asItWas = copyOfDisk();
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, storage);
    change(0, 10);
    change(1_500_000, 70_000);
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(3_500_000);
    }
    ground.succeed("RestoreVolumeSnapshot", Map.of("uuid", snapshot.uuid()));
    assertThat(disk).satisfies(sameBytes(asItWas));
  }

  /** Its blocks lie there until the next clean-up, which waits for the restore's end. */
  @Test
  void aRestoreWhoseSnapshotIsDeletedMeanwhileEndsWellWithAllBytes() throws Exception {
    String snapshot = ground.snapshot(volume, storage).uuid();
    Path to = disk.resolveSibling("late");
    String restore =
        ground.start(
            "RestoreVolumeSnapshot",
            Map.of("uuid", snapshot, "to", "file://" + to, "bandwidthLimit", 800_000L));
    JobGround.await("it reads")
        .until(() ->
            ground.node().jobs().progress(restore).stream().anyMatch(read -> read.done() > 0));
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", snapshot));
    var reply = (InventoryReply<?>) JobGround.reply(ground.end(restore));
    assertThat(((VolumeSnapshotInventory) reply.inventory()).uuid()).isEqualTo(snapshot);
    assertThat(to).satisfies(sameBytes(disk));
  }

  @Test
  void aRestoredFileHasHolesWhereTheDiskHasZeros() throws Exception {
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(200L << 20);
    }
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, storage);
    Path restored = ground.restored(snapshot.uuid());
    assertThat(restored).satisfies(sameBytes(disk));
    assertThat(512L * Integer.parseInt(run("stat", "-c", "%b", restored.toString())))
        .isLessThan(4_000_000);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  @Test
  void aQcow2IsBackedUpAsItsGuestSeesItAndRestoredAsQcow2() throws Exception {
    Path qcow2 = disk.resolveSibling("disk.qcow2");
    run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", disk.toString(), qcow2.toString());
    String uuid =
        JobGround.uuid(
            ground.succeed("RegisterVolume", Map.of("name", "guest", "url", "file://" + qcow2)));
    VolumeSnapshotInventory snapshot = ground.snapshot(uuid, storage);
    run("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 512k", qcow2.toString());
    ground.succeed("RestoreVolumeSnapshot", Map.of("uuid", snapshot.uuid()));
    run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", qcow2.toString(), disk.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDamagedPackIsFoundNamedAndNeverRestored(boolean deep) throws Exception {
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, storage);
    Path pack =
        JobGround.files(ground.root(storage).resolve("repository/data")).stream()
            .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
            .orElseThrow();
    pack.toFile().setWritable(true);
    try (var file = new RandomAccessFile(pack.toFile(), "rw")) {
      file.seek(1000);
      int before = file.read();
      file.seek(1000);
      file.write(before ^ 1);
    }
    assertThatThrownBy(() -> downloaded(snapshot.uuid(), 0)).isInstanceOf(IOException.class);
    ground.succeed("VerifyBackupStorage", Map.of("uuid", storage, "deep", deep));

    var copy = ground.snapshots(volume).getFirst().backupStorageRefs().getFirst();
    assertThat(copy.status()).isEqualTo("Damaged");
    assertThat(copy.damage()).isNotBlank();
    Path to = disk.resolveSibling("never.raw");
    assertThat(
            refusal("RestoreVolumeSnapshot", Map.of("uuid", snapshot.uuid(), "to", "file://" + to)))
        .contains("no copy");
    assertThat(to).doesNotExist();
  }

  private byte[] downloaded(String snapshot, long from) throws IOException {
    try (InputStream bytes =
        ground
            .node()
            .downloads()
            .open(snapshot, Optional.empty(), Caller.SYSTEM, "test")
            .from(from)) {
      return bytes.readAllBytes();
    }
  }

  @Test
  void aSnapshotIsReadFromAnyByteOnWithoutARestore() throws Exception {
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, storage);
    byte[] bytes = Files.readAllBytes(disk);
    assertThat(downloaded(snapshot.uuid(), 0)).isEqualTo(bytes);
    assertThat(downloaded(snapshot.uuid(), 1_234_567))
        .isEqualTo(Arrays.copyOfRange(bytes, 1_234_567, bytes.length));
    assertThat(downloaded(snapshot.uuid(), bytes.length)).isEmpty();
    assertThat(JobGround.files(ground.root(storage).resolve("repository/locks"))).isEmpty();
    assertThatThrownBy(() -> downloaded("0".repeat(32), 0)).isInstanceOf(ApiException.class);
    Caller stranger = new Caller("5".repeat(32), "somebody", false);
    assertThatThrownBy(() ->
            ground.node().downloads().open(snapshot.uuid(), Optional.empty(), stranger, "test"))
        .hasMessageContaining("no volume snapshot has the uuid");
  }

  @Test
  void whereNoStorageIsNamedThatWithAnEarlierSnapshotIsTakenElseEachSaysWhyNot() throws Exception {
    ground.snapshot(volume, storage);
    ground.fileSystem();
    ground.succeed("BackupVolume", Map.of("uuid", volume));
    assertThat(ground.snapshots(volume))
        .allMatch(s -> s.backupStorageRefs().getFirst().backupStorageUuid().equals(storage));

    ground.database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.STATE, "Disabled")
            .where(BACKUP_STORAGE.UUID.eq(storage))
            .execute());
    ground.database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.FREE_CAPACITY, 1000L)
            .execute());
    assertThat(refusal("BackupVolume", Map.of("uuid", volume)))
        .contains("BS.1003", "is Disabled", "has room for 1000 bytes");
  }

  @Test
  void aDeletedStorageTakesItsRepositoryWithItAndAForgottenOneLeavesIt() throws Exception {
    Path root = ground.root(storage);
    ground.snapshot(volume, storage);
    String other = ground.fileSystem().uuid();
    Path otherRoot = ground.root(other);
    ground.snapshot(volume, other);
    ground.succeed("ForgetBackupStorage", Map.of("uuid", other));
    ground.succeed("DeleteBackupStorage", Map.of("uuid", storage, "deleteMode", "Permissive"));
    assertThat(root.resolve("repository")).doesNotExist();
    assertThat(otherRoot.resolve("repository/config")).exists();
    assertThat(ground.snapshots(volume)).isEmpty();
  }

  private int resticStatus(String password) throws Exception {
    var builder =
        new ProcessBuilder(
            StockRestic.PROGRAM,
            "--no-cache",
            "-q",
            "-r",
            password().repository(),
            "check",
            "--read-data");
    builder.environment().put("RESTIC_PASSWORD", password);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  @Test
  void aChangedPasswordOpensTheRepositoryAndTheOldOneDoesNot() throws Exception {
    assertThat(refusal("ChangeRepositoryPassword", Map.of("uuid", storage)))
        .contains("no repository yet");
    VolumeSnapshotInventory before = ground.snapshot(volume, storage);
    String old = password().password();
    ground.succeed("ChangeRepositoryPassword", Map.of("uuid", storage));
    assertThat(resticStatus(old)).isNotZero();
    assertThat(resticStatus(password().password())).isZero();
    VolumeSnapshotInventory after = ground.snapshot(volume, storage);
    assertThat(after.backupStorageRefs().getFirst().newSize()).isZero();
    assertThat(ground.restored(before.uuid())).satisfies(sameBytes(disk));
    ground.assertSound();
  }
}
