package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.image.ImageHouse.ADMIN;
import static org.strongroom.server.image.ImageHouse.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;

/** Images on storages that are read only, drained, or not connected yet. */
class MaintenanceTest {
  private static final byte[] RAW = new byte[1_500_000];
  private static final int WAITING = 30;

  static {
    new Random(5).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @TempDir private Path directory;
  private final Gate gate = new Gate();
  private ImageHouse house;
  private ImageWebServer web;
  private Storage storage;

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    house.around = gate::around;
    web = new ImageWebServer(RAW);
    storage = house.directoryStorage("one");
  }

  @AfterEach
  void close() {
    gate.open();
    web.close();
    house.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReadOnly", "Draining"})
  void imagesAreReadAndNoneIsAdded(String kind) throws IOException {
    String uuid = house.added(house.run("AddImage", image("a", web.url("/whole"), storage))).uuid();
    house.maintenance(storage, kind);
    try (InputStream whole =
        house.images.downloads().open(uuid, Optional.empty(), ADMIN, "r").whole()) {
      assertThat(whole.readAllBytes()).isEqualTo(RAW);
    }
    assertThat(house.run("VerifyImage", Map.of("uuid", uuid)))
        .isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(
            house.failed(house.run("AddImage", image("b", web.url("/whole"), storage))).details())
        .contains("is " + kind);
    house.assertClean(storage);
  }

  @Test
  void anImageOnItsWayArrivesOnAStorageThatIsDrained() throws Exception {
    gate.shut();
    String job = house.start("AddImage", image("a", web.url("/whole"), storage));
    gate.awaitWriter();
    house.maintenance(storage, "Draining");
    gate.open();
    assertThat(house.added(house.end(job)).status()).isEqualTo("Ready");
    house.assertClean(storage);
  }

  @Test
  void anImageOnItsWayIsTakenBackFromAStorageThatBecameReadOnly() throws Exception {
    gate.shut();
    String job = house.start("AddImage", image("a", web.url("/whole"), storage));
    gate.awaitWriter();
    house.maintenance(storage, "ReadOnly");
    gate.open();
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Failed.class);
    house.assertClean(storage);
    assertThat(storage.files()).isEmpty();
  }

  /** As after a restart: what the catalog is asked while they wait does not grow with the jobs. */
  @Test
  void jobsThatWaitForAStorageToConnectAskTogether() throws Exception {
    gate.shut();
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      jobs.add(house.start("AddImage", image("i" + i, web.url("/whole"), storage)));
    }
    gate.awaitWriter();
    status("Connecting");
    house.crashAndRestart();
    gate.open();
    await()
        .untilAsserted(() -> {
          assertThat(house.engine.runningJobs()).isEqualTo(WAITING);
          assertThat(house.database.watch().awaited()).isOne();
        });
    status("Connected");
    for (String job : jobs) {
      assertThat(house.added(house.end(job)).status()).isEqualTo("Ready");
    }
    house.assertClean(storage);
  }

  private void status(String status) {
    house.database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.STATUS, status)
            .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
            .execute());
  }
}
