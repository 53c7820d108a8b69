package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.CatalogFile;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ImageBackups;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.LoopDisk;
import org.strongroom.testing.OpenSshServer;
import tools.jackson.databind.JsonNode;

/**
 * The power goes while the server works: the disks of its data directory, of a storage, and of the
 * server that keeps another storage and a backup node lose what was not brought to them. For a long
 * run: {@code -Dstrongroom.powercuts=200}.
 */
class PowerCutTest {
  private static final int CUTS = Integer.getInteger("strongroom.powercuts", 2);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final Duration SLOW = Duration.ofMillis(30);
  private static final long SIZE = 16L << 30;

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private final PacedSource source = new PacedSource();
  private final List<LoopDisk> disks = new ArrayList<>();
  private final List<TestStorage> storages = new ArrayList<>();
  private TestBed bed;
  private OpenSshServer nodeServer;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(LoopDisk.isPossible(), "needs root, ext4 and loop devices to cut a disk's power");
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    Path data = Files.createDirectories(directory.resolve("data"));
    disk(data);
    disk(directory.resolve("storage1"));
    bed =
        TestBed.start(
            directory, Map.of()); // its disk is cut off, too: nothing but the server writes there
    nodeServer = OpenSshServer.start();
    disk(bed.sshd().shellAccount().localHome());
    bed.configure("image", "upload.max.idle.duration.in.seconds", "3");
    bed.configure("image", "deletionPolicy", "Direct");
    storages.add(bed.fileSystem("directory"));
    storages.add(bed.sftp("sftp"));
  }

  private void disk(Path where) {
    disks.add(LoopDisk.mount(directory.resolve("disk" + disks.size()), SIZE, where));
  }

  @AfterEach
  void stop() {
    if (bed != null) {
      bed.server().kill();
      disks.forEach(LoopDisk::close);
      bed.close();
      nodeServer.close();
    }
    source.close();
  }

  /** Nothing runs any more in the instant in which the disks lose their power. */
  private void cutThePower() {
    Programs.run("kill", "-STOP", String.valueOf(bed.server().pid()));
    LoopDisk.cut(disks);
    bed.server().kill();
  }

  private void powerIsBack() {
    for (LoopDisk disk : disks) {
      await("nobody has a file open on the disk")
          .atMost(Duration.ofSeconds(20))
          .until(disk::unmount);
      disk.mountAgain();
    }
    bed.server().startAgain();
    bed.logInAgain();
  }

  private String add(MadeImage image) {
    List<String> all = storages.stream().map(TestStorage::uuid).toList();
    return TestBed.uuid(
        bed.admin()
            .post(
                "/images",
                Map.of("name", "kept", "url", source.url(image), "backupStorageUuids", all)));
  }

  @Test
  void whatWasAcknowledgedInTheMiddleOfEverythingIsThere() throws Exception {
    MadeImage image = new MadeImage(random.nextInt(1, 1000), 1 << 20);
    String kept = add(image);
    disk(nodeServer.shellAccount().localHome());
    TestNode node =
        TestNode.register(PowerVcClient.admin(bed.server()), nodeServer, "node")
            .withUuid(bed.admin());
    Queue<String> exported = new ConcurrentLinkedQueue<>();
    exported.add(
        new ImageBackups(PowerVcClient.admin(bed.server()), bed.admin())
            .export("backup", kept, node)
            .get("uuid")
            .asString());
    Ledger ledger = new Ledger();
    VolumeLoad volumes =
        new VolumeLoad(bed.admin(), directory.resolve("volumes"), ledger, storages);
    Load load = new Load(bed, source, ledger, storages, volumes);
    List<TestStorage> all = Stream.concat(storages.stream(), Stream.of(node.storage())).toList();
    Aftermath aftermath = new Aftermath(bed, CatalogFile.of(bed.server()), ledger, all);
    for (int i = 0; i < CUTS; i++) {
      source.pace(SLOW);
      ImageBackups backups = new ImageBackups(PowerVcClient.admin(bed.server()), bed.admin());
      Thread exports = Thread.ofVirtual().start(() -> export(backups, kept, node, exported));
      load.during(() -> cutAfter(300 + random.nextInt(2000)), random.nextLong());
      exports.join();
      source.pace(Duration.ZERO);

      powerIsBack();
      aftermath.check();
      aftermath.lookAtEverything();
      volumes.checkAll(bed.admin());
      exported.forEach(this::checkExported);
      System.out.printf(
          "%d cuts, %d calls, %d exports%n", i + 1, ledger.entries().count(), exported.size());
    }
  }

  private void cutAfter(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    cutThePower();
  }

  /** One after the other, until the server is gone. */
  private static void export(
      ImageBackups backups, String image, TestNode node, Queue<String> exported) {
    try {
      while (true) {
        exported.add(backups.export("backup", image, node).get("uuid").asString());
      }
    } catch (UncheckedIOException e) {
      // the server is gone
    }
  }

  private void checkExported(String uuid) {
    JsonNode backup = bed.admin().show("/image-backups", uuid);
    assertThat(backup.get("status").asString()).isEqualTo("available");
    Path ova =
        nodeServer
            .shellAccount()
            .localHome()
            .resolve("strongroom")
            .resolve(backup.get("path").asString());
    try {
      assertThat(MadeImage.sha256(Files.newInputStream(ova)))
          .as("image backup %s", uuid)
          .isEqualTo(backup.get("sha256").asString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theFirstMinuteIsKeptAndWhatIsDeletedStaysGone() {
    MadeImage image = new MadeImage(7, 100_000);
    String kept = add(image);
    cutThePower();

    powerIsBack(); // which needs the key file
    storages.forEach(storage -> checkReadable(kept, image, storage));
    disks.forEach(LoopDisk::sync);
    bed.admin().delete("/images/" + kept);
    cutThePower();

    powerIsBack();
    assertThat(bed.admin().query("/images")).isEmpty();
    Invariants invariants = new Invariants(bed.server());
    invariants.awaitQuiet();
    invariants.check(bed.admin(), storages);
  }

  private void checkReadable(String uuid, MadeImage image, TestStorage storage) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> bed.admin().show("/backup-storage", storage.uuid()),
            row -> row.get("status").asString().equals("Connected"));
    HttpDownload download =
        HttpDownload.of(
            bed.admin(), "/images/%s/file?backupStorageUuid=%s".formatted(uuid, storage.uuid()));
    assertThat(DiskImages.sha256(download.body())).isEqualTo(image.sha256());
  }
}
