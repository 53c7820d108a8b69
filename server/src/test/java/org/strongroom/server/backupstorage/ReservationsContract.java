package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.config.UpdateGlobalConfig;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.copy.Room;

abstract class ReservationsContract {
  private static final long TOTAL = 1000;
  private static final int WRITERS = 32;

  final Cloud cloud = open();

  abstract Cloud open();

  /** How often many write at once, unless {@code -Dstrongroom.rounds} says it. */
  abstract int rounds();

  @AfterEach
  void close() {
    cloud.close();
  }

  /** Capacity by both measures, with the bytes that are kept free set to 0 unless said. */
  private String storage(long total, long free, String fileSystem) {
    String uuid = Uuid.random();
    addStorage(uuid, total, free, fileSystem);
    return uuid;
  }

  private void addStorage(String uuid, long total, long free, String fileSystem) {
    keepFree("0");
    cloud.database.write(transaction ->
        transaction
            .sql()
            .insertInto(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.UUID, uuid)
            .set(BACKUP_STORAGE.NAME, "s")
            .set(BACKUP_STORAGE.URL, "/" + uuid)
            .set(BACKUP_STORAGE.TYPE, StorageType.FILE_SYSTEM.text())
            .set(BACKUP_STORAGE.STATE, "Enabled")
            .set(BACKUP_STORAGE.STATUS, "Connected")
            .set(BACKUP_STORAGE.TOTAL_CAPACITY, total)
            .set(BACKUP_STORAGE.FREE_CAPACITY, free)
            .set(BACKUP_STORAGE.USED_CAPACITY, 0L)
            .set(BACKUP_STORAGE.RESERVED, 0L)
            .set(BACKUP_STORAGE.FILE_SYSTEM, fileSystem)
            .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
            .set(BACKUP_STORAGE.CREATED, 0L)
            .set(BACKUP_STORAGE.UPDATED, 0L)
            .execute());
  }

  private void keepFree(String size) {
    cloud.succeed(
        UpdateGlobalConfig.class,
        Map.of("category", "backupStorage", "name", "reservedCapacity", "value", size));
  }

  private void reserve(String storage, String job, long bytes) {
    cloud.database.write(transaction -> {
      cloud.storages.reservations().reserve(storage, job, bytes, transaction);
      return true;
    });
  }

  private void release(String storage, String job) {
    cloud.database.write(transaction -> {
      cloud.storages.reservations().release(job, storage, transaction);
      return true;
    });
  }

  private void use(String storage, long delta) {
    cloud.database.write(transaction -> {
      cloud.storages.reservations().use(storage, delta, transaction);
      return true;
    });
  }

  private StorageRow row(String storage) {
    return cloud.database.read(sql -> StorageRows.require(storage, sql));
  }

  @Test
  void aReservationTakesFromWhatIsAvailableUntilItIsReleased() {
    String storage = storage(TOTAL, TOTAL, "f");
    String job = Uuid.random();
    reserve(storage, job, 600);
    assertThat(cloud.show(storage).availableCapacity()).isEqualTo(400);
    cloud.database.write(transaction -> {
      cloud.storages.reservations().grow(storage, job, 400, transaction);
      return true;
    });
    assertThat(cloud.show(storage).availableCapacity()).isZero();
    release(storage, job);
    release(storage, job);
    assertThat(row(storage).reserved()).isZero();
    assertThat(cloud.show(storage).availableCapacity()).isEqualTo(TOTAL);
  }

  @Test
  void lengthsAtTheEndOfAllNumbersAreRefusedAndNothingIsTaken() {
    String storage = storage(TOTAL, TOTAL, "f");
    for (long absurd : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 65536, -1, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> reserve(storage, Uuid.random(), absurd))
          .isInstanceOfSatisfying(
              ApiException.class,
              refused -> assertThat(refused.is(ErrorCode.CANNOT_ALLOCATE)).isTrue());
    }
    assertThat(cloud.show(storage).availableCapacity()).isEqualTo(TOTAL);
  }

  @Test
  void storagesThatClaimToHaveAllTheBytesThereAreDoNotOverflow() {
    long all = Long.MAX_VALUE;
    String storage = storage(all, all, "f");
    String twin = storage(all, all, "f");
    String job = Uuid.random();
    reserve(storage, job, 600);
    reserve(twin, Uuid.random(), all - 600);
    assertThatThrownBy(() -> reserve(storage, Uuid.random(), 1)).isInstanceOf(ApiException.class);
    assertThat(cloud.show(storage).availableCapacity()).isEqualTo(all - 600);
    var sums = cloud.answer(GetBackupStorageCapacity.class, Map.of("all", true));
    assertThat(((GetBackupStorageCapacity.Reply) sums).totalCapacity()).isEqualTo(all);
    assertThat(((GetBackupStorageCapacity.Reply) sums).unlimited()).isEqualTo(2);
    assertThat(((GetBackupStorageCapacity.Reply) sums).limitedTotalCapacity()).isZero();
    release(storage, job);
    use(storage, all);
    use(storage, all);
    assertThat(row(storage).usedCapacity()).isEqualTo(all);
    assertThat(cloud.show(storage).availableCapacity()).isZero();
    use(storage, -all);
    assertThat(row(storage).usedCapacity()).isZero();
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsTaken() {
    String storage = storage(TOTAL, TOTAL, "f");
    assertThatThrownBy(() -> reserve(storage, Uuid.random(), TOTAL + 1))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.is(ErrorCode.CANNOT_ALLOCATE)).isTrue())
        .hasMessageContaining("1001 bytes");
    assertThatThrownBy(() -> reserve(storage, Uuid.random(), Long.MAX_VALUE))
        .isInstanceOf(ApiException.class);
    assertThat(row(storage).reserved()).isZero();
  }

  @Test
  void theFileSystemsOwnFreeBytesCountToo() {
    String storage = storage(TOTAL, 100, "f");
    assertThatThrownBy(() -> reserve(storage, Uuid.random(), 101))
        .hasMessageContaining("100 are free");
    reserve(storage, Uuid.random(), 100);
  }

  @Test
  void storagesOnOneFileSystemShareItsRoom() {
    String one = storage(TOTAL, TOTAL, "same");
    String other = storage(TOTAL, TOTAL, "same");
    String elsewhere = storage(TOTAL, TOTAL, "another");
    reserve(one, Uuid.random(), 700);
    assertThatThrownBy(() -> reserve(other, Uuid.random(), 301))
        .hasMessageContaining("700 are promised");
    reserve(other, Uuid.random(), 300);
    reserve(elsewhere, Uuid.random(), TOTAL);
  }

  @Test
  void bytesThatAreKeptAreMissingOnTheWholeFileSystemUntilThePingMeasures() {
    String one = storage(TOTAL, TOTAL, "same");
    String other = storage(TOTAL, TOTAL, "same");
    use(one, 800);
    assertThat(row(one).availableCapacity()).isEqualTo(200);
    assertThat(row(other).availableCapacity()).isEqualTo(TOTAL);
    assertThat(row(other).freeCapacity()).isEqualTo(200);
    use(one, -5000);
    assertThat(row(one).usedCapacity()).isZero();
    assertThat(row(one).freeCapacity()).isEqualTo(TOTAL);
  }

  @Test
  void reservedCapacityStaysFree() {
    String storage = storage(4096, 4096, "f");
    keepFree("2K");
    assertThatThrownBy(() -> reserve(storage, Uuid.random(), 2049))
        .hasMessageContaining("reservedCapacity");
    reserve(storage, Uuid.random(), 2048);
  }

  @Test
  void concurrentReservationsNeverOversell() throws Exception {
    List<String> storages = List.of(storage(TOTAL, TOTAL, "same"), storage(TOTAL, TOTAL, "same"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> attempts = new ArrayList<>();
      IntStream.range(0, 100)
          .forEach(i -> attempts.add(threads.submit(() -> fits(storages.get(i % 2)))));
      int successes = 0;
      for (Future<Boolean> attempt : attempts) {
        successes += attempt.get() ? 1 : 0;
      }
      assertThat(successes).isEqualTo(33);
    }
    assertThat(storages.stream().mapToLong(s -> row(s).reserved()).sum()).isEqualTo(990);
  }

  private boolean fits(String storage) {
    try {
      reserve(storage, Uuid.random(), 30);
      return true;
    } catch (ApiException e) {
      return false;
    }
  }

  /** Each takes room, wants more of it, and then keeps bytes there or gives up; half of it fits. */
  @Test
  void writersThatComeAndGoNeverOversellNorLeak() throws Exception {
    String storage = storage(TOTAL, TOTAL, "f");
    Random seeds = new Random(5);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int rounds = Integer.getInteger("strongroom.rounds", rounds());
      for (int round = 0; round < rounds; round++) {
        List<Future<Long>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          Random random = new Random(seeds.nextLong());
          writers.add(threads.submit(() -> write(storage, random)));
        }
        long kept = 0;
        for (Future<Long> writer : writers) {
          kept += writer.get();
        }
        assertThat(row(storage).reserved()).as("round %d", round).isZero();
        assertThat(row(storage).usedCapacity()).as("round %d", round).isEqualTo(kept);
        use(storage, -kept);
      }
    }
  }

  /** The bytes that it keeps. */
  private long write(String storage, Random random) {
    String job = Uuid.random();
    long bytes = 30 + random.nextInt(20);
    try {
      reserve(storage, job, bytes);
      assertThat(taken(storage)).isLessThanOrEqualTo(TOTAL);
      cloud.database.write(transaction -> {
        cloud.storages.reservations().grow(storage, job, 20, transaction);
        return true;
      });
    } catch (ApiException e) {
      assertThat(e.is(ErrorCode.CANNOT_ALLOCATE)).isTrue();
      release(storage, job);
      return 0;
    }
    long kept = random.nextInt(3) == 0 ? 0 : bytes + 20;
    cloud.database.write(transaction -> {
      cloud.storages.reservations().release(job, storage, transaction);
      cloud.storages.reservations().use(storage, kept, transaction);
      return true;
    });
    assertThat(taken(storage)).isLessThanOrEqualTo(TOTAL);
    return kept;
  }

  private long taken(String storage) {
    StorageRow now = row(storage);
    return now.reserved() + now.usedCapacity();
  }

  @Test
  void concurrentReleasesGiveBackOnce() throws Exception {
    String storage = storage(TOTAL, TOTAL, "f");
    String job = Uuid.random();
    reserve(storage, job, 100);
    reserve(storage, Uuid.random(), 50);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        threads.execute(() -> release(storage, job));
      }
    }
    assertThat(row(storage).reserved()).isEqualTo(50);
  }

  /** As all backups of a night that are accepted in the same second: none waits in a circle. */
  @Test
  void whoHoldsAStorageReservesThereBesideOthersWhoHoldIt() throws Exception {
    String storage = storage(TOTAL, TOTAL, "f");
    List<Callable<Boolean>> accepted =
        Collections.nCopies(
            WRITERS,
            () ->
                cloud.database.write(transaction -> {
                  new StorageRules().require(storage, Purpose.TRANSFER, transaction);
                  cloud.storages.reservations().reserve(storage, Uuid.random(), 30, transaction);
                  return true;
                }));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(accepted)) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(row(storage).reserved()).isEqualTo(WRITERS * 30);
  }

  /** As images that go to several storages end, some of which lie on one file system. */
  @Test
  void whoAccountsOnSeveralStoragesNeverWaitsInACircle() throws Exception {
    List<String> storages = IntStream.range(0, 4).mapToObj(i -> Uuid.random()).sorted().toList();
    // in the order of their uuids, the first pair takes them one way, and the second the other
    addStorage(storages.get(0), TOTAL, TOTAL, "one");
    addStorage(storages.get(1), TOTAL, TOTAL, "other");
    addStorage(storages.get(2), TOTAL, TOTAL, "other");
    addStorage(storages.get(3), TOTAL, TOTAL, "one");
    Room room = new Room(cloud.storages.reservations(), 0);
    List<Callable<Boolean>> ends =
        IntStream.range(0, WRITERS)
            .<Callable<Boolean>>mapToObj(i ->
                () -> {
                  List<String> pair = storages.subList(i % 2 * 2, i % 2 * 2 + 2);
                  String job = Uuid.random();
                  pair.forEach(storage -> reserve(storage, job, 10));
                  return cloud.database.write(transaction -> {
                    room.release(job, pair, transaction);
                    return true;
                  });
                })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        for (Future<Boolean> each : threads.invokeAll(ends)) {
          assertThat(each.get()).isTrue();
        }
      }
    }
    storages.forEach(storage -> assertThat(row(storage).reserved()).isZero());
    assertThat(deadlocks()).isZero();
  }

  /** How often the database has had to break a circle. */
  abstract long deadlocks();
}
