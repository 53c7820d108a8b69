package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import tools.jackson.databind.JsonNode;

/** The ground of the tests in which a storage fails: one that may fail beside one that does not. */
final class Outages implements AutoCloseable {
  static final MadeImage IMAGE = new MadeImage(6, 8 << 20);
  static final long MIDDLE = 4 << 20;

  private final TestBed bed;
  private final PacedSource source = new PacedSource();
  private final TestStorage healthy;

  Outages(Path directory) {
    bed =
        TestBed.afterTheFirst(
            directory,
            Map.of("STRONGROOM_SSH_IDLE_TIMEOUT", "3s", "STRONGROOM_SSH_CONNECT_TIMEOUT", "3s"));
    bed.configure("backupStorage", "ping.interval", "1");
    bed.configure("backupStorage", "ping.timeout", "2");
    bed.configure("backupStorage", "reservedCapacity", "0");
    bed.configure("image", "deletionPolicy", "Direct");
    healthy = bed.fileSystem("healthy");
  }

  TestBed bed() {
    return bed;
  }

  PacedSource source() {
    return source;
  }

  /** Starts to add an image to these storages and stops it in the middle; its job. */
  String beginTransfer(TestStorage... storages) throws InterruptedException {
    source.hold();
    String job = begin(source.url(IMAGE, MIDDLE), storages);
    source.awaitHeld();
    return job;
  }

  String begin(String url, TestStorage... storages) {
    ZStackClient.Answer accepted =
        bed.admin().send("POST", "/images", ZStackClient.json("params", parameters(url, storages)));
    assertThat(accepted.status()).isEqualTo(202);
    return ZStackClient.jobUuid(accepted);
  }

  private static Map<String, Object> parameters(String url, TestStorage... storages) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("name", "image");
    parameters.put("url", url);
    parameters.put(
        "backupStorageUuids", List.of(storages).stream().map(TestStorage::uuid).toList());
    return parameters;
  }

  /** Lets the transfer go on into whatever was done to it; the error that its job ends with. */
  String goOnAndFail(String job) {
    source.release();
    return bed.admin().awaitJob(job).error();
  }

  /** The other storage is pinged, takes an image in, gives it back and lets it go. */
  void theOtherStorageGoesOn() {
    assertThat(show(healthy).get("status").asString()).isEqualTo("Connected");
    String uuid = TestBed.uuid(bed.admin().post("/images", parameters(source.url(IMAGE), healthy)));
    HttpDownload download = HttpDownload.of(bed.admin(), "/images/" + uuid + "/file");
    assertThat(DiskImages.sha256(download.body())).isEqualTo(IMAGE.sha256());
    bed.admin().delete("/images/" + uuid);
  }

  JsonNode show(TestStorage storage) {
    return bed.admin().show("/backup-storage", storage.uuid());
  }

  JsonNode awaitStatus(TestStorage storage, String status) {
    return await(status)
        .atMost(Duration.ofSeconds(60))
        .until(() -> show(storage), row -> row.get("status").asString().equals(status));
  }

  /** Waits until the number of bytes that are known to be free is like that. */
  void awaitFree(TestStorage storage, LongPredicate bytes) {
    await("free bytes")
        .atMost(Duration.ofSeconds(60))
        .until(() -> bytes.test(show(storage).get("availablePhysicalCapacity").asLong()));
  }

  /** After the outage nothing is left of what failed, and the storage does its work again. */
  void itIsAsIfNothingHadBeen(TestStorage storage) {
    awaitStatus(storage, "Connected");
    Invariants invariants = new Invariants(bed.server());
    invariants.awaitQuiet();
    invariants.check(bed.admin(), List.of(storage, healthy));
    assertThat(storage.files()).isEmpty();
    String uuid = TestBed.uuid(bed.admin().post("/images", parameters(source.url(IMAGE), storage)));
    invariants.check(bed.admin(), List.of(storage, healthy));
    bed.admin().delete("/images/" + uuid);
    bed.admin().delete("/backup-storage/" + storage.uuid());
  }

  @Override
  public void close() {
    source.close();
    bed.close();
  }
}
