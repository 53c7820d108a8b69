package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.strongroom.e2e.bed.CatalogFile;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.MadeImage;
import tools.jackson.databind.JsonNode;

/**
 * What has to hold of everything that clients asked for, after the server was cut off in the middle
 * of it and started again.
 */
final class Aftermath {
  private static final int REPEATED = 12;

  private final TestBed bed;
  private final CatalogFile catalog;
  private final Ledger ledger;
  private final List<TestStorage> storages;
  private final Map<String, String> digests = new HashMap<>();
  private final Set<String> whole = new HashSet<>();
  private final Set<String> gone = new HashSet<>();

  /**
   * Nothing was looked at yet.
   *
   * @param storages those that were there from the beginning
   */
  Aftermath(TestBed bed, CatalogFile catalog, Ledger ledger, List<TestStorage> storages) {
    this.bed = bed;
    this.catalog = catalog;
    this.ledger = ledger;
    this.storages = storages;
  }

  /**
   * Waits until all has gone on or was undone, and looks. Copies that were whole before, and
   * storages that had gone, are looked at again by {@link #lookAtEverything} only.
   */
  void check() {
    Invariants invariants = new Invariants(catalog);
    invariants.awaitQuiet();
    Map<String, List<String>> outcomes = outcomes();
    findOutWhatBecameOfCalls(outcomes);
    invariants.check(bed.admin(), storages);
    checkImages();
    checkStorages();
    checkOnceEach(outcomes);
  }

  /** All copies of all images, and all storages that ever were, once more. */
  void lookAtEverything() {
    whole.clear();
    gone.clear();
    checkImages();
    checkStorages();
  }

  /** What was accepted is known, and has ended; what was not answered may never have come. */
  private void findOutWhatBecameOfCalls(Map<String, List<String>> outcomes) {
    ledger
        .entries()
        .filter(entry -> !entry.ended())
        .forEach(entry -> {
          int status = bed.admin().send("GET", "/api-jobs/" + entry.jobUuid()).status();
          if (status == 404 && entry.accepted()) {
            // refusals are kept in memory; the audit log has them
            List<String> told = outcomes.getOrDefault(entry.jobUuid(), List.of());
            assertThat(told).as("%s", entry).hasSize(1);
            assertThat(told.getFirst()).isNotIn("Accepted", "Succeeded");
          } else {
            assertThat(status).as("%s", entry).isIn(200, 503, 404);
          }
          entry.ended(status);
        });
  }

  /** What the audit log has of each job. */
  private Map<String, List<String>> outcomes() {
    Map<String, List<String>> outcomes = new HashMap<>();
    catalog
        .rows("SELECT job_uuid, outcome FROM audit WHERE job_uuid IS NOT NULL")
        .forEach(row ->
            outcomes.computeIfAbsent(row.getFirst(), job -> new ArrayList<>()).add(row.getLast()));
    return outcomes;
  }

  /** I1: what was said to be Ready is there, and is read back bit for bit. */
  private void checkImages() {
    Map<String, JsonNode> rows =
        StreamSupport.stream(
                bed.admin().get("/images?limit=100000").get("inventories").spliterator(), false)
            .collect(Collectors.toMap(row -> row.get("uuid").asString(), row -> row));
    ledger.images().keySet().forEach(uuid -> checkImage(uuid, rows.get(uuid)));
  }

  private void checkImage(String uuid, JsonNode row) {
    boolean added = ledger.succeeded(uuid, "AddImage") || ledger.succeeded(uuid, Ledger.TEMPLATE);
    if (added && !ledger.asked(uuid, "DeleteImage")) {
      assertThat(row).as("I1: image %s is there", uuid).isNotNull();
      assertThat(row.get("status").asString()).isEqualTo("Ready");
    }
    if (!added || ledger.succeeded(uuid, "ExpungeImage")) {
      assertThat(row).as("image %s", uuid).isNull();
    }
    if (row != null) {
      boolean ready = row.get("status").asString().equals("Ready");
      assertThat(ready).isEqualTo(!ledger.succeeded(uuid, "DeleteImage"));
      if (ready) {
        row.get("backupStorageRefs")
            .forEach(copy -> readBack(uuid, copy.get("backupStorageUuid").asString()));
      }
    }
  }

  private void readBack(String uuid, String storage) {
    if (!whole.add(uuid + " on " + storage)) {
      return;
    }
    HttpDownload download =
        HttpDownload.of(
            bed.admin(), "/images/%s/file?backupStorageUuid=%s".formatted(uuid, storage));
    assertThat(download.status()).isEqualTo(200);
    assertThat(MadeImage.sha256(new ByteArrayInputStream(download.body())))
        .as("I1: image %s on %s", uuid, storage)
        .isEqualTo(digests.computeIfAbsent(uuid, image -> ledger.images().get(image).get()));
  }

  /** I2 for storages that came and went: those that are gone left nothing. */
  private void checkStorages() {
    Map<String, TestStorage> all = ledger.storages();
    all.forEach((uuid, storage) -> {
      if (gone.contains(uuid)) {
        return;
      }
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
        gone.add(uuid);
      }
    });
  }

  /** I5 and I6: one audit entry for each call that was acknowledged, and no second time. */
  private void checkOnceEach(Map<String, List<String>> outcomes) {
    ledger
        .entries()
        .filter(Ledger.Entry::accepted)
        .forEach(entry ->
            assertThat(outcomes.getOrDefault(entry.jobUuid(), List.of()))
                .as("%s", entry)
                .hasSize(1));
    List<Ledger.Entry> done = ledger.entries().filter(entry -> entry.status() == 200).toList();
    long changes = catalog.number("SELECT count(*) FROM audit");
    done.stream()
        .skip(Math.max(0, done.size() - REPEATED))
        .forEach(entry ->
            assertThat(entry.send(bed.admin()).status()).as("I6: %s again", entry).isEqualTo(400));
    assertThat(catalog.number("SELECT count(*) FROM audit")).isEqualTo(changes);
  }
}
