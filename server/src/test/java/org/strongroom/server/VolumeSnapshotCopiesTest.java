package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.VolumeSnapshotBackupStorageRefInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.S3ProxyServer;

/** Snapshots get copies on further storages, from copies or from where they exist anyway. */
class VolumeSnapshotCopiesTest {
  private static S3ProxyServer s3;

  @TempDir private Path directory;
  private JobGround ground;
  private Path disk;
  private String volume;
  private String first;
  private String second;

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
    first = ground.fileSystem().uuid();
    second = ground.fileSystem().uuid();
    disk = ground.newDisk();
    volume = ground.volume(disk);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
  }

  private VolumeSnapshotInventory copy(String snapshot, String storage) {
    return ground.made(
        "BackupVolumeSnapshot", Map.of("uuid", snapshot, "backupStorageUuid", storage));
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

  private static VolumeSnapshotBackupStorageRefInventory on(
      String storage, VolumeSnapshotInventory snapshot) {
    return snapshot.backupStorageRefs().stream()
        .filter(ref -> ref.backupStorageUuid().equals(storage))
        .findFirst()
        .orElseThrow();
  }

  private void damage(String storage) throws Exception {
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
  }

  @Test
  void aSecondStorageGetsWhatItLacksWithoutTheVolume() throws Exception {
    VolumeSnapshotInventory one = ground.snapshot(volume, first);
    Path was = Files.copy(disk, directory.resolve("was"));
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(2_500_000);
      file.write(new byte[] {1, 2, 3});
    }
    Path is = Files.copy(disk, directory.resolve("is"));
    VolumeSnapshotInventory two = ground.snapshot(volume, first);
    Files.delete(disk);

    VolumeSnapshotInventory copied = copy(one.uuid(), second);
    assertThat(copied.backupStorageRefs()).hasSize(2).allMatch(ref -> ref.status().equals("Ready"));
    assertThat(on(second, copied).logicalSize()).isEqualTo(3_000_000);
    assertThat(on(second, copy(two.uuid(), second)).newSize()).isLessThan(1 << 20);
    assertThat(refusal("BackupVolumeSnapshot", Map.of("uuid", one.uuid())))
        .contains("has a copy already");
    assertThat(
            refusal(
                "BackupVolumeSnapshot", Map.of("uuid", one.uuid(), "backupStorageUuid", second)))
        .contains("is there and good");

    damage(first);
    ground.succeed("VerifyVolumeSnapshot", Map.of("uuid", one.uuid()));
    assertThat(ground.restored(one.uuid())).satisfies(sameBytes(was));
    ground.succeed("DeleteBackupStorage", Map.of("uuid", first, "deleteMode", "Permissive"));
    assertThat(ground.restored(two.uuid())).satisfies(sameBytes(is));
    ground.assertSound();
  }

  /**
   * "Copies of images and of volume snapshots on the backup storage will be deleted; if a copy is
   * the only copy of an image or a volume snapshot, the image or the volume snapshot will be
   * deleted as well." Queries lead to "volume snapshots this backup storage contains".
   */
  @Test
  void aSnapshotGoesWithTheStorageOfItsOnlyCopy() throws Exception {
    String eldest = ground.snapshot(volume, first).uuid();
    VolumeSnapshotInventory both = ground.snapshot(volume, first);
    assertThat(both.parentUuid()).isEqualTo(eldest);
    copy(both.uuid(), second);
    VolumeSnapshotInventory lone = ground.snapshot(volume, first);
    assertThat(storagesOf(both)).containsExactlyInAnyOrder(first, second);
    assertThat(storagesOf(lone)).containsExactly(first);
    assertThat(snapshotsOn(first)).containsExactlyInAnyOrder(eldest, both.uuid(), lone.uuid());
    assertThat(snapshotsOn(second)).containsExactly(both.uuid());

    ground.succeed("DeleteBackupStorage", Map.of("uuid", first, "deleteMode", "Permissive"));
    assertThat(ground.snapshots(volume))
        .singleElement()
        .satisfies(left -> {
          assertThat(left.uuid()).isEqualTo(both.uuid());
          assertThat(left.parentUuid()).as("its parent went").isNull();
          assertThat(left.latest()).as("the newest that is left").isTrue();
          assertThat(left.backupStorageRefs())
              .singleElement()
              .satisfies(ref -> assertThat(ref.backupStorageUuid()).isEqualTo(second));
        });
    assertThat(ground.restored(both.uuid())).satisfies(sameBytes(disk));
    ground.succeed("DeleteBackupStorage", Map.of("uuid", second, "deleteMode", "Permissive"));
    assertThat(ground.snapshots(volume)).isEmpty();
    ground.assertSound();
  }

  private List<String> storagesOf(VolumeSnapshotInventory snapshot) {
    return found("QueryBackupStorage", "volumeSnapshot.uuid=" + snapshot.uuid()).stream()
        .map(row -> ((BackupStorageInventory) row).uuid())
        .toList();
  }

  private List<String> snapshotsOn(String storage) {
    return found("QueryVolumeSnapshot", "backupStorage.uuid=" + storage).stream()
        .map(row -> ((VolumeSnapshotInventory) row).uuid())
        .toList();
  }

  private List<?> found(String query, String condition) {
    return ((QueryReply<?>) ground.answer(query, Map.of("q", List.of(condition)))).inventories();
  }

  @Test
  void whatIsDamagedEverywhereIsNotCopied() throws Exception {
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, first);
    damage(first);
    // found while it is copied
    String refused =
        refusal(
            "BackupVolumeSnapshot", Map.of("uuid", snapshot.uuid(), "backupStorageUuid", second));
    assertThat(refused).contains("not copied", "SYS.1006");
    assertThat(ground.snapshots(volume).getFirst().backupStorageRefs())
        .singleElement()
        .satisfies(ref -> assertThat(ref.status()).isEqualTo("Damaged"));
    assertThat(
            refusal(
                "BackupVolumeSnapshot",
                Map.of("uuid", snapshot.uuid(), "backupStorageUuid", second)))
        .contains("no other copy");
    ground.assertSound();
  }

  @Test
  void whatWasDamagedIsGoodAgainAndStockResticAgrees() throws Exception {
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, first);
    copy(snapshot.uuid(), second);
    damage(second);
    ground.succeed("VerifyVolumeSnapshot", Map.of("uuid", snapshot.uuid()));
    assertThat(on(second, ground.snapshots(volume).getFirst()).status()).isEqualTo("Damaged");
    VolumeSnapshotInventory healed = copy(snapshot.uuid(), second);
    assertThat(on(second, healed).status()).isEqualTo("Ready");
    assertThat(on(second, healed).damage()).isNull();
    ground.succeed(
        "DeleteVolumeSnapshotFromBackupStorage",
        Map.of("uuid", snapshot.uuid(), "backupStorageUuids", List.of(first)));
    assertThat(ground.restored(snapshot.uuid())).satisfies(sameBytes(disk));
    assertThat(JobGround.files(ground.root(second).resolve("repository/snapshots"))).hasSize(1);
    ground.assertSound();
  }

  @Test
  void aSnapshotThatExistsElsewhereIsBackedUpFromThere() throws Exception {
    Path elsewhere = ground.newDisk();
    VolumeSnapshotInventory known =
        ground.made(
            "RegisterVolumeSnapshot",
            Map.of(
                "volumeUuid",
                volume,
                "url",
                "file://" + elsewhere,
                "format",
                "raw",
                "name",
                "monday"));
    assertThat(known.name()).isEqualTo("monday");
    assertThat(known.latest()).isTrue();
    assertThat(known.backupStorageRefs()).isEmpty();

    ground.succeed("BackupVolumeSnapshot", Map.of("uuid", known.uuid()));
    String storage =
        ground.snapshots(volume).getFirst().backupStorageRefs().getFirst().backupStorageUuid();
    assertThat(ground.restored(known.uuid())).satisfies(sameBytes(elsewhere));
    damage(storage);
    ground.succeed("VerifyVolumeSnapshot", Map.of("uuid", known.uuid()));
    copy(known.uuid(), storage);
    assertThat(ground.restored(known.uuid())).satisfies(sameBytes(elsewhere));

    ground.succeed(
        "DeleteVolumeSnapshotFromBackupStorage",
        Map.of("uuid", known.uuid(), "backupStorageUuids", List.of(storage)));
    assertThat(ground.snapshots(volume)).as("it still exists elsewhere").hasSize(1);
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", known.uuid()));
    assertThat(ground.snapshots(volume)).isEmpty();
    assertThat(elsewhere).exists();
  }

  private static void qemu(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void anInternalSnapshotOfAnImageIsBackedUpAsItsGuestSawIt() throws Exception {
    String image = disk.resolveSibling("image.qcow2").toString();
    qemu("qemu-img", "convert", "-f", "raw", "-O", "qcow2", disk.toString(), image);
    qemu("qemu-img", "snapshot", "-c", "before upgrade", image);
    qemu("qemu-io", "-f", "qcow2", "-c", "write -P 7 1M 1M", image);
    String expected = directory.resolve("expected.raw").toString();
    String named = "snapshot.name=before upgrade";
    qemu("qemu-img", "convert", "-l", named, "-f", "qcow2", "-O", "raw", image, expected);
    String url = "file://" + image + "#snapshot=before%20upgrade";
    VolumeSnapshotInventory known =
        ground.made("RegisterVolumeSnapshot", Map.of("volumeUuid", volume, "url", url));
    assertThat(known.format()).isEqualTo("qcow2");
    copy(known.uuid(), first);
    assertThat(ground.restored(known.uuid())).satisfies(sameBytes(Path.of(expected)));
    assertThat(
            refusal(
                "RegisterVolumeSnapshot",
                Map.of("volumeUuid", volume, "url", "file://" + image + "#snapshot=other")))
        .contains("no internal snapshot 'other'");
    assertThat(refusal("RestoreVolumeSnapshot", Map.of("uuid", known.uuid(), "to", url)))
        .contains("only read");
    ground.assertSound();
  }

  private ImageInventory template(String operation, Map<String, Object> values) {
    return ground.made(operation, values);
  }

  @Test
  void anImageOfASnapshotIsItsDiskWhicheverCopyIsGood() throws Exception {
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, first);
    Path was = Files.copy(disk, directory.resolve("was"));
    copy(snapshot.uuid(), second);
    damage(first.compareTo(second) < 0 ? first : second); // the one that is tried first
    Files.delete(disk);
    ImageInventory image =
        template(
            "CreateRootVolumeTemplateFromVolumeSnapshot",
            Map.of(
                "snapshotUuid",
                snapshot.uuid(),
                "name",
                "root of monday",
                "backupStorageUuids",
                List.of(first, second),
                "platform",
                "Linux"));
    assertThat(image.status()).isEqualTo("Ready");
    assertThat(image.mediaType()).isEqualTo("RootVolumeTemplate");
    assertThat(image.format()).isEqualTo("raw");
    assertThat(image.platform()).isEqualTo("Linux");
    assertThat(image.url()).isEqualTo("volume-snapshot://" + snapshot.uuid());
    assertThat(image.backupStorageRefs())
        .hasSize(2)
        .allSatisfy(ref -> assertThat(Path.of(ref.installPath())).satisfies(sameBytes(was)));
    assertThat(ground.snapshots(volume).getFirst().backupStorageRefs())
        .extracting(VolumeSnapshotBackupStorageRefInventory::status)
        .containsExactlyInAnyOrder("Ready", "Damaged");
    ground.assertSound();
  }

  @Test
  void anImageOfAVolumeIsQcow2IfAskedForAndPlacedByItself() throws Exception {
    ImageInventory image =
        template(
            "CreateDataVolumeTemplateFromVolume",
            Map.of("volumeUuid", volume, "name", "data now", "format", "qcow2"));
    assertThat(image.mediaType()).isEqualTo("DataVolumeTemplate");
    assertThat(image.format()).isEqualTo("qcow2");
    Process compared =
        new ProcessBuilder(
                "qemu-img",
                "compare",
                "-f",
                "qcow2",
                "-F",
                "raw",
                image.backupStorageRefs().getFirst().installPath(),
                disk.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(compared.getInputStream().readAllBytes(), UTF_8)).contains("identical");
    Files.delete(disk);
    String refused =
        refusal(
            "CreateRootVolumeTemplateFromRootVolume",
            Map.of("rootVolumeUuid", volume, "name", "none", "backupStorageUuids", List.of(first)));
    assertThat(refused).contains("volume://" + volume, "not there");
    ground.assertSound();
  }
}
