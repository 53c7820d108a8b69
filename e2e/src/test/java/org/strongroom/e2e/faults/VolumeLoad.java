package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.Programs;
import org.strongroom.e2e.material.Uuids;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.judge.StockRestic;
import tools.jackson.databind.JsonNode;

/**
 * Disks of this machine that are written to, backed up and restored, while servers fail; their
 * snapshots are deleted and become images, and repositories are cleaned up at once. What was
 * acknowledged restores bit for bit afterwards.
 */
final class VolumeLoad {
  private static final int DISKS = 3;
  private static final int DISK_BYTES = 2 << 20;
  private static final int WRITTEN = 64 << 10;
  private static final int KEPT = 4;

  private final Path directory;
  private final Ledger ledger;
  private final List<TestStorage> storages;
  private final List<Disk> disks = new ArrayList<>();
  private final Map<String, String> digests = new ConcurrentHashMap<>();
  private final Queue<Restore> restores = new ConcurrentLinkedQueue<>();
  private final Set<String> proved = new HashSet<>();

  /** A disk, which nobody writes to while it may be backed up. */
  private static final class Disk {
    private final Path file;
    private final String volume;
    private final ReentrantLock use = new ReentrantLock();
    private Ledger.Entry last;

    private Disk(Path file, String volume) {
      this.file = file;
      this.volume = volume;
    }

    /** A server that went in the middle of a backup may go on with it when it is there again. */
    private boolean isBackedUpNow(ZStackClient client) {
      if (last == null || last.ended()) {
        return false;
      }
      int status = client.send("GET", "/api-jobs/" + last.jobUuid()).status();
      if (status == 202) {
        return true;
      }
      last.ended(status);
      return false;
    }
  }

  private record Restore(Ledger.Entry entry, Path file) {}

  /**
   * Makes disks and registers them.
   *
   * @param directory for disks and what is restored
   * @param storages whose repositories keep the snapshots
   */
  VolumeLoad(ZStackClient admin, Path directory, Ledger ledger, List<TestStorage> storages) {
    this.directory = directory;
    this.ledger = ledger;
    this.storages = storages;
    configure(admin, "image/download.localPath.whitelist", directory + "/*");
    configure(admin, "repository/clean.grace", "0"); // what is dead goes with the next clean-up
    try {
      Files.createDirectories(directory.resolve("restored"));
      for (int i = 0; i < DISKS; i++) {
        Path file = directory.resolve("disk" + i + ".raw");
        byte[] bytes = new byte[DISK_BYTES];
        new Random(i).nextBytes(bytes);
        BootSector.mark(bytes);
        Files.write(file, bytes);
        Map<String, String> disk =
            Map.of("name", "disk" + i, "url", "file://" + file, "format", "raw");
        disks.add(new Disk(file, TestBed.uuid(admin.post("/volumes", disk))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void configure(ZStackClient admin, String setting, String value) {
    admin.act(
        "/global-configurations/" + setting + "/actions",
        "updateGlobalConfig",
        Map.of("value", value));
  }

  /** A disk and the snapshot that shows it as it is. */
  record Kept(Path disk, String snapshot) {}

  /** Backs a disk up, which nobody writes to from now on. */
  Kept keepOne(ZStackClient admin) {
    Disk disk = disks.getFirst();
    disk.use.lock();
    String snapshot =
        TestBed.uuid(
            admin.act(
                "/volumes/" + disk.volume + "/actions",
                "backupVolume",
                Map.of("backupStorageUuid", storages.getFirst().uuid())));
    return new Kept(disk.file, snapshot);
  }

  /** Something that clients do with volumes, to its end. */
  void once(ZStackClient client, Random random) {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> backUp(client, random);
      case 4, 5 -> restore(client, random);
      case 6 -> makeImage(client, random);
      case 7, 8 -> deleteOne(client, random);
      default -> cleanUp(client, random);
    }
  }

  private void backUp(ZStackClient client, Random random) {
    Disk disk = disks.get(random.nextInt(DISKS));
    if (!disk.use.tryLock()) {
      LockSupport.parkNanos(20_000_000);
      return;
    }
    try {
      if (disk.isBackedUpNow(client)) {
        LockSupport.parkNanos(100_000_000);
        return;
      }
      write(disk, random);
      String snapshot = Uuids.random();
      digests.put(snapshot, DiskImages.sha256(disk.file));
      disk.last =
          ledger.asks(
              "BackupVolume",
              snapshot,
              "PUT",
              "/volumes/" + disk.volume + "/actions",
              ZStackClient.json(
                  "backupVolume",
                  Map.of("backupStorageUuid", some(random).uuid(), "resourceUuid", snapshot)));
      call(client, disk.last);
    } finally {
      disk.use.unlock();
    }
  }

  private static void write(Disk disk, Random random) {
    byte[] bytes = new byte[WRITTEN];
    random.nextBytes(bytes);
    int place = 1 + random.nextInt(DISK_BYTES / WRITTEN - 1);
    try (var channel = Files.newByteChannel(disk.file, StandardOpenOption.WRITE)) {
      channel.position((long) place * WRITTEN);
      channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restore(ZStackClient client, Random random) {
    List<String> there = settled();
    if (!there.isEmpty()) {
      call(client, restoring(there.get(random.nextInt(there.size()))).entry);
    }
  }

  private Restore restoring(String snapshot) {
    Path file = directory.resolve("restored").resolve(Uuids.random());
    Restore restore =
        new Restore(
            ledger.asks(
                "RestoreVolumeSnapshot",
                snapshot,
                "PUT",
                "/volume-snapshots/" + snapshot + "/actions",
                ZStackClient.json("restoreVolumeSnapshot", Map.of("to", "file://" + file))),
            file);
    restores.add(restore);
    return restore;
  }

  private void makeImage(ZStackClient client, Random random) {
    List<String> there = settled();
    if (there.isEmpty()) {
      return;
    }
    String snapshot = there.get(random.nextInt(there.size()));
    String image = Uuids.random();
    String digest = digests.get(snapshot);
    ledger.images().put(image, () -> digest);
    call(
        client,
        ledger.asks(
            Ledger.TEMPLATE,
            image,
            "POST",
            "/images/root-volume-templates/from/volume-snapshots/" + snapshot,
            ZStackClient.json(
                "params",
                Map.of(
                    "name",
                    "template",
                    "resourceUuid",
                    image,
                    "backupStorageUuids",
                    List.of(some(random).uuid())))));
  }

  private void deleteOne(ZStackClient client, Random random) {
    List<String> there = settled();
    if (there.size() > KEPT) {
      String snapshot = there.get(random.nextInt(there.size()));
      call(
          client,
          ledger.asks(
              "DeleteVolumeSnapshot", snapshot, "DELETE", "/volume-snapshots/" + snapshot, ""));
    }
  }

  private void cleanUp(ZStackClient client, Random random) {
    String storage = some(random).uuid();
    call(
        client,
        ledger.asks(
            "CleanRepository",
            storage,
            "PUT",
            "/backup-storage/" + storage + "/actions",
            ZStackClient.json("cleanRepository", Map.of())));
  }

  private TestStorage some(Random random) {
    return storages.get(random.nextInt(storages.size()));
  }

  /** Acknowledged, and nobody asked to delete them. */
  private List<String> settled() {
    return digests.keySet().stream()
        .filter(snapshot -> ledger.succeeded(snapshot, "BackupVolume"))
        .filter(snapshot -> !ledger.asked(snapshot, "DeleteVolumeSnapshot"))
        .toList();
  }

  /** Anything but a good end is found out later, from a server that is well. */
  private static void call(ZStackClient client, Ledger.Entry entry) {
    if (entry.send(client).status() == 202 && client.awaitJob(entry.jobUuid()).status() == 200) {
      entry.ended(200);
    }
  }

  /** When all is quiet: what was acknowledged is there and restores, and nothing else is there. */
  void check(ZStackClient admin) {
    ledger
        .entries()
        .filter(entry -> !entry.ended())
        .forEach(entry -> entry.ended(admin.send("GET", "/api-jobs/" + entry.jobUuid()).status()));
    Map<String, JsonNode> rows =
        StreamSupport.stream(
                admin.get("/volume-snapshots?limit=1000").get("inventories").spliterator(), false)
            .collect(Collectors.toMap(row -> row.get("uuid").asString(), row -> row));
    List<Restore> last = new ArrayList<>();
    digests
        .keySet()
        .forEach(snapshot -> {
          boolean made = ledger.succeeded(snapshot, "BackupVolume");
          if (made && !ledger.asked(snapshot, "DeleteVolumeSnapshot")) {
            assertThat(rows).as("I1: acknowledged snapshots").containsKey(snapshot);
            if (proved.add(snapshot)) {
              last.add(restoring(snapshot));
            }
          }
          if (!made || ledger.succeeded(snapshot, "DeleteVolumeSnapshot")) {
            assertThat(rows)
                .as("snapshots that were not made, or went")
                .doesNotContainKey(snapshot);
          }
        });
    last.forEach(restore -> restore.entry.send(admin));
    last.forEach(restore -> {
      admin.awaitJob(restore.entry.jobUuid()).ok();
      restore.entry.ended(200);
    });
    checkRestored();
  }

  /** All of them once more, and what stock restic says of the repositories. */
  void checkAll(ZStackClient admin) {
    proved.clear();
    check(admin);
    storages.forEach(storage -> checkByRestic(admin, storage));
  }

  private void checkRestored() {
    for (Restore restore = restores.poll(); restore != null; restore = restores.poll()) {
      if (restore.entry.status() == 200) {
        assertThat(DiskImages.sha256(restore.file))
            .as("I1: restored by %s", restore.entry)
            .isEqualTo(digests.get(restore.entry.resource()));
        restore.file.toFile().delete();
      }
    }
    try (Stream<Path> left = Files.list(directory.resolve("restored"))) {
      assertThat(left).as("what restores that failed have left").isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkByRestic(ZStackClient admin, TestStorage storage) {
    Path repository = storage.local().resolve("repository");
    if (!Files.exists(repository)) {
      return;
    }
    JsonNode key = admin.get("/backup-storage/" + storage.uuid() + "/repository-password");
    var command =
        new ProcessBuilder(
            StockRestic.PROGRAM,
            "--no-cache",
            "--no-lock",
            "-r",
            repository.toString(),
            "check",
            "--read-data");
    command.environment().put("RESTIC_PASSWORD", key.get("password").asString());
    Programs.Ended ended = Programs.run(command, "");
    assertThat(ended.code()).as("%s", ended).isZero();
  }
}
