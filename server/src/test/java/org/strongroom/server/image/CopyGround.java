package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Call;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;

/** Images that are copied from one storage onto others. */
abstract class CopyGround {
  static final byte[] RAW = new byte[3_000_000];
  static OpenSshServer sshd;

  @TempDir private Path directory;
  final Gate gate = new Gate();
  ImageHouse house;
  private ImageWebServer web;

  @BeforeAll
  static void start() throws Exception {
    new Random(6).nextBytes(RAW);
    BootSector.mark(RAW);
    sshd = OpenSshServer.start();
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    house.around = gate::around;
    web = new ImageWebServer(RAW);
  }

  @AfterEach
  void close() {
    gate.open();
    web.close();
    house.close();
  }

  /** Adds an image, which is read from these storages in their order. */
  final String add(Storage... storages) {
    String image =
        house.added(house.run("AddImage", image("one", web.url("/whole"), storages))).uuid();
    house.database.write(transaction -> {
      for (int i = 0; i < storages.length; i++) {
        transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.CREATED, IMAGE_COPY.CREATED.minus((long) storages.length - i))
            .where(IMAGE_COPY.IMAGE_UUID.eq(image))
            .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storages[i].uuid()))
            .execute();
      }
      return image;
    });
    return image;
  }

  /** A storage that is reached by a way of its own from its first use on. */
  final Storage storage(String name, UnaryOperator<StorageDriver> way) throws IOException {
    Storage storage = house.directoryStorage(name);
    house.around = way;
    String other = add(storage);
    house.settings.policy = DeletionPolicy.DIRECT;
    house.run("DeleteImage", Map.of("uuid", other));
    house.settings.policy = DeletionPolicy.DELAY;
    house.around = gate::around;
    house.assertClean(storage);
    return storage;
  }

  static Map<String, Object> copying(String image, Storage... targets) {
    return Map.of(
        "uuid", image, "backupStorageUuids", Stream.of(targets).map(Storage::uuid).toList());
  }

  final ApiError refusal(String image, Storage... targets) {
    return house.failed(house.run("CopyImage", copying(image, targets)));
  }

  static Path file(Storage storage, String image) {
    return storage.files().stream()
        .filter(file -> file.toString().contains(image) && !file.toString().endsWith(".json"))
        .findFirst()
        .orElseThrow();
  }

  final String status(String image, Storage storage) {
    return house.database.read(sql ->
        sql.select(IMAGE_COPY.STATUS)
            .from(IMAGE_COPY)
            .where(IMAGE_COPY.IMAGE_UUID.eq(image))
            .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
            .fetchOptional(IMAGE_COPY.STATUS)
            .orElse("none"));
  }

  final void assertCopied(String image, Storage... storages) {
    for (Storage storage : storages) {
      assertThat(status(image, storage)).isEqualTo("Ready");
      assertThat(file(storage, image)).satisfies(sameBytes(RAW));
      assertThat(storage.files()).hasSize(2);
    }
    assertThat(house.imageOf(image).status()).isEqualTo("Ready");
    house.assertClean(storages);
    assertNoneIsBrought();
  }

  final void assertNothingOn(Storage... storages) {
    house.assertClean(storages);
    for (Storage storage : storages) {
      assertThat(storage.files()).isEmpty();
    }
    assertNoneIsBrought();
  }

  private void assertNoneIsBrought() {
    assertThat(
            house.database.<Integer>read(
                sql -> sql.fetchCount(IMAGE_COPY, IMAGE_COPY.JOB_UUID.isNotNull())))
        .isZero();
  }

  /** What is done to the copies on a storage that is deleted. */
  final void deleteCopies(Storage storage) {
    house.database.write(transaction ->
        house
            .images
            .storageCascade()
            .removeCopies(
                StorageRows.require(storage.uuid(), transaction.sql()),
                100,
                Call.bySystem("test"),
                transaction));
  }
}
