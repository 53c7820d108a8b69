package org.strongroom.server.backupnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupnode.Nodes.request;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strongroom.api.ApiError;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** The table of section 1.5 of the wire notes, row by row, and what is beside it. */
final class DeregisterNodeTest {
  private static OpenSshServer server;

  private final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  private final Path directory = scratch.local().resolve("deep/node");
  private final Path ova = directory.resolve("golden.ova");
  private final Cloud cloud = Cloud.onSqlite(scratch.remote() + "/deep/node");
  private final Nodes nodes = new Nodes(cloud);
  private final Kept kept = new Kept();
  private BackupNodeInventory node;

  @BeforeAll
  static void startServer() {
    server = OpenSshServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void register() {
    node = nodes.register(request(server, server.shellAccount()));
    cloud.nodes.contents(kept);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** Some image backups. */
  private static final class Kept implements NodeContents {
    private int backups;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean forgotten = new AtomicBoolean();

    @Override
    public int count(String storageUuid, DSLContext sql) {
      return backups;
    }

    @Override
    public void stop(String storageUuid, Transaction transaction) {
      transaction.afterCommit(() -> stopped.set(true));
    }

    @Override
    public int forget(String storageUuid, int atMost, Call call, Transaction transaction) {
      transaction.afterCommit(() -> forgotten.set(true));
      return 0;
    }
  }

  private void withImageBackups() throws Exception {
    kept.backups = 3;
    Files.writeString(ova, "ova");
    server.shellAccount().own(ova);
  }

  private void unreachable(Runnable whatIsDone) {
    server.stop();
    try {
      cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", node.uuid()));
      whatIsDone.run();
    } finally {
      server.restart();
    }
  }

  private void assertGone() {
    assertThat(nodes.all()).isEmpty();
    assertThat(cloud.find(node.uuid())).isEmpty();
  }

  private void assertUnchanged() {
    assertThat(nodes.show(1).state()).isEqualTo("Enabled");
    assertThat(directory.resolve(".strongroom-storage")).content().contains(node.uuid());
  }

  private List<String> leftBehind() {
    return cloud.happened(node.uuid()).stream()
        .filter(event -> event.what().equals("Deleted"))
        .map(EventInventory::reason)
        .map(String::valueOf)
        .toList();
  }

  @Test
  void anEmptyNodeGoesAndNothingOnItIsTouched() {
    nodes.deregister(1, false, false);
    assertGone();
    assertThat(directory.resolve(".strongroom-storage")).content().contains(node.uuid());
    assertThat(leftBehind()).containsExactly("null");
    assertThat(nodes.failDeregister(1, false, false).code()).isEqualTo("SYS.1003");
  }

  @Test
  void anEmptyNodeGoesThoughItCannotBeReached() {
    unreachable(() -> nodes.deregister(1, false, false));
    assertGone();
  }

  @Test
  void aNodeWithImageBackupsStays() throws Exception {
    withImageBackups();
    for (boolean uninstall : new boolean[] {false, true}) {
      ApiError error = nodes.failDeregister(1, false, uninstall);
      assertThat(error.code()).isEqualTo("SYS.1011");
      assertThat(error.details()).contains("3 image backups").contains("force=true");
    }
    assertUnchanged();
    assertThat(kept.forgotten).isFalse();
    unreachable(
        () -> assertThat(nodes.failDeregister(1, false, false).code()).isEqualTo("SYS.1011"));
  }

  @Test
  void byForceTheRecordsGoAndTheFilesStay() throws Exception {
    withImageBackups();
    nodes.deregister(1, true, false);
    assertGone();
    assertThat(kept.stopped).isTrue();
    assertThat(kept.forgotten).isTrue();
    assertThat(ova).exists();
    assertThat(leftBehind()).containsExactly("left behind: the OVA files of 3 image backups");
  }

  @Test
  void byForceItGoesThoughItCannotBeReached() throws Exception {
    withImageBackups();
    unreachable(() -> nodes.deregister(1, true, false));
    assertGone();
    assertThat(ova).exists();
  }

  @Test
  void uninstallingRemovesTheDirectoriesThatWereMade() {
    nodes.deregister(1, false, true);
    assertGone();
    assertThat(scratch.local()).isEmptyDirectory();
  }

  @Test
  void uninstallingRemovesWhatWasLaidOutAndNoOvaAndNothingOfOthers() throws Exception {
    Path empty =
        directory.resolve("rootVolumeTemplates/acct-" + Uuid.random() + "/" + Uuid.random());
    Path image =
        directory.resolve("dataVolumeTemplates/acct-" + Uuid.random() + "/" + Uuid.random());
    Path others = directory.resolve("others");
    Path storage = directory.resolve("storage");
    for (Path made : List.of(empty, image, others, storage)) {
      Files.createDirectories(made);
    }
    String part = "." + Uuid.random() + ".part";
    for (Path file :
        List.of(
            ova,
            directory.resolve(part),
            directory.resolve("golden.ova.manifest.json"),
            others.resolve("second.ova"),
            others.resolve(part),
            others.resolve("notes.txt"),
            empty.resolve("gone.template.manifest.json"),
            image.resolve("disk.volume"),
            image.resolve("disk.volume.manifest.json"),
            storage.resolve(".strongroom-storage"),
            storage.resolve(part))) {
      Files.writeString(file, "x");
    }
    Files.createSymbolicLink(directory.resolve("link"), scratch.local());
    try (var all = Files.walk(directory)) {
      all.filter(file -> !Files.isSymbolicLink(file)).forEach(server.shellAccount()::own);
    }
    nodes.deregister(1, false, true);
    assertGone();
    try (var all = Files.walk(directory)) {
      assertThat(all.filter(Files::isRegularFile).map(directory::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(
              "golden.ova",
              "others/second.ova",
              "others/notes.txt",
              directory.relativize(image.resolve("disk.volume")).toString(),
              directory.relativize(image.resolve("disk.volume.manifest.json")).toString(),
              "storage/.strongroom-storage",
              "storage/" + part);
    }
    assertThat(directory.resolve("rootVolumeTemplates")).doesNotExist();
    assertThat(directory.resolve("link")).isSymbolicLink();
  }

  @Test
  void uninstallingANodeThatCannotBeReachedIsRefusedAndChangesNothing() {
    unreachable(() -> {
      ApiError error = nodes.failDeregister(1, false, true);
      assertThat(error.code()).isEqualTo("SYS.1011");
      assertThat(error.details()).contains("uninstall=true").contains("force=true");
    });
    assertUnchanged();
    // the monitor has not noticed yet
    cloud.storage(ReconnectBackupStorage.class, Map.of("uuid", node.uuid()));
    server.stop();
    try {
      assertThat(nodes.failDeregister(1, false, true).code()).isEqualTo("SYS.1011");
    } finally {
      server.restart();
    }
    assertUnchanged();
  }

  @Test
  void byForceAFailedUninstallIsRecorded() throws Exception {
    withImageBackups();
    unreachable(() -> nodes.deregister(1, true, true));
    assertGone();
    assertThat(ova).exists();
    assertThat(leftBehind().getFirst()).contains("laid out").contains("Disconnected");
  }

  @Test
  void byForceBothAreDoneAndOvasStay() throws Exception {
    withImageBackups();
    nodes.deregister(1, true, true);
    assertGone();
    assertThat(directory).isDirectoryContaining("glob:**golden.ova");
    assertThat(directory.resolve(".strongroom-storage")).doesNotExist();
  }

  @Test
  void runningWorkIsInTheWayUnlessForced() {
    String job = Uuid.random();
    cloud.database.write(transaction -> {
      cloud.storages.reservations().reserve(node.uuid(), job, 5, transaction);
      return true;
    });
    ApiError error = nodes.failDeregister(1, false, false);
    assertThat(error.code()).isEqualTo("SYS.1011");
    assertThat(error.details()).contains("being written to");
    assertUnchanged();
    cloud.nodes.contents(
        new NodeContents() {
          @Override
          public int count(String storageUuid, DSLContext sql) {
            return 0;
          }

          @Override
          public void stop(String storageUuid, Transaction transaction) {
            cloud.storages.reservations().release(job, storageUuid, transaction);
          }

          @Override
          public int forget(String storageUuid, int atMost, Call call, Transaction transaction) {
            return 0;
          }
        });
    nodes.deregister(1, true, false);
    assertGone();
  }

  @Test
  void filesOfDeletedCopiesGoIfTheyCan() throws Exception {
    Path file = Files.writeString(directory.resolve("garbage"), "x");
    server.shellAccount().own(file);
    server.stop();
    cloud.database.write(transaction -> {
      cloud
          .storages
          .garbage()
          .add(node.uuid(), StoragePath.of("garbage"), 0, "image deleted", transaction);
      return true;
    });
    server.restart();
    nodes.deregister(1, false, false);
    assertGone();
    assertThat(file).doesNotExist();
  }

  @Test
  void aServerThatWasANodeBecomesOneAgain() throws Exception {
    withImageBackups();
    nodes.deregister(1, true, false);
    kept.backups = 0;
    BackupNodeInventory again = nodes.register(request(server, server.shellAccount()));
    assertThat(again.id()).isEqualTo(2);
    assertThat(directory.resolve(".strongroom-storage")).content().contains(again.uuid());
    nodes.deregister(2, false, true);
    assertThat(ova).exists();
  }
}
