package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.SwiftServer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;

/**
 * A container of OpenStack Swift as a backup storage, by Swift's own API; and what a kill of the
 * server leaves there and in a bucket.
 */
class SwiftStorageTest {
  private static final int MEBIBYTES = 20;

  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static FileServer files;
  private static SwiftServer store;
  private static Path disk;
  private static String sha256;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.afterTheFirst(directory, Map.of("STRONGROOM_STORAGE_TRANSFERS", "30"));
    bed.configure("image", "deletionPolicy", "Direct");
    disk = DiskImages.qcow2(sources, "disk.qcow2", MEBIBYTES);
    sha256 = DiskImages.sha256(disk);
    files = new FileServer(sources);
    store = SwiftServer.start();
  }

  @AfterAll
  static void stop() {
    store.close();
    files.close();
    bed.close();
  }

  private static Map<String, Object> parameters(String container, Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("name", container);
    parameters.put("authUrl", store.authUrl().toString());
    parameters.put("username", store.owner().accessKey());
    parameters.put("password", store.owner().secretKey());
    parameters.put("container", container);
    parameters.put("prefix", "zone one");
    parameters.put("createContainer", true);
    parameters.putAll(more);
    return parameters;
  }

  private static JsonNode add(String container, Map<String, ?> more) {
    return bed.admin().post("/backup-storage/swift", parameters(container, more)).get("inventory");
  }

  private static String tryToAdd(String container, Map<String, ?> more) {
    return bed.admin()
        .call(
            "POST",
            "/backup-storage/swift",
            ZStackClient.json("params", parameters(container, more)))
        .errorChain();
  }

  private static JsonNode addImage(String name, String storage) {
    return bed.admin()
        .post(
            "/images",
            Map.of(
                "name",
                name,
                "url",
                files.url("disk.qcow2"),
                "backupStorageUuids",
                List.of(storage)))
        .get("inventory");
  }

  @Test
  void imagesGoThereAndComeBack() throws Exception {
    JsonNode storage = add("images", Map.of());
    String uuid = storage.get("uuid").asString();
    assertThat(storage.get("type").asString()).isEqualTo("SwiftBackupStorage");
    assertThat(storage.get("url").asString()).isEqualTo("swift://images/zone one");
    assertThat(storage.get("status").asString()).isEqualTo("Connected");

    JsonNode image = addImage("from a url", uuid);
    String imageUuid = image.get("uuid").asString();
    assertThat(image.get("sha256").asString()).isEqualTo(sha256);
    HttpDownload whole = HttpDownload.of(bed.admin(), "/images/" + imageUuid + "/file");
    assertThat(DiskImages.sha256(whole.body())).isEqualTo(sha256);
    HttpDownload part =
        HttpDownload.of(
            bed.admin(), "/images/" + imageUuid + "/file", "Range", "bytes=1000000-1000999");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body())
        .isEqualTo(java.util.Arrays.copyOfRange(whole.body(), 1_000_000, 1_001_000));

    bed.admin().delete("/images/" + imageUuid);
    JsonNode row = bed.admin().show("/backup-storage/swift", uuid);
    assertThat(row.get("availableCapacity")).isEqualTo(row.get("totalCapacity"));
    bed.admin().delete("/backup-storage/" + uuid);
  }

  @Test
  void anUploadFromTheCallersMachineGoesThere() throws Exception {
    String uuid = add("uploads", Map.of()).get("uuid").asString();
    Path raw = DiskImages.raw(sources, "large.raw", 30);

    JsonNode image =
        bed.loggedInCli()
            .line("upload " + raw + " name=mine format=raw backupStorageUuids=" + uuid)
            .ok()
            .get("inventory");

    Path back = directory.resolve("back.raw");
    bed.cli().line("download " + image.get("uuid").asString() + " " + back).ok();
    assertThat(back).satisfies(sameBytes(raw));
  }

  @Test
  void itsImagesComeBackWhenItIsAddedAgain() throws Exception {
    String uuid = add("again", Map.of()).get("uuid").asString();
    String image = addImage("kept", uuid).get("uuid").asString();
    bed.admin().act("/backup-storage/" + uuid + "/actions", "forgetBackupStorage", Map.of());

    add("again", Map.of("importImages", true, "createContainer", false));

    assertThat(bed.admin().show("/images", image).get("sha256").asString()).isEqualTo(sha256);
    assertThat(DiskImages.sha256(HttpDownload.of(bed.admin(), "/images/" + image + "/file").body()))
        .isEqualTo(sha256);
    assertThat(Files.size(disk)).isPositive();
  }

  @Test
  void whatCannotBeReachedIsNotAddedAndSaysWhy() {
    assertThat(tryToAdd("missing", Map.of("createContainer", false))).contains("missing");
    assertThat(tryToAdd("wrong", Map.of("password", "wrong"))).contains("401");
    assertThat(tryToAdd("none", Map.of("password", ""))).contains("'password'");
    assertThat(tryToAdd("a/b", Map.of())).contains("container has from 1 to 256 characters");
    assertThat(bed.admin().query("/backup-storage", "type=SwiftBackupStorage", "name=wrong"))
        .isEmpty();
  }

  @Test
  void aChangedPasswordIsTriedBeforeItIsStored() {
    String uuid = add("changed", Map.of()).get("uuid").asString();
    String actions = "/backup-storage/swift/" + uuid + "/actions";
    String refused =
        bed.admin()
            .call(
                "PUT",
                actions,
                ZStackClient.json("updateSwiftBackupStorage", Map.of("password", "wrong")))
            .error();
    assertThat(refused).contains("nothing was changed");
    bed.admin().act(actions, "reconnectSwiftBackupStorage", Map.of());
    JsonNode bounded =
        bed.admin()
            .act(actions, "updateSwiftBackupStorage", Map.of("totalCapacity", 3_000_000_000L));
    assertThat(bounded.at("/inventory/totalCapacity").asLong()).isEqualTo(3_000_000_000L);
  }

  /** How many uploads one kill meets, each at another of its calls to the store. */
  private static final int CALLS = Integer.getInteger("strongroom.store.kills", 10);

  /** How often a server is killed. */
  private static final int KILLS = Integer.getInteger("strongroom.server.kills", 1);

  private static void kill(HeldUploads held, String storage, Supplier<List<String>> left)
      throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      killOnce(held, storage, left);
    }
  }

  private static void killOnce(HeldUploads held, String storage, Supplier<List<String>> left)
      throws Exception {
    held.begin();
    String url = files.url(DiskImages.raw(sources, "killed.raw", 17).getFileName().toString());
    for (int call = 1; call <= CALLS; call++) {
      bed.admin()
          .send(
              "POST",
              "/images",
              ZStackClient.json(
                  "params",
                  Map.of(
                      "name",
                      "killed",
                      "url",
                      url,
                      "format",
                      "raw",
                      "resourceUuid",
                      held.image(call),
                      "backupStorageUuids",
                      List.of(storage))));
    }
    held.awaitAll();
    bed.server().kill();
    held.release();
    bed.server().startAgain();
    bed.reconnectClients();
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() ->
            bed.admin()
                .query("/images", "name=killed")
                .valueStream()
                .noneMatch(image -> image.get("status").asString().endsWith("ing")));
    List<String> whole = new ArrayList<>();
    for (JsonNode image : bed.admin().query("/images", "name=killed")) {
      whole.add(image.get("uuid").asString());
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() ->
            assertThat(left.get())
                .allMatch(name -> whole.stream().anyMatch(name::contains))
                .noneMatch(name -> name.contains("upload ")));
    for (String image : whole) {
      bed.admin().delete("/images/" + image);
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> left.get().isEmpty());
  }

  private static List<String> withoutMarker(List<String> names) {
    return names.stream().filter(name -> !name.endsWith("/" + TestStorage.MARKER)).toList();
  }

  /** Whatever a killed server was about: it goes on or takes it back when it starts again. */
  @Test
  void uploadsOfAKilledServerLeaveNeitherSegmentsNorObjects() throws Exception {
    try (HeldUploads held = new HeldUploads(store.endpoint())) {
      URI authUrl = held.endpoint().resolve("/auth/v1.0");
      String uuid = add("killed", Map.of("authUrl", authUrl.toString())).get("uuid").asString();
      kill(
          held,
          uuid,
          () ->
              Stream.of("killed", "killed_segments")
                  .flatMap(container -> withoutMarker(store.names(container)).stream())
                  .toList());
    }
  }

  @Test
  void uploadsOfAKilledServerLeaveNeitherPartsNorObjectsInABucket() throws Exception {
    try (S3ProxyServer buckets =
            S3ProxyServer.startOpen(); // signatures name the address of the gate
        S3Client outside = buckets.client();
        HeldUploads held = new HeldUploads(buckets.endpoint())) {
      outside.createBucket(r -> r.bucket("killed"));
      JsonNode storage =
          bed.admin()
              .post(
                  "/backup-storage/s3",
                  Map.of(
                      "name", "bucket",
                      "endpoint", held.endpoint().toString(),
                      "bucketName", "killed",
                      "prefix", "zone one",
                      "accessKey", "key",
                      "secretKey", "secret"))
              .get("inventory");
      kill(
          held,
          storage.get("uuid").asString(),
          () ->
              Stream.concat(
                      withoutMarker(
                          outside.listObjectsV2(r -> r.bucket("killed")).contents().stream()
                              .map(S3Object::key)
                              .toList())
                          .stream(),
                      outside.listMultipartUploads(r -> r.bucket("killed")).uploads().stream()
                          .map(upload -> "upload " + upload.key()))
                  .toList());
      bed.admin().delete("/backup-storage/" + storage.get("uuid").asString());
    }
  }
}
