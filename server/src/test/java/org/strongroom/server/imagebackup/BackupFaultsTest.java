package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupstorage.VerifyBackupStorage;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageBackupTaskInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.imagebackup.BackupHouse.Node;
import org.strongroom.server.imagebackup.BackupHouse.Place;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.fault.Faults;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import org.strongroom.testing.TinyFileSystem;

/** Exports and imports that go wrong leave nothing behind but the reason. */
final class BackupFaultsTest {
  private static final byte[] RAW = new byte[12 << 20];
  private static OpenSshServer server;

  @TempDir private Path directory;
  private final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  private BackupHouse house;
  private Place store;
  private Node node;
  private ImageInventory image;

  @BeforeAll
  static void start() {
    server = OpenSshServer.start();
    new Random(5).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    server.restart();
    house = new BackupHouse(directory, scratch.remote() + "/strongroom");
    store = house.directoryStorage("store");
    node = house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
    image = house.image("i", RAW, store, Map.of());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Faults nodeFaults() {
    return house.faults(scratch.remote() + "/strongroom");
  }

  private Faults storeFaults() {
    return house.faults(store.root().toString());
  }

  private String startExport() {
    return house.start("ExportImageBackup", Map.of("name", "b", "imageUuid", image.uuid()));
  }

  private String startImport(String backup) {
    return house.start("ImportImageBackup", Map.of("name", "n", "imageBackupUuid", backup));
  }

  /** Runs something once, in the middle of the writing. */
  private static void onFirstWrite(Faults faults, Faults.Hook hook) {
    AtomicBoolean done = new AtomicBoolean();
    faults.before(
        StorageOperation.WRITE,
        () -> {
          if (done.compareAndSet(false, true)) {
            hook.run();
          }
        });
  }

  private ImageBackupInventory only() {
    assertThat(house.backups()).hasSize(1);
    return house.backups().getFirst();
  }

  @Test
  void anExportWhoseCableIsCutSaysWhyAndIsClearedAwayWhenTheNodeIsBack() {
    onFirstWrite(nodeFaults(), server::stop);

    String reason = BackupHouse.failure(house.end(startExport()));

    assertThat(only().status()).isEqualTo("error");
    assertThat(only().failReason()).isEqualTo(reason).isNotBlank();
    nodeFaults().clear();
    server.restart();
    house.reconnect(node.place());
    house.assertClean(store, node.place());
    assertThat(node.place().files()).isEmpty();
  }

  @Test
  void aNodeWithoutRoomIsRefusedBeforeAnythingIsWritten() throws Exception {
    Path mount = scratch.local().resolve("tiny");
    Files.createDirectories(mount);
    server.shellAccount().own(mount);
    try (var tiny = TinyFileSystem.mount(mount, 6 << 20)) {
      Files.createDirectories(directory.resolve("two"));
      try (var small = new BackupHouse(directory.resolve("two"), scratch.remote() + "/tiny")) {
        Place place = small.directoryStorage("store");
        Node full = small.node(server, server.shellAccount(), tiny.directory());
        ImageInventory large = small.image("i", RAW, place, Map.of());
        assertThat(
                BackupHouse.failure(
                    small.run("ExportImageBackup", Map.of("name", "b", "imageUuid", large.uuid()))))
            .contains("no backup node has room");
        assertThat(small.backups()).isEmpty();
        small.assertClean(place, full.place());
      }
    }
  }

  @Test
  void aDiskThatFillsUpLeavesNothing() {
    nodeFaults().failWritingAfter(5 << 20);
    BackupHouse.failure(house.end(startExport()));
    assertThat(only().status()).isEqualTo("error");
    assertThat(only().failReason()).contains("injected fault");
    nodeFaults().clear();
    house.assertClean(store, node.place());
    assertThat(node.place().files()).isEmpty();
  }

  @Test
  void anExportThatIsCancelledLeavesNothing() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    onFirstWrite(nodeFaults(), () -> hold(writing, goOn));
    String job = startExport();
    writing.await();
    assertThat(house.task(job, BackupHouse.ADMIN).status()).isEqualTo("running");
    house.cancel(job);
    goOn.countDown();
    house.end(job);
    ImageBackupTaskInventory task = house.task(job, BackupHouse.ADMIN);
    assertThat(task.status()).isEqualTo("canceled");
    assertThat(task.imageBackupUuid()).isEqualTo(only().uuid());
    assertThat(only().status()).isEqualTo("error");
    assertThat(only().failReason()).contains("was cancelled");
    assertThat(only().size()).isZero();
    house.assertClean(store, node.place());
    assertThat(node.place().files()).isEmpty();
  }

  private static void hold(CountDownLatch reached, CountDownLatch goOn) throws StorageException {
    reached.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new StorageException(StorageException.Reason.FAILED, "interrupted", e);
    }
  }

  @Test
  void anExportThatIsCutOffByACrashGoesOn() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    onFirstWrite(nodeFaults(), () -> hold(writing, new CountDownLatch(1)));
    String job = startExport();
    writing.await();
    long expected = only().size();
    house.crashAndRestart();
    assertThat(BackupHouse.backup(house.end(job)).status()).isEqualTo("available");
    assertThat(only().size()).isEqualTo(expected).isPositive();
    assertThat(node.place().files()).hasSize(1);
    house.assertClean(store, node.place());
  }

  @Test
  void anImportThatIsCutOffByACrashGoesOn() throws Exception {
    ImageBackupInventory backup = house.export("b", image.uuid());
    CountDownLatch writing = new CountDownLatch(1);
    onFirstWrite(storeFaults(), () -> hold(writing, new CountDownLatch(1)));
    String job = startImport(backup.uuid());
    writing.await();
    assertThat(house.backup(backup.uuid()).status()).isEqualTo("importing");
    house.crashAndRestart();
    BackupHouse.reply(house.end(job));
    assertThat(house.imagesOf(job)).hasSize(1);
    assertThat(house.images()).hasSize(2);
    assertThat(house.imagesOf(job).getFirst().sha256()).isEqualTo(image.sha256());
    house.assertClean(store, node.place());
  }

  @Test
  void anImportThatFailsTakesAllBackAndTheBackupCanBeTriedAgain() {
    ImageBackupInventory backup = house.export("b", image.uuid());
    storeFaults().failWritingAfter(5 << 20);
    String job = startImport(backup.uuid());
    BackupHouse.failure(house.end(job));
    assertThat(house.images()).extracting(ImageInventory::uuid).containsExactly(image.uuid());
    assertThat(house.backup(backup.uuid()).status()).isEqualTo("available");
    assertThat(house.backup(backup.uuid()).failReason()).contains("injected fault");
    storeFaults().clear();
    house.assertClean(store, node.place());

    BackupHouse.reply(house.end(startImport(backup.uuid())));
    assertThat(house.backup(backup.uuid()).failReason()).isNull();
  }

  @Test
  void damagedDisksAreNeverImportedAndTheBackupIsAtFault() throws Exception {
    ImageBackupInventory backup = house.export("b", image.uuid());
    try (var ova = new RandomAccessFile(node.file(backup).toFile(), "rw")) {
      ova.seek(6 << 20);
      ova.write(ova.read() ^ 1);
    }
    assertThat(BackupHouse.failure(house.end(startImport(backup.uuid())))).contains("damaged");
    assertThat(house.backup(backup.uuid()).status()).isEqualTo("error");
    assertThat(house.backup(backup.uuid()).failReason()).contains("damaged");
    assertThat(house.images()).hasSize(1);
    house.assertClean(store, node.place());
    assertThat(BackupHouse.failure(house.end(startImport(backup.uuid()))))
        .contains("is error, not available");
  }

  @Test
  void anOvaThatChangedOnItsNodeIsFoundByItsVerification() throws Exception {
    ImageBackupInventory good = house.export("good", image.uuid());
    ImageBackupInventory bad = house.export("bad", image.uuid());
    ImageBackupInventory gone = house.export("gone", image.uuid());
    try (var ova = new RandomAccessFile(node.file(bad).toFile(), "rw")) {
      ova.seek(6 << 20);
      ova.write(ova.read() ^ 1);
    }
    Files.delete(node.file(gone));
    var reply =
        (VerifyBackupStorage.Reply)
            ((JobOutcome.Succeeded)
                    house.end(
                        house.start("VerifyBackupStorage", Map.of("uuid", node.place().uuid()))))
                .reply();
    assertThat(reply.verified()).isEqualTo(1);
    assertThat(reply.damaged()).isEqualTo(2);
    assertThat(house.backup(good.uuid()).status()).isEqualTo("available");
    assertThat(house.backup(bad.uuid()).status()).isEqualTo("error");
    assertThat(house.backup(bad.uuid()).failReason()).contains("expected SHA-256");
    assertThat(house.backup(gone.uuid()).status()).isEqualTo("error");
    assertThat(house.backup(gone.uuid()).failReason()).contains("is missing");
  }

  @Test
  void anotherCopyIsExportedWhenOneProvesDamaged() throws Exception {
    Place second = house.directoryStorage("second");
    ImageInventory twice = house.image("twice", RAW, List.of(store, second), Map.of());
    Path file = Path.of(twice.backupStorageRefs().getFirst().installPath());
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(6 << 20);
      bytes.write(bytes.read() ^ 1);
    }
    ImageBackupInventory backup = house.export("b", twice.uuid());
    assertThat(backup.status()).isEqualTo("available");
    assertThat(
            house.images().stream()
                .filter(image -> image.uuid().equals(twice.uuid()))
                .flatMap(image -> image.backupStorageRefs().stream())
                .map(copy -> copy.status()))
        .containsExactlyInAnyOrder("Damaged", "Ready");
    house.assertClean(store, second, node.place());
  }

  @Test
  void aDamagedImageIsNotExported() throws Exception {
    Path file = Path.of(image.backupStorageRefs().getFirst().installPath());
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(6 << 20);
      bytes.write(bytes.read() ^ 1);
    }
    assertThat(BackupHouse.failure(house.end(startExport()))).contains("is damaged");
    assertThat(only().failReason()).contains("is damaged");
    assertThat(node.place().files()).isEmpty();
    house.assertClean(store, node.place());
  }

  @Test
  void deletingAnImageThatIsBeingImportedStopsTheImport() throws Exception {
    ImageBackupInventory backup = house.export("b", image.uuid());
    CountDownLatch writing = new CountDownLatch(1);
    onFirstWrite(storeFaults(), () -> hold(writing, new CountDownLatch(1)));
    String job = startImport(backup.uuid());
    writing.await();
    String image = house.imagesOf(job).getFirst().uuid();
    BackupHouse.reply(house.run("DeleteImage", Map.of("uuid", image)));
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Failed.class);
    assertThat(house.images()).hasSize(1);
    assertThat(house.backup(backup.uuid()).status()).isEqualTo("available");
    house.assertClean(store, node.place());
  }

  @Test
  void deletingRemovesTheOvaAndDeletingAgainIsFine() {
    ImageBackupInventory backup = house.export("b", image.uuid());
    for (int i = 0; i < 2; i++) {
      BackupHouse.reply(house.run("DeleteImageBackup", Map.of("uuid", backup.uuid())));
      assertThat(house.backups()).isEmpty();
      assertThat(node.place().files()).isEmpty();
    }
    house.assertClean(store, node.place());
  }

  @Test
  void withTheNodeDownDeletingIsRefusedAndByForceItIsCollectedLater() {
    ImageBackupInventory backup = house.export("b", image.uuid());
    server.stop();
    house.status(node.place(), "Disconnected");
    assertThat(BackupHouse.failure(house.run("DeleteImageBackup", Map.of("uuid", backup.uuid()))))
        .contains("Disconnected");
    assertThat(house.backup(backup.uuid())).isEqualTo(backup);

    BackupHouse.reply(house.run("DeleteImageBackup", Map.of("uuid", backup.uuid(), "force", true)));
    assertThat(house.backups()).isEmpty();
    assertThat(house.garbage()).isPositive();

    server.restart();
    house.reconnect(node.place());
    house.assertClean(store, node.place());
    assertThat(node.place().files()).isEmpty();
  }

  @Test
  void forceDeletingStopsTheExport() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    onFirstWrite(nodeFaults(), () -> hold(writing, new CountDownLatch(1)));
    String job = startExport();
    writing.await();
    String uuid = only().uuid();
    assertThat(BackupHouse.failure(house.run("DeleteImageBackup", Map.of("uuid", uuid))))
        .contains("is exporting");
    BackupHouse.reply(house.run("DeleteImageBackup", Map.of("uuid", uuid, "force", true)));
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Failed.class);
    assertThat(house.backups()).isEmpty();
    house.assertClean(store, node.place());
    assertThat(node.place().files()).isEmpty();
  }

  /** Each looks for others that work on the same, and none is there but they. */
  @Test
  void deletionsOfWhatIsGoneDoNotWaitForEachOther() {
    Map<String, ?> gone = Map.of("uuid", "0123456789ab4cde8f0123456789abcd");
    List<String> deletions =
        IntStream.range(0, 20).mapToObj(i -> house.start("DeleteImageBackup", gone)).toList();
    assertThat(deletions)
        .allSatisfy(job -> assertThat(house.end(job)).isInstanceOf(JobOutcome.Succeeded.class));
  }

  @Test
  void deregisteringByForceStopsTheExport() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    onFirstWrite(nodeFaults(), () -> hold(writing, new CountDownLatch(1)));
    String job = startExport();
    writing.await();
    BackupHouse.reply(house.run("DeregisterBackupNode", Map.of("id", node.id(), "force", true)));
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Failed.class);
    assertThat(house.backups()).isEmpty();
    assertThat(node.place().files()).isEmpty();
  }

  @Test
  void oneTaskAtATimeWorksOnAnImageBackupAndNoneIsResetUnderIt() throws Exception {
    ImageBackupInventory backup = house.export("b", image.uuid());
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    onFirstWrite(storeFaults(), () -> hold(writing, goOn));
    String job = startImport(backup.uuid());
    writing.await();
    assertThat(BackupHouse.failure(house.end(startImport(backup.uuid()))))
        .contains("is importing, not available");
    assertThat(BackupHouse.failure(house.run("ResetImageBackup", Map.of("uuid", backup.uuid()))))
        .contains("cancel it first");
    goOn.countDown();
    BackupHouse.reply(house.end(job));
    assertThat(
            BackupHouse.backup(house.run("ResetImageBackup", Map.of("uuid", backup.uuid())))
                .status())
        .isEqualTo("error");
    ImageBackupInventory reset =
        BackupHouse.backup(
            house.run("ResetImageBackup", Map.of("uuid", backup.uuid(), "status", "available")));
    assertThat(reset.status()).isEqualTo("available");
    assertThat(reset.failReason()).isNull();
  }

  @Test
  void anOvaThatADeregisteredNodeHasKeptIsNotWrittenOver() {
    ImageBackupInventory backup = house.export("b", image.uuid());
    BackupHouse.reply(house.run("DeregisterBackupNode", Map.of("id", node.id(), "force", true)));
    node = house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
    assertThat(
            BackupHouse.failure(
                house.run(
                    "ExportImageBackup",
                    Map.of("name", "b", "imageUuid", image.uuid(), "resourceUuid", backup.uuid()))))
        .contains("has a file", "already");
    assertThat(house.garbage()).isZero();
    assertThat(node.file(backup)).exists();
    assertThat(house.discover(node).ovaCount()).isEqualTo(1);
    house.assertClean(store, node.place());
  }

  @Test
  void progressNeverGoesBack() throws Exception {
    String job = startExport();
    List<Integer> seen = new java.util.ArrayList<>();
    Awaitility.await()
        .until(() -> {
          ImageBackupTaskInventory task = house.task(job, BackupHouse.ADMIN);
          seen.add(task.progress());
          return !task.status().equals("running");
        });
    assertThat(seen).isSorted();
    assertThat(seen.getLast()).isEqualTo(100);
  }
}
