package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupstorage.RescanBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.repository.CleanRepository;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.format.RawDisk;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.RepositoryOptions;
import org.strongroom.storage.repository.work.WorkListener;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.judge.StockRestic;

/** The room of deleted volume snapshots comes back, and nothing that is needed goes. */
class RepositoryCleanUpsTest {
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

  private void configure(String name, String value) {
    ground.succeed(
        "UpdateGlobalConfig", Map.of("category", "repository", "name", name, "value", value));
  }

  private CleanRepository.Reply clean() {
    return (CleanRepository.Reply) ground.succeed("CleanRepository", Map.of("uuid", storage));
  }

  private String refusal(Map<String, ?> values) {
    try {
      return ground.end(ground.start("CleanRepository", values))
              instanceof JobOutcome.Failed(ApiError e)
          ? e.toString()
          : "none";
    } catch (ApiException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private BackupStorageInventory shown() {
    var reply =
        (org.strongroom.api.QueryReply<?>)
            ground.answer("QueryBackupStorage", Map.of("q", List.of("uuid=" + storage)));
    return (BackupStorageInventory) reply.inventories().getFirst();
  }

  private Process restic(String... arguments) throws Exception {
    var password =
        (GetRepositoryPassword.Reply)
            ground.answer("GetRepositoryPassword", Map.of("uuid", storage));
    var builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(StockRestic.PROGRAM, "--no-cache", "-q", "-r", password.repository()),
                    Stream.of(arguments))
                .toList());
    builder.environment().put("RESTIC_PASSWORD", password.password());
    builder.redirectErrorStream(true);
    return builder.start();
  }

  private void check() throws Exception {
    Process restic = restic("check", "--read-data");
    String output = new String(restic.getInputStream().readAllBytes(), UTF_8);
    assertThat(restic.waitFor()).as(output).isZero();
  }

  private long packs() {
    return JobGround.bytes(ground.root(storage).resolve("repository/data"));
  }

  private long used() {
    return ground.storage(storage).get(BACKUP_STORAGE.USED_CAPACITY);
  }

  private VolumeSnapshotInventory changedAndBackedUp() throws Exception {
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.write(1);
    }
    return ground.snapshot(volume, storage);
  }

  @Test
  void theBytesOfADeletedSnapshotComeBackWhenTheGraceIsOver() throws Exception {
    VolumeSnapshotInventory one = ground.snapshot(volume, storage);
    String other = ground.volume(ground.newDisk());
    VolumeSnapshotInventory two = ground.snapshot(other, storage);
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", two.uuid()));
    long before = packs();

    CleanRepository.Reply first = clean();
    assertThat(first.condemnedSize()).isGreaterThan(1_000_000);
    assertThat(first.deletedSize()).isZero();
    assertThat(packs()).isEqualTo(before);
    assertThat(shown().repositoryReclaimableSize()).isGreaterThan(1_000_000);
    assertThat(clean().deletedSize()).isZero();

    configure("clean.grace", "0");
    assertThat(clean().deletedSize()).isEqualTo(first.condemnedSize());
    assertThat(packs()).isEqualTo(before - first.condemnedSize());
    assertThat(shown().repositoryReclaimableSize()).isLessThan(10_000);
    assertThat(shown().repositoryUniqueSize()).isGreaterThan(1_000_000);
    assertThat(shown().repositorySize()).isEqualTo(used());
    check();
    assertThat(ground.restored(one.uuid())).satisfies(sameBytes(disk));
    ground.assertSound();
  }

  @Test
  void whatSeveralSnapshotsNeedIsShownAndStays() throws Exception {
    VolumeSnapshotInventory one = ground.snapshot(volume, storage);
    VolumeSnapshotInventory two = changedAndBackedUp();
    CleanRepository.Reply reply = clean();
    assertThat(reply.sharedSize()).isGreaterThan(900_000);
    assertThat(shown().repositorySharedSize()).isEqualTo(reply.sharedSize());

    configure("clean.grace", "0");
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", one.uuid()));
    long moved = clean().movedSize();
    assertThat(moved).isGreaterThan(900_000);
    clean();
    check();
    assertThat(ground.restored(two.uuid())).satisfies(sameBytes(disk));
    ground.assertSound();
  }

  @Test
  void itSaysWhoElseHoldsTheRepositoryAndRunsOnce() throws Exception {
    assertThat(refusal(Map.of("uuid", storage))).contains("has no repository");
    ground.snapshot(volume, storage);
    Process restic = restic("backup", "--stdin"); // holds a lock until its input ends
    try {
      Path locks = ground.root(storage).resolve("repository/locks");
      JobGround.await("restic's lock").until(() -> !JobGround.files(locks).isEmpty());
      assertThat(refusal(Map.of("uuid", storage, "lockWait", 0)))
          .contains("SYS.1006", "in use for longer than 0 seconds", "process " + restic.pid());

      String waiting = ground.start("CleanRepository", Map.of("uuid", storage));
      JobGround.await("that it waits")
          .until(() -> String.valueOf(step(waiting)).startsWith("waiting for"));
      assertThat(refusal(Map.of("uuid", storage))).contains("already", waiting);
      restic.getOutputStream().close();
      assertThat(restic.waitFor(1, TimeUnit.MINUTES)).isTrue();
      JobGround.reply(ground.end(waiting));
    } finally {
      restic.destroyForcibly();
    }
    check();
  }

  private String step(String job) {
    return ground.node().jobs().progress(job).map(progress -> progress.step()).orElse("");
  }

  @Test
  void aDeletionAsksForItAndSoDoesTheEndOfTheGraceButNotTwiceAnHour() throws Exception {
    ground.snapshot(volume, storage);
    VolumeSnapshotInventory two = ground.snapshot(ground.volume(ground.newDisk()), storage);
    ground.node().cleanUps().run();
    assertThat(cleanUps()).isZero();

    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", two.uuid()));
    ground.node().cleanUps().run();
    awaitCleanUps(1);
    long reclaimable = shown().repositoryReclaimableSize();
    assertThat(reclaimable).isGreaterThan(1_000_000);
    ground.node().cleanUps().run();
    assertThat(cleanUps()).isEqualTo(1);

    configure("clean.grace", "0");
    pass(REPOSITORY.CLEAN_TRIED);
    ground.node().cleanUps().run();
    assertThat(cleanUps()).isEqualTo(1);
    pass(REPOSITORY.CLEAN_DUE);
    ground.node().cleanUps().run();
    awaitCleanUps(2);
    assertThat(shown().repositoryReclaimableSize()).isLessThan(10_000);

    configure("clean.interval", "0");
    pass(REPOSITORY.CLEAN_TRIED);
    ground.succeed(
        "DeleteVolumeSnapshot", Map.of("uuid", ground.snapshots(volume).getFirst().uuid()));
    ground.node().cleanUps().run();
    assertThat(cleanUps()).isEqualTo(2);
  }

  /** As if it had been two days earlier. */
  private void pass(org.jooq.TableField<org.jooq.Record, Long> moment) {
    ground.database.write(transaction ->
        transaction
            .sql()
            .update(REPOSITORY)
            .set(moment, moment.minus(TimeUnit.DAYS.toMillis(2)))
            .execute());
  }

  private int cleanUps() {
    return ground.database.read(sql -> sql.fetchCount(JOB, JOB.OPERATION.eq("CleanRepository")));
  }

  private void awaitCleanUps(int number) {
    assertThat(cleanUps()).isEqualTo(number);
    JobGround.await("the clean-up")
        .until(() -> ground.database.read(sql -> sql.fetchCount(JOB, JOB.LEASE.isNotNull())) == 0);
  }

  /** For a long run: {@code -Dstrongroom.generations=10000}. */
  @Test
  void asManySnapshotsAsThereAreAreTakenInListedAndCleanedUpAfter() throws Exception {
    int many = Integer.getInteger("strongroom.generations", 3);
    VolumeSnapshotInventory first = ground.snapshot(volume, storage);
    backUpBehindTheCatalog(first, many);
    var rescan =
        (RescanBackupStorage.Reply)
            ground.succeed("RescanBackupStorage", Map.of("uuid", storage, "dryRun", false));
    assertThat(rescan.adopted().count()).isEqualTo(many);
    long start = System.nanoTime();
    var listed =
        (org.strongroom.api.QueryReply<?>)
            ground.answer(
                "QueryVolumeSnapshot", Map.of("q", List.of("volumeUuid=" + volume), "limit", 100));
    assertThat(listed.inventories()).hasSize(Math.min(100, many + 1));
    long listing = System.nanoTime() - start;

    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", first.uuid()));
    configure("clean.grace", "0");
    start = System.nanoTime();
    clean();
    CleanRepository.Reply reply = clean();
    System.out.printf(
        "%d snapshots: a list in %d ms, two clean-ups in %d ms%n",
        many, listing / 1_000_000, (System.nanoTime() - start) / 1_000_000);
    assertThat(reply.deletedSize()).isPositive();
    check();
    ground.assertSound();
  }

  /** Generations of the volume as ours are, each with a block of its own. */
  private void backUpBehindTheCatalog(VolumeSnapshotInventory like, int many) throws Exception {
    try (Repository repository =
        Repository.open(
            new FileSystemDriver(ground.root(storage)),
            StoragePath.of("repository"),
            ground.repositoryPassword(storage),
            RepositoryOptions.of("test", Clock.systemUTC()))) {
      Generation pattern = repository.generations().getFirst();
      String name = disk.getFileName().toString();
      for (int i = 0; i < many; i++) {
        String uuid = "%032x".formatted(0x4000_8000L << 32 | i + 1);
        List<String> tags =
            pattern.tags().stream().map(tag -> tag.replace(like.uuid(), uuid)).toList();
        byte[] bytes = new byte[1000];
        new Random(i).nextBytes(bytes);
        Files.write(disk, bytes);
        try (var file = new FileSystemDriver(disk.getParent()).open(StoragePath.of(name))) {
          repository.backUp(
              new RawDisk(file, bytes.length),
              BackupFacts.of(pattern.hostname(), pattern.time().plusSeconds(i + 1), tags),
              WorkListener.NONE);
        }
      }
    }
  }
}
