package org.strongroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What has to hold of everything that clients asked for, after the server was cut off in the middle
 * of it and started again.
 *
 * @param storages those that were there from the beginning
 */
record Aftermath(TestBed bed, CatalogFile catalog, Ledger ledger, List<TestStorage> storages) {
  private static final int REPEATED = 12;

  /** Waits until all has gone on or was undone, and looks. */
  void check() {
    Invariants invariants = new Invariants(catalog);
    invariants.awaitQuiet();
    findOutWhatBecameOfCalls();
    invariants.check(bed.admin(), storages);
    checkImages();
    checkStorages();
    checkOnceEach();
  }

  /** What was accepted is known, and has ended; what was not answered may never have come. */
  private void findOutWhatBecameOfCalls() {
    ledger
        .entries()
        .filter(entry -> !entry.ended())
        .forEach(entry -> {
          int status = bed.admin().send("GET", "/api-jobs/" + entry.jobUuid()).status();
          if (status == 404 && entry.accepted()) {
            // refusals are kept in memory; the audit log has them
            assertThat(outcomes(entry)).as("%s", entry).hasSize(1);
            assertThat(outcomes(entry).getFirst()).isNotIn("Accepted", "Succeeded");
          } else {
            assertThat(status).as("%s", entry).isIn(200, 503, 404);
          }
          entry.ended(status);
        });
  }

  private List<String> outcomes(Ledger.Entry entry) {
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
        new Invariants(catalog).check(bed.admin(), List.of(storage));
      } else {
        assertThat(storage.files()).as("files on the storage %s that is gone", uuid).isEmpty();
        assertThat(storage.local().resolve(TestStorage.MARKER)).doesNotExist();
      }
    });
  }

  /** I5 and I6: one audit entry for each call that was acknowledged, and no second time. */
  private void checkOnceEach() {
    ledger
        .entries()
        .filter(Ledger.Entry::accepted)
        .forEach(entry -> assertThat(outcomes(entry)).as("%s", entry).hasSize(1));
    List<Ledger.Entry> done = ledger.entries().filter(entry -> entry.status() == 200).toList();
    long changes = catalog.number("SELECT count(*) FROM audit");
    done.stream()
        .skip(Math.max(0, done.size() - REPEATED))
        .forEach(entry ->
            assertThat(entry.send(bed.admin()).status()).as("I6: %s again", entry).isEqualTo(400));
    assertThat(catalog.number("SELECT count(*) FROM audit")).isEqualTo(changes);
  }
}
