package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.image.upload.UploadBody;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;

/**
 * Several who change one thing at the same time, again and again: two hundred times in both
 * databases together, or {@code -Dstrongroom.rounds} times in each.
 */
class WritersAtOnceTest {
  private static final int ROUNDS = Integer.getInteger("strongroom.rounds", 100);
  private static final int ADDERS = 32;

  @TempDir private Path directory;
  private final Random random = new Random(9);

  @ParameterizedTest
  @EnumSource
  void ofTwoUploadsToOneImageOneIsTaken(CatalogKind kind) throws Exception {
    try (TestCatalog catalog = kind.create(directory);
        ImageHouse house = new ImageHouse(directory, catalog::open);
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      house.settings.policy = DeletionPolicy.DIRECT;
      Storage storage = house.directoryStorage("one");
      for (int round = 0; round < ROUNDS; round++) {
        String job = house.start("AddImage", image("i", "upload://i", storage));
        String uuid = house.query(ImageHouse.ADMIN).getFirst().uuid();
        byte[][] bodies = {bytes(), bytes()};
        List<Future<Boolean>> sent = new ArrayList<>();
        for (byte[] body : bodies) {
          sent.add(senders.submit(() -> isTaken(house, uuid, body)));
        }
        List<Boolean> taken = List.of(sent.get(0).get(), sent.get(1).get());
        assertThat(taken).as("round %d", round).containsExactlyInAnyOrder(true, false);
        house.added(house.end(job));
        assertThat(bytesIn(storage)).satisfies(sameBytes(bodies[taken.indexOf(true)]));
        house.run("DeleteImage", Map.of("uuid", uuid));
      }
      house.assertClean(storage);
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[1000 + random.nextInt(3000)];
    random.nextBytes(bytes);
    BootSector.mark(bytes);
    return bytes;
  }

  private static boolean isTaken(ImageHouse house, String uuid, byte[] body) throws Exception {
    try {
      house
          .images
          .uploads()
          .put(
              uuid,
              ImageHouse.ADMIN,
              new UploadBody(
                  new ByteArrayInputStream(body), OptionalLong.of(body.length), () -> {}));
      return true;
    } catch (ApiException e) {
      assertThat(e.is(ErrorCode.INTERNAL)).isFalse();
      return false;
    }
  }

  /**
   * What is asked for in all is three times what there is. Of 32 jobs each; {@code
   * ReservationsContract} has the 200 rounds of bare reservations.
   */
  @ParameterizedTest
  @EnumSource
  void addersNeverTakeMoreThanThereIs(CatalogKind kind) throws Exception {
    byte[] bytes = new byte[10_000];
    random.nextBytes(bytes);
    BootSector.mark(bytes);
    try (TestCatalog catalog = kind.create(directory);
        ImageHouse house = new ImageHouse(directory, catalog::open);
        ImageWebServer web = new ImageWebServer(bytes)) {
      house.settings.policy = DeletionPolicy.DIRECT;
      Storage storage = house.directoryStorage("small");
      long room = bytes.length * ADDERS / 3;
      house.database.write(transaction -> resize(storage, room, transaction));
      int added = 0;
      for (int round = 0; round < ROUNDS / 20; round++) {
        List<String> jobs =
            IntStream.range(0, ADDERS)
                .mapToObj(i ->
                    house.start(
                        "AddImage",
                        image("i" + i, web.url(i % 2 == 0 ? "/whole" : "/chunked"), storage)))
                .toList();
        for (String job : jobs) {
          if (house.end(job) instanceof JobOutcome.Failed(var error)) {
            assertThat(error.toString()).contains(ErrorCode.CANNOT_ALLOCATE.code());
          }
          assertThat(taken(house, storage)).isLessThanOrEqualTo(room);
        }
        List<ImageInventory> ready = house.query(ImageHouse.ADMIN, "status=Ready");
        assertThat(ready).hasSizeLessThanOrEqualTo(ADDERS / 3);
        added += ready.size();
        house.assertClean(storage);
        List<String> deletions =
            ready.stream()
                .map(image -> house.start("DeleteImage", Map.of("uuid", image.uuid())))
                .toList();
        deletions.forEach(house::end);
        house.assertClean(storage);
        assertThat(storage.files()).isEmpty();
      }
      // those of unknown length may take the last room from each other, all of them, now and then
      assertThat(added).isPositive();
    }
  }

  private static int resize(Storage storage, long bytes, Transaction transaction) {
    return transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.TOTAL_CAPACITY, bytes)
        .set(BACKUP_STORAGE.FREE_CAPACITY, bytes)
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
  }

  private static long taken(ImageHouse house, Storage storage) {
    return house.database.read(sql ->
        sql.select(BACKUP_STORAGE.USED_CAPACITY.plus(BACKUP_STORAGE.RESERVED))
            .from(BACKUP_STORAGE)
            .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
            .fetchSingle()
            .value1());
  }

  @ParameterizedTest
  @EnumSource
  void expungesAgainstARepairLeaveNothing(CatalogKind kind) throws Exception {
    byte[] bytes = new byte[5000];
    random.nextBytes(bytes);
    BootSector.mark(bytes);
    try (TestCatalog catalog = kind.create(directory);
        ImageHouse house = new ImageHouse(directory, catalog::open);
        ImageWebServer web = new ImageWebServer(bytes);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Storage good = house.directoryStorage("good");
      Storage bad = house.directoryStorage("bad");
      for (int round = 0; round < ROUNDS / 5; round++) {
        String uuid =
            house.added(house.run("AddImage", image("i", web.url("/whole"), good, bad))).uuid();
        Harm.FLIPPED.to(bytesIn(bad));
        house.run("VerifyImage", Map.of("uuid", uuid));
        Map<String, ?> it = Map.of("uuid", uuid, "imageUuid", uuid);
        List<Callable<JobOutcome>> calls = new ArrayList<>();
        calls.add(() -> house.run("RepairImage", it));
        calls.add(() -> {
          house.run("DeleteImage", it);
          return house.run("ExpungeImage", it);
        });
        calls.add(() -> house.run("ExpungeImage", it));
        Collections.shuffle(calls, random);
        for (Future<JobOutcome> outcome : callers.invokeAll(calls)) {
          if (outcome.get() instanceof JobOutcome.Failed(var error)) {
            assertThat(error.toString()).doesNotContain(ErrorCode.INTERNAL.code());
          }
        }
        house.run("DeleteImage", it); // a repair that was quicker may have kept it from going
        house.run("ExpungeImage", it);
        assertThat(house.query(ImageHouse.ADMIN)).as("round %d", round).isEmpty();
        house.collect(
            bad); // a directory that a repair was writing into is not empty at the first try
        house.assertClean(good, bad);
        assertThat(Arrays.asList(good, bad)).allSatisfy(s -> assertThat(s.files()).isEmpty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void copiesAgainstEachOtherAndDeletionsLeaveNothing(CatalogKind kind) throws Exception {
    byte[] bytes = new byte[5000];
    random.nextBytes(bytes);
    BootSector.mark(bytes);
    try (TestCatalog catalog = kind.create(directory);
        ImageHouse house = new ImageHouse(directory, catalog::open);
        ImageWebServer web = new ImageWebServer(bytes);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      house.settings.policy = DeletionPolicy.DIRECT;
      List<Storage> all = new ArrayList<>();
      for (String name : List.of("one", "two", "three")) {
        all.add(house.directoryStorage(name));
      }
      for (int round = 0; round < ROUNDS / 50; round++) {
        String uuid =
            house.added(house.run("AddImage", image("i", web.url("/whole"), all.get(0)))).uuid();
        List<Callable<JobOutcome>> calls = new ArrayList<>();
        for (List<Integer> targets : List.of(List.of(1, 2), List.of(2, 1), List.of(2))) {
          List<String> named = targets.stream().map(all::get).map(Storage::uuid).toList();
          calls.add(
              () -> house.run("CopyImage", Map.of("uuid", uuid, "backupStorageUuids", named)));
        }
        for (Storage storage : List.of(all.get(round % 2 * 2), all.get(1))) {
          calls.add(() ->
              house.run(
                  "DeleteImage",
                  Map.of("uuid", uuid, "backupStorageUuids", List.of(storage.uuid()))));
        }
        Collections.shuffle(calls, random);
        for (Future<JobOutcome> outcome : callers.invokeAll(calls)) {
          if (outcome.get() instanceof JobOutcome.Failed(var error)) {
            assertThat(error.toString()).doesNotContain(ErrorCode.INTERNAL.code());
          }
        }
        house.run("DeleteImage", Map.of("uuid", uuid));
        assertThat(house.query(ImageHouse.ADMIN)).as("round %d", round).isEmpty();
        all.forEach(house::collect);
        house.assertClean(all.toArray(Storage[]::new));
        assertThat(all).allSatisfy(storage -> assertThat(storage.files()).isEmpty());
      }
    }
  }

  private static Path bytesIn(Storage storage) {
    return storage.files().stream()
        .filter(file -> !file.toString().endsWith(".json"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow();
  }
}
