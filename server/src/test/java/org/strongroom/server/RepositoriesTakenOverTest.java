package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupstorage.RescanBackupStorage;
import org.strongroom.api.backupstorage.RescanBackupStorage.Finding;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.repository.AddRepositoryKey;
import org.strongroom.api.repository.GetRepositoryKeys;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.api.repository.ImportRepository;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.judge.StockRestic;

/** Repositories come into a catalog that does not know them: our own, and those of stock restic. */
class RepositoriesTakenOverTest {
  private static final String PASSWORD = "of somebody else";

  @TempDir private Path directory;
  private S3ProxyServer s3;
  private JobGround ground;

  @BeforeEach
  void open() throws Exception {
    s3 = S3ProxyServer.start();
    ground = new JobGround(directory, Optional.empty(), s3);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
    s3.close();
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

  private ImportRepository.Reply take(String storage, String password, boolean dryRun) {
    return (ImportRepository.Reply)
        ground.succeed(
            "ImportRepository", Map.of("uuid", storage, "password", password, "dryRun", dryRun));
  }

  private RescanBackupStorage.Reply rescan(String storage, boolean dryRun) {
    return (RescanBackupStorage.Reply)
        ground.succeed("RescanBackupStorage", Map.of("uuid", storage, "dryRun", dryRun));
  }

  private VolumeInventory volume(String uuid) {
    @SuppressWarnings("unchecked")
    var reply =
        (QueryReply<VolumeInventory>)
            ground.answer("QueryVolume", Map.of("q", List.of("uuid=" + uuid)));
    return reply.inventories().getFirst();
  }

  private String restic(Path repository, String... arguments) throws Exception {
    String[] command =
        Stream.concat(
                Stream.of(StockRestic.PROGRAM, "--no-cache", "-q", "-r", repository.toString()),
                Arrays.stream(arguments))
            .toArray(String[]::new);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", PASSWORD);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void aServerThatLostItsCatalogHasAllSnapshotsBackFromTheRepositoryAlone() throws Exception {
    Map<String, Object> place = ground.newFileSystem();
    String storage = JobGround.uuid(ground.succeed("AddFileSystemBackupStorage", place));
    Path disk = ground.newDisk();
    String volume = ground.volume(disk);
    String called = volume(volume).name();
    Path was = Files.copy(disk, directory.resolve("was"));
    VolumeSnapshotInventory one =
        ground.made(
            "BackupVolume",
            Map.of("uuid", volume, "backupStorageUuid", storage, "name", "of monday"));
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(2_500_000);
      file.write(new byte[] {1, 2, 3});
    }
    VolumeSnapshotInventory two = ground.snapshot(volume, storage);
    String password = ground.repositoryPassword(storage);
    ground.succeed("DeleteVolume", Map.of("uuid", volume));
    ground.succeed("ForgetBackupStorage", Map.of("uuid", storage));
    assertThat(ground.snapshots(volume)).isEmpty();

    Map<String, Object> again = new HashMap<>(place);
    again.put("importImages", true);
    storage = JobGround.uuid(ground.succeed("AddFileSystemBackupStorage", again));
    assertThat(refusal("BackupVolume", backup(ground.volume(disk), storage)))
        .contains("ImportRepository");
    assertThat(rescan(storage, false).unknown().first())
        .extracting(Finding::reason)
        .anySatisfy(reason -> assertThat(reason).contains("whose password is not known"));
    assertThat(refusal("ImportRepository", Map.of("uuid", storage, "password", "wrong")))
        .contains("opens no key");
    assertThat(take(storage, password, true).adopted().count()).isEqualTo(2);
    assertThat(ground.snapshots(volume)).isEmpty();

    ImportRepository.Reply taken = take(storage, password, false);
    assertThat(taken.adopted().count()).isEqualTo(2);
    assertThat(taken.left().count()).isZero();
    List<VolumeSnapshotInventory> back = ground.snapshots(volume);
    assertThat(back)
        .extracting(VolumeSnapshotInventory::uuid)
        .containsExactly(one.uuid(), two.uuid());
    assertThat(back.get(0).name()).isEqualTo("of monday");
    assertThat(back.get(0).createDate()).isEqualTo(one.createDate());
    assertThat(back.get(1).parentUuid()).isEqualTo(one.uuid());
    assertThat(back.get(1).latest()).isTrue();
    assertThat(back.get(1).size()).isEqualTo(3_000_000);
    assertThat(ground.restored(one.uuid())).satisfies(sameBytes(was));
    assertThat(ground.restored(two.uuid())).satisfies(sameBytes(disk));
    assertThat(volume(volume).name()).isEqualTo(called);
    assertThat(volume(volume).url()).isNull();
    assertThat(refusal("BackupVolume", backup(volume, storage))).contains("UpdateVolume");
    assertThat(refusal("ImportRepository", Map.of("uuid", storage, "password", password)))
        .contains("RescanBackupStorage");

    ground.succeed(
        "UpdateVolume", Map.of("uuid", volume, "url", "file://" + disk, "format", "raw"));
    VolumeSnapshotInventory three = ground.snapshot(volume, storage);
    assertThat(three.backupStorageRefs().getFirst().newSize()).isZero();
    rescan(storage, three);
    ground.assertSound();
  }

  private static Map<String, Object> backup(String volume, String storage) {
    return Map.of("uuid", volume, "backupStorageUuid", storage);
  }

  /** What is missing in the catalog comes, what is missing on the storage is told. */
  private void rescan(String storage, VolumeSnapshotInventory lost) throws Exception {
    RescanBackupStorage.Reply nothing = rescan(storage, false);
    assertThat(nothing.adopted().count() + nothing.missing().count()).isZero();
    assertThat(nothing.unknown().count()).isZero();
    String generation = lost.backupStorageRefs().getFirst().snapshotId();
    Path file = ground.root(storage).resolve("repository/snapshots").resolve(generation);
    Path aside = Files.move(file, directory.resolve("aside"));
    assertThat(rescan(storage, true).missing().first())
        .singleElement()
        .satisfies(finding -> assertThat(finding.resourceUuid()).isEqualTo(lost.uuid()));
    rescan(storage, false);
    assertThat(ground.snapshots(lost.volumeUuid()).getLast().backupStorageRefs().getFirst())
        .satisfies(ref -> assertThat(ref.status()).isEqualTo("Damaged"));
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", lost.uuid()));
    Files.move(aside, file);
    RescanBackupStorage.Reply found = rescan(storage, false);
    assertThat(found.adopted().first())
        .singleElement()
        .satisfies(finding -> assertThat(finding.resourceUuid()).isEqualTo(lost.uuid()));
    assertThat(ground.restored(lost.uuid()))
        .satisfies(sameBytes(ground.restored(ground.snapshots(lost.volumeUuid()).get(1).uuid())));
  }

  /** A disk, another one in qcow2, and something that is none. */
  private Path machine() throws Exception {
    Path machine = Files.createDirectories(directory.resolve("machine"));
    byte[] bytes = new byte[3 << 20];
    new Random(3).nextBytes(bytes);
    Files.write(machine.resolve("root.img"), BootSector.mark(bytes));
    Process converted =
        new ProcessBuilder(
                "qemu-img", "convert", "-f", "raw", "-O", "qcow2", "root.img", "data.qcow2")
            .directory(machine.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(converted.waitFor()).isZero();
    Files.writeString(machine.resolve("notes.txt"), "nothing of a disk\n".repeat(100));
    return machine;
  }

  private Path repository(String storage, String... version) throws Exception {
    Path repository = ground.root(storage).resolve("repository");
    restic(
        repository,
        Stream.concat(Stream.of("init"), Arrays.stream(version)).toArray(String[]::new));
    return repository;
  }

  @Test
  void disksThatStockResticHasBackedUpBecomeSnapshotsAndTheRestIsLeftAlone() throws Exception {
    ground.newDisk(); // restores may go beside it
    Path machine = machine();
    String storage = ground.fileSystem().uuid();
    Path repository = repository(storage);
    restic(repository, "backup", "--host", "host1", machine.toString());
    restic(
        repository,
        "backup",
        "--host",
        "host1",
        "--tag",
        "strongroom,snapshot:" + "0".repeat(12) + "4" + "0".repeat(19),
        machine.resolve("notes.txt").toString());

    ImportRepository.Reply taken = take(storage, PASSWORD, false);
    assertThat(taken.adopted().count()).isEqualTo(2);
    assertThat(taken.left().first())
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).contains("notes.txt", "no disk"));
    List<String> snapshots = taken.adopted().first().stream().map(Finding::resourceUuid).toList();
    for (String snapshot : snapshots) {
      ground.succeed("VerifyVolumeSnapshot", Map.of("uuid", snapshot, "deep", true));
      assertThat(ground.restored(snapshot)).satisfies(sameBytes(machine.resolve("root.img")));
      try (var stream =
          ground
              .node()
              .downloads()
              .open(snapshot, Optional.empty(), org.strongroom.server.caller.Caller.SYSTEM, "test")
              .from(1_000_000)) {
        byte[] wanted = Files.readAllBytes(machine.resolve("root.img"));
        assertThat(stream.readAllBytes())
            .isEqualTo(Arrays.copyOfRange(wanted, 1_000_000, wanted.length));
      }
    }
    String second = ground.fileSystem().uuid();
    for (String snapshot : snapshots) {
      ground.succeed("BackupVolumeSnapshot", Map.of("uuid", snapshot, "backupStorageUuid", second));
    }
    ground.succeed(
        "DeleteVolumeSnapshotFromBackupStorage",
        Map.of("uuid", snapshots.getFirst(), "backupStorageUuids", List.of(storage)));
    ground.succeed("CleanRepository", Map.of("uuid", storage));
    assertThat(restic(repository, "snapshots", "--json")).contains("notes.txt", "host1");
    ground.succeed("DeleteBackupStorage", Map.of("uuid", storage, "deleteMode", "Permissive"));
    assertThat(ground.restored(snapshots.getFirst()))
        .satisfies(sameBytes(machine.resolve("root.img")));
    restic(repository, "check", "--read-data");
    ground.assertSound();
  }

  private GetRepositoryKeys.Reply keys(String storage) {
    return (GetRepositoryKeys.Reply) ground.succeed("GetRepositoryKeys", Map.of("uuid", storage));
  }

  @Test
  void aRecoveryKeyOpensTheRepositoryUntilItIsRemoved() throws Exception {
    String storage = ground.fileSystem().uuid();
    Map<String, Object> key = Map.of("uuid", storage, "password", PASSWORD);
    assertThat(refusal("AddRepositoryKey", key)).contains("no repository yet");
    String volume = ground.volume(ground.newDisk());
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, storage);
    assertThat(refusal("AddRepositoryKey", Map.of("uuid", storage, "password", "short")))
        .contains("12 characters");
    var added = (AddRepositoryKey.Reply) ground.succeed("AddRepositoryKey", key);
    assertThat(ground.succeed("AddRepositoryKey", key)).as("made again").isEqualTo(added);
    var servers =
        (GetRepositoryPassword.Reply)
            ground.answer("GetRepositoryPassword", Map.of("uuid", storage));
    assertThat(refusal("AddRepositoryKey", Map.of("uuid", storage, "password", servers.password())))
        .contains("needs another");
    Path repository = ground.root(storage).resolve("repository");
    assertThat(restic(repository, "snapshots", "--json")).contains(snapshot.uuid());
    GetRepositoryKeys.Key own =
        keys(storage).keys().stream().filter(GetRepositoryKeys.Key::own).findFirst().orElseThrow();
    assertThat(keys(storage).keys()).hasSize(2).anyMatch(one -> one.id().equals(added.keyId()));
    assertThat(refusal("RemoveRepositoryKey", Map.of("uuid", storage, "keyId", own.id())))
        .contains("ChangeRepositoryPassword");
    ground.succeed("ChangeRepositoryPassword", Map.of("uuid", storage));
    assertThat(restic(repository, "snapshots", "--json")).contains(snapshot.uuid());

    ground.loseRepository(storage);
    assertThat(take(storage, PASSWORD, false).adopted().count()).isEqualTo(1);
    ground.succeed("ChangeRepositoryPassword", Map.of("uuid", storage));
    assertThat(keys(storage).keys()).as("the lost one of the server is left").hasSize(2);
    for (GetRepositoryKeys.Key left : keys(storage).keys()) {
      if (!left.own()) {
        ground.succeed("RemoveRepositoryKey", Map.of("uuid", storage, "keyId", left.id()));
      }
    }
    assertThat(keys(storage).keys())
        .singleElement()
        .satisfies(one -> assertThat(one.own()).isTrue());
    ground.restored(snapshot.uuid());
    ground.assertSound();
  }

  @Test
  void whatCannotBeTakenOverIsRefusedWithWhatToDo() throws Exception {
    String storage = ground.fileSystem().uuid();
    Map<String, Object> call = Map.of("uuid", storage, "password", PASSWORD);
    assertThat(refusal("ImportRepository", call))
        .contains("no restic repository", "move one there");
    Path repository = repository(storage, "--repository-version", "1");
    assertThat(refusal("ImportRepository", call)).contains("upgrade_repo_v2");
    Files.write(repository.resolve("config"), new byte[200]);
    assertThat(refusal("ImportRepository", call)).contains("not taken over", "check");
    JobGround.files(repository).forEach(file -> file.toFile().delete());
    String other = ground.fileSystem().uuid();
    ground.snapshot(ground.volume(ground.newDisk()), other);
    assertThat(refusal("ImportRepository", Map.of("uuid", other, "password", PASSWORD)))
        .contains("whose password is known");
    ground.assertSound();
  }
}
