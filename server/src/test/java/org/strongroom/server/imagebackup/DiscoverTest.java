package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.imagebackup.BackupHouse.Node;
import org.strongroom.server.imagebackup.BackupHouse.Place;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.fault.Faults;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** What discovering makes of the files on a node. */
final class DiscoverTest {
  private static final byte[] RAW = new byte[100_000];
  private static OpenSshServer server;

  @TempDir private Path directory;
  private final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  private BackupHouse house;
  private Place store;
  private Node node;

  @BeforeAll
  static void start() {
    server = OpenSshServer.start();
    new Random(3).nextBytes(RAW);
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
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** An OVA of two disks, made by tar. */
  private Path ova(String name) throws Exception {
    Files.write(directory.resolve("boot.img"), RAW);
    Files.write(directory.resolve("data.img"), RAW);
    Files.writeString(
        directory.resolve("two.ovf"), ExportImportTest.twoDisks(RAW.length, RAW.length));
    Path ova = node.place().root().resolve(name);
    Files.createDirectories(ova.getParent());
    Tool.run(directory, "tar", "cf", ova.toString(), "two.ovf", "boot.img", "data.img");
    return own(ova);
  }

  private static Path own(Path file) {
    server.shellAccount().own(file);
    server.shellAccount().own(file.getParent());
    return file;
  }

  @Test
  void soundOnesAtTheTopAndOneLevelBelowAreFoundAndOthersAreNot() throws Exception {
    ova("a.ova");
    ova("sub/b.OVA");
    ova("sub/deeper/c.ova");
    ova(".hidden.ova");
    ova("sub/.0123456789abcdef0123456789abcdef.part");
    ova("rootVolumeTemplates/d.ova");
    ova("e.tar");
    Files.createSymbolicLink(node.place().root().resolve("link.ova"), directory.resolve("two.ovf"));
    Files.createDirectories(node.place().root().resolve("directory.ova"));
    own(Files.writeString(node.place().root().resolve("text.ova"), "this is no archive at all"));
    own(Files.createFile(node.place().root().resolve("empty.ova")));

    DiscoverBackupNode.Reply found = house.discover(node);

    assertThat(house.backups())
        .extracting(ImageBackupInventory::path)
        .containsExactlyInAnyOrder("a.ova", "sub/b.OVA");
    assertThat(found.ovaCount()).isEqualTo(2);
    assertThat(found.broken())
        .extracting(DiscoverBackupNode.BrokenOva::path)
        .containsExactlyInAnyOrder("text.ova", "empty.ova");
    assertThat(found.broken()).allSatisfy(broken -> assertThat(broken.reason()).isNotBlank());
    assertThat(house.backups())
        .allSatisfy(backup -> {
          assertThat(backup.discovered()).isTrue();
          assertThat(backup.status()).isEqualTo("available");
          assertThat(backup.name()).isEqualTo("two");
          assertThat(backup.diskCount()).isEqualTo(2);
          assertThat(backup.diskSize()).isEqualTo(2L * RAW.length);
          assertThat(backup.projectUuid()).isEqualTo(Caller.ADMIN_PROJECT);
        });
    assertThat(house.used(node.place()))
        .isEqualTo(Files.size(node.place().root().resolve("a.ova")) * 2);
  }

  @Test
  void callingItTwiceChangesNothing() throws Exception {
    Path ova = ova("a.ova");
    Tool.run(directory, "gzip", "-k", ova.toString());
    ImageInventory image = house.image("i", RAW, store, Map.of());
    ImageBackupInventory exported = house.export("exported", image.uuid());

    DiscoverBackupNode.Reply first = house.discover(node);
    List<ImageBackupInventory> after = house.backups();
    DiscoverBackupNode.Reply second = house.discover(node);

    assertThat(first.ovaCount()).isEqualTo(3);
    assertThat(first.imageBackupUuids()).contains(exported.uuid());
    assertThat(second.imageBackupUuids())
        .containsExactlyInAnyOrderElementsOf(first.imageBackupUuids());
    assertThat(house.backups()).isEqualTo(after);
    house.assertClean(node.place());
  }

  @Test
  void twoAtOnceMakeOneRowForEachFile() throws Exception {
    for (int i = 0; i < 10; i++) {
      ova("image-%d.ova".formatted(i));
    }
    List<String> jobs =
        List.of(
            house.start("DiscoverBackupNode", Map.of("id", node.id())),
            house.start("DiscoverBackupNode", Map.of("id", node.id())),
            house.start("DiscoverBackupNode", Map.of("id", node.id())));
    for (String job : jobs) {
      var reply = (DiscoverBackupNode.Reply) BackupHouse.reply(house.end(job));
      assertThat(reply.ovaCount()).isEqualTo(10);
    }
    assertThat(house.backups()).hasSize(10);
    house.assertClean(node.place());
  }

  @Test
  void aChangedFileIsTakenOverAndOneThatIsGoneSaysSo() throws Exception {
    Path changed = ova("changed.ova");
    Path gone = ova("gone.ova");
    house.discover(node);
    Tool.run(
        directory,
        "tar",
        "rf",
        changed.toString(),
        "-b",
        "40",
        "data.img",
        "--transform=s/data/more/");
    Files.delete(gone);

    DiscoverBackupNode.Reply found = house.discover(node);

    assertThat(found.ovaCount()).isEqualTo(1);
    assertThat(backupAt("changed.ova").size()).isEqualTo(Files.size(changed));
    assertThat(backupAt("gone.ova").status()).isEqualTo("error");
    assertThat(backupAt("gone.ova").failReason()).contains("gone.ova is not on the node any more");
    house.assertClean(node.place());

    ova("gone.ova");
    assertThat(house.discover(node).ovaCount()).isEqualTo(2);
    assertThat(backupAt("gone.ova").status()).isEqualTo("available");
    assertThat(backupAt("gone.ova").failReason()).isNull();
    house.assertClean(node.place());
  }

  private ImageBackupInventory backupAt(String path) {
    return house.backups().stream()
        .filter(backup -> path.equals(backup.path()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aKnownOneThatIsBrokenNowSaysSo() throws Exception {
    Path ova = ova("a.ova");
    house.discover(node);
    Files.writeString(ova, "scribbled over");
    assertThat(house.discover(node).ovaCount()).isZero();
    assertThat(backupAt("a.ova").status()).isEqualTo("error");
    assertThat(backupAt("a.ova").failReason()).startsWith("its OVA is broken: ");
    house.assertClean(node.place());
  }

  @Test
  void aCallThatFailsOnceBreaksNoOva() throws Exception {
    ova("a.ova");
    house.discover(node);
    Faults faults = house.faults(scratch.remote() + "/strongroom");
    AtomicInteger opened = new AtomicInteger();
    faults.before(
        StorageOperation.OPEN,
        () -> {
          if (opened.incrementAndGet() == 2) { // the first one is the marker
            throw new StorageException(StorageException.Reason.FAILED, "a channel that broke");
          }
        });
    assertThat(house.discover(node).ovaCount()).isEqualTo(1);
    assertThat(opened.get()).isGreaterThan(2);
    faults.clear();
    assertThat(backupAt("a.ova").status()).isEqualTo("available");
  }

  @Test
  void aNodeThatCanNotBeReachedIsAnErrorAndNoZero() throws Exception {
    ova("a.ova");
    server.stop();
    JobOutcome outcome = house.run("DiscoverBackupNode", Map.of("id", node.id()));
    assertThat(((JobOutcome.Failed) outcome).error().code())
        .isEqualTo(ErrorCode.CANNOT_CONNECT.code());
    house.status(node.place(), "Disconnected");
    outcome = house.run("DiscoverBackupNode", Map.of("id", node.id()));
    assertThat(((JobOutcome.Failed) outcome).error().code())
        .isEqualTo(ErrorCode.CANNOT_CONNECT.code());
    assertThat(house.backups()).isEmpty();
  }

  @Test
  void anotherProjectDoesNotSeeTheNode() {
    String other = "11111111111141118111111111111111";
    house.project(other);
    Caller stranger = new Caller(Caller.SYSTEM.accountUuid(), "admin", true, Optional.of(other));
    JobOutcome outcome =
        house.end(house.start("DiscoverBackupNode", Map.of("id", node.id()), stranger));
    assertThat(((JobOutcome.Failed) outcome).error().code()).isEqualTo(ErrorCode.NOT_FOUND.code());
  }

  @Test
  void deregisteringKeepsTheFilesAndTheyAreFoundAgain() throws Exception {
    Path ova = ova("a.ova");
    house.discover(node);
    assertThat(BackupHouse.failure(house.run("DeregisterBackupNode", Map.of("id", node.id()))))
        .contains("1 image backup");

    BackupHouse.reply(house.run("DeregisterBackupNode", Map.of("id", node.id(), "force", true)));

    assertThat(ova).exists();
    assertThat(house.backups()).isEmpty();
    node = house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
    assertThat(house.discover(node).ovaCount()).isEqualTo(1);
    house.assertClean(node.place());
  }

  @Test
  void whatIsDeletedWhileItIsLookedForIsNotFound() throws Exception {
    own(ova("a.ova"));
    house.discover(node);
    String uuid = house.backups().getFirst().uuid();
    AtomicBoolean once = new AtomicBoolean();
    Faults faults = house.faults(scratch.remote() + "/strongroom");
    faults.fail(StorageOperation.DELETE_TREE, 1000, StorageException.Reason.FAILED);
    faults.before(
        StorageOperation.LIST,
        () -> {
          if (once.compareAndSet(false, true)) {
            BackupHouse.reply(house.run("DeleteImageBackup", Map.of("uuid", uuid)));
          }
        });

    assertThat(house.discover(node).imageBackupUuids()).isEmpty();
    assertThat(house.backups()).isEmpty();
    assertThat(house.garbage()).isEqualTo(1);
    faults.clear();
    house.reconnect(node.place());
    house.assertClean(store, node.place());
  }

  @Test
  void oneThatWasCalledAvailableThoughItIsGoneIsFoundOut() throws Exception {
    Path file = ova("a.ova");
    house.discover(node);
    String uuid = house.backups().getFirst().uuid();
    Files.delete(file);
    house.discover(node);
    BackupHouse.reply(house.run("ResetImageBackup", Map.of("uuid", uuid, "status", "available")));
    house.discover(node);
    assertThat(house.backup(uuid).status()).isEqualTo("error");
    house.assertClean(store, node.place());
  }

  /** Between the moment when another node was told and the one when this one reads it again. */
  @Test
  void imagesStayOnANodeThatIsDeregisteredByForceIfTheyAreNeverToBeRemoved() throws Exception {
    house.deletionPolicy("Never");
    house.image("kept", RAW, node.place(), Map.of("format", "raw"));
    String directories = "rootVolumeTemplates";
    assertThat(files(directories)).hasSize(2);

    BackupHouse.reply(
        house.run(
            "DeregisterBackupNode", Map.of("id", node.id(), "force", true, "uninstall", true)));

    assertThat(files(directories)).as("the image and its manifest").hasSize(2);
  }

  private List<Path> files(String directory) throws Exception {
    try (var all = Files.walk(node.place().root().resolve(directory))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
