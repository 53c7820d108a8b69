package org.strongroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The server is killed 20 times in the middle of everything; after each start all goes on or is
 * undone within the lease, and the invariants hold.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("strongroom.kills", 20);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final Duration SLOW = Duration.ofMillis(8);
  private static final int REPEATED = 12;

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private final Ledger ledger = new Ledger();
  private final PacedSource source = new PacedSource();
  private final List<TestStorage> storages = new ArrayList<>();
  private TestBed bed;
  private int kills;
  private long takenUp;

  @BeforeEach
  void start() {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    bed = TestBed.start(directory);
    bed.configure("image", "upload.max.idle.duration.in.seconds", "3");
    storages.add(bed.sftp("sftp"));
    storages.add(bed.fileSystem("directory"));
  }

  @AfterEach
  void stop() {
    bed.close();
    source.close();
  }

  @Test
  void everythingGoesOnOrIsUndone() throws Exception {
    Load load = new Load(bed, source, ledger, storages);
    while (kills < KILLS) {
      source.pace(SLOW);
      load.during(() -> killAfter(200 + random.nextInt(1800)), random.nextLong());
      source.pace(Duration.ZERO);

      startAgain();
      while (random.nextInt(4) == 0) {
        killAfter(random.nextInt(400)); // what was going on or being undone is cut off again
        startAgain();
      }
      bed.reconnectClients();
      Invariants invariants = new Invariants(bed.server());
      invariants.awaitQuiet();
      findOutWhatBecameOfCalls();
      invariants.check(bed.admin(), storages);
      checkImages();
      checkStorages();
      checkOnceEach();
      System.out.printf(
          "%d kills, %d calls, %d jobs taken up%n", kills, ledger.entries().count(), takenUp);
    }
    assertThat(takenUp).as("jobs that a kill cut off").isGreaterThan(KILLS);
  }

  private void startAgain() throws IOException {
    bed.server().startAgain();
    takenUp +=
        Files.readAllLines(bed.server().log()).stream()
            .filter(line -> line.contains("taking up job"))
            .count();
  }

  private void killAfter(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    bed.server().kill();
    kills++;
  }

  /** What was accepted is known, and has ended; what was not answered may never have come. */
  private void findOutWhatBecameOfCalls() {
    CatalogFile catalog = CatalogFile.of(bed.server());
    ledger
        .entries()
        .filter(entry -> !entry.ended())
        .forEach(entry -> {
          int status = bed.admin().send("GET", "/api-jobs/" + entry.jobUuid()).status();
          if (status == 404 && entry.accepted()) {
            // refusals are kept in memory; the audit log has them
            assertThat(outcomes(catalog, entry)).as("%s", entry).hasSize(1);
            assertThat(outcomes(catalog, entry).getFirst()).isNotIn("Accepted", "Succeeded");
          } else {
            assertThat(status).as("%s", entry).isIn(200, 503, 404);
          }
          entry.ended(status);
        });
  }

  private static List<String> outcomes(CatalogFile catalog, Ledger.Entry entry) {
    return catalog
        .rows("SELECT outcome FROM audit WHERE job_uuid = '%s'".formatted(entry.jobUuid()))
        .stream()
        .map(List::getFirst)
        .toList();
  }

  /** I1: what was said to be Ready is there, and is read back bit for bit. */
  private void checkImages() {
    ledger.images().forEach(this::checkImage);
  }

  private void checkImage(String uuid, MadeImage made) {
    JsonNode rows = bed.admin().get("/images/" + uuid).get("inventories");
    boolean added = ledger.succeeded(uuid, "AddImage");
    boolean deletionAsked = ledger.asked(uuid, "DeleteImage");
    if (added && !deletionAsked) {
      assertThat(rows).as("I1: image %s is there", uuid).hasSize(1);
      assertThat(rows.get(0).get("status").asString()).isEqualTo("Ready");
    }
    if (!added || ledger.succeeded(uuid, "ExpungeImage")) {
      assertThat(rows).as("image %s", uuid).isEmpty();
    }
    for (JsonNode row : rows) {
      boolean ready = row.get("status").asString().equals("Ready");
      assertThat(ready).isEqualTo(!ledger.succeeded(uuid, "DeleteImage"));
      if (ready) {
        row.get("backupStorageRefs").forEach(copy -> readBack(uuid, made, copy));
      }
    }
  }

  private void readBack(String uuid, MadeImage made, JsonNode copy) {
    HttpDownload download =
        HttpDownload.of(
            bed.admin(),
            "/images/%s/file?backupStorageUuid=%s"
                .formatted(uuid, copy.get("backupStorageUuid").asString()));
    assertThat(download.status()).isEqualTo(200);
    assertThat(MadeImage.sha256(new ByteArrayInputStream(download.body())))
        .as("I1: image %s", uuid)
        .isEqualTo(made.sha256());
  }

  /** I2 for storages that came and went: those that are gone left nothing. */
  private void checkStorages() {
    Map<String, TestStorage> all = ledger.storages();
    all.forEach((uuid, storage) -> {
      boolean there = !bed.admin().get("/backup-storage/" + uuid).get("inventories").isEmpty();
      assertThat(there)
          .as("storage %s", uuid)
          .isEqualTo(
              ledger.succeeded(uuid, "AddStorage") && !ledger.succeeded(uuid, "DeleteStorage"));
      if (there) {
        new Invariants(bed.server()).check(bed.admin(), List.of(storage));
      } else {
        assertThat(storage.files()).as("files on the storage %s that is gone", uuid).isEmpty();
        assertThat(storage.local().resolve(TestStorage.MARKER)).doesNotExist();
      }
    });
  }

  /** I5 and I6: one audit entry for each call that was acknowledged, and no second time. */
  private void checkOnceEach() {
    CatalogFile catalog = CatalogFile.of(bed.server());
    ledger
        .entries()
        .filter(Ledger.Entry::accepted)
        .forEach(entry -> assertThat(outcomes(catalog, entry)).as("%s", entry).hasSize(1));
    List<Ledger.Entry> done = ledger.entries().filter(entry -> entry.status() == 200).toList();
    long changes = catalog.number("SELECT count(*) FROM audit");
    done.stream()
        .skip(Math.max(0, done.size() - REPEATED))
        .forEach(entry ->
            assertThat(entry.send(bed.admin()).status()).as("I6: %s again", entry).isEqualTo(400));
    assertThat(catalog.number("SELECT count(*) FROM audit")).isEqualTo(changes);
  }
}
