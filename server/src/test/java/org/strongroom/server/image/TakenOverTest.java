package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;

/** A node is paused before each call of a storage in turn, another one ends its job, it goes on. */
class TakenOverTest {
  private static final byte[] BYTES = new byte[700_000];
  private static OpenSshServer sshd;

  @TempDir private Path directory;
  private ImageHouse house;
  private ImageWebServer web;
  private Storage storage;
  private volatile Pause pause = new Pause(-1);

  /** Where the images go. */
  enum Place {
    DIRECTORY,
    SERVER
  }

  @BeforeAll
  static void start() throws Exception {
    sshd = OpenSshServer.start();
    new Random(3).nextBytes(BYTES);
    BootSector.mark(BYTES);
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void open() throws Exception {
    web = new ImageWebServer(BYTES);
    house = new ImageHouse(directory);
    house.around = driver -> Pause.around(driver, () -> pause);
  }

  @AfterEach
  void close() {
    pause.end();
    house.close();
    web.close();
  }

  private void use(Place place) throws Exception {
    storage =
        place == Place.SERVER
            ? house.sftpStorage("server", sshd, sshd.shellAccount())
            : house.directoryStorage("directory");
  }

  private boolean isOver(String job) {
    return house
        .engine
        .outcome(job, name -> Object.class)
        .filter(outcome -> !(outcome instanceof JobOutcome.Running))
        .isPresent();
  }

  private boolean isPausedAt(int call, String job) {
    Awaitility.await().until(() -> pause.isReached() || isOver(job));
    if (!pause.isReached()) {
      assertThat(call).isGreaterThan(2);
    }
    return pause.isReached();
  }

  private void goOn(JobEngine paused) {
    pause.end();
    Awaitility.await().until(() -> paused.runningJobs() == 0);
  }

  private void assertWhole(ImageInventory image) {
    assertThat(house.imageOf(image.uuid()).status()).isEqualTo("Ready");
    Path file = Path.of(image.backupStorageRefs().getFirst().installPath());
    Path there = storage.root().resolve(Path.of(storage.url()).relativize(file));
    assertThat(there).satisfies(sameBytes(BYTES));
    assertThat(Files.exists(Path.of(there + ".manifest.json"))).isTrue();
    house.assertClean(storage);
    assertThat(storage.files()).noneMatch(left -> left.toString().endsWith(".part"));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void anImageThatAnotherNodeBroughtStaysWhole(Place place) throws Exception {
    use(place);
    for (int call = 1; ; call++) {
      pause = new Pause(call);
      String job = house.start("AddImage", image("call" + call, web.url("/whole"), storage));
      if (!isPausedAt(call, job)) {
        assertWhole(house.added(house.end(job)));
        return;
      }
      JobEngine paused = house.takeOver();
      ImageInventory image = house.added(house.end(job));
      goOn(paused);
      assertWhole(image);
    }
  }

  /** What was converted already must not be taken for what came, and converted once more. */
  @Test
  void aConversionThatIsCutOffAnywhereIsDoneOnce() throws Exception {
    use(Place.DIRECTORY);
    for (int call = 1; ; call++) {
      pause = new Pause(call);
      Map<String, Object> request = new HashMap<>(image("call" + call, web.url("/whole"), storage));
      request.putAll(Map.of("format", "raw", "targetFormat", "qcow2"));
      String job = house.start("AddImage", request);
      boolean reached = isPausedAt(call, job);
      JobEngine paused = reached ? house.takeOver() : house.engine;
      ImageInventory image = house.added(house.end(job));
      goOn(paused);
      assertThat(image.format()).isEqualTo("qcow2");
      assertThat(image.size()).as("whole sectors of what came").isEqualTo(1368 * 512);
      house.assertClean(storage);
      if (!reached) {
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aNewImageOfTheSameUuidOutlivesTheUndoingOfTheFormer(Place place) throws Exception {
    use(place);
    for (int call = 1; ; call++) {
      pause = new Pause(-1);
      int halves = web.halves.get();
      Map<String, Object> request = new HashMap<>(image("i", web.url("/hanging"), storage));
      request.put("resourceUuid", Uuid.random());
      String job = house.start("AddImage", request);
      Awaitility.await().until(() -> web.halves.get() > halves);
      Awaitility.await()
          .until(() -> storage.files().stream().anyMatch(f -> f.toString().endsWith(".part")));
      pause = new Pause(call);
      JobEngine first = house.engine;
      house.database.write(transaction -> {
        first.cancel(job, transaction);
        return true;
      });
      boolean reached = isPausedAt(call, job);
      JobEngine paused = reached ? house.takeOver() : first;
      house.failed(house.end(job));
      if (!reached) {
        pause = new Pause(-1); // it would be one of the new image's calls
      }
      request.put("url", web.url("/whole"));
      ImageInventory image = house.added(house.run("AddImage", request));
      goOn(paused);
      assertWhole(image);
      if (!reached) {
        return;
      }
    }
  }
}
