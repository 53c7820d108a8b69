package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;

/**
 * A bucket as a backup storage: images go there and come back, it is watched, changed, given up and
 * found again as every storage is, and what a killed server was about leaves nothing there.
 */
class ObjectStoreTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int MEBIBYTES = 20;
  private static final long UNLIMITED = 9_007_199_254_740_991L;

  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static FileServer files;
  private static S3ProxyServer store;
  private static S3Client s3;
  private static Path disk;
  private static String sha256;
  private String bucket;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    bed.configure("image", "deletionPolicy", "Direct");
    disk = DiskImages.qcow2(sources, "disk.qcow2", MEBIBYTES);
    sha256 = DiskImages.sha256(disk);
    files = new FileServer(sources);
    store = S3ProxyServer.start();
    s3 = store.client();
  }

  @AfterAll
  static void stop() {
    s3.close();
    store.close();
    files.close();
    bed.close();
  }

  @BeforeEach
  void makeBucket() {
    bucket = "images-" + NUMBER.incrementAndGet();
    s3.createBucket(r -> r.bucket(bucket));
  }

  private Map<String, Object> parameters(Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("name", bucket);
    parameters.put("endpoint", store.endpoint().toString());
    parameters.put("bucketName", bucket);
    parameters.put("prefix", "zone one");
    parameters.put("accessKey", store.owner().accessKey());
    parameters.put("secretKey", store.owner().secretKey());
    parameters.putAll(more);
    return parameters;
  }

  private JsonNode add(Map<String, ?> more) {
    return bed.admin().post("/backup-storage/s3", parameters(more)).get("inventory");
  }

  private ZStackClient.Answer tryToAdd(Map<String, ?> more) {
    return bed.admin()
        .call("POST", "/backup-storage/s3", ZStackClient.json("params", parameters(more)));
  }

  private static JsonNode addImage(String name, String url, String... storages) {
    return bed.admin()
        .post("/images", Map.of("name", name, "url", url, "backupStorageUuids", List.of(storages)))
        .get("inventory");
  }

  /** The keys in the bucket, but the marker's. */
  private List<String> keys() {
    return s3.listObjectsV2(r -> r.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .filter(key -> !key.endsWith("/" + TestStorage.MARKER))
        .toList();
  }

  private int uploads() {
    return s3.listMultipartUploads(r -> r.bucket(bucket)).uploads().size();
  }

  @Test
  void imagesGoThereAndComeBack() throws Exception {
    JsonNode storage = add(Map.of());
    String uuid = storage.get("uuid").asString();
    assertThat(storage.get("type").asString()).isEqualTo("S3BackupStorage");
    assertThat(storage.get("url").asString()).isEqualTo("s3://" + bucket + "/zone one");
    assertThat(storage.get("status").asString()).isEqualTo("Connected");
    assertThat(storage.get("totalCapacity").asLong()).isEqualTo(UNLIMITED);
    assertThat(storage.get("bucketName").asString()).isEqualTo(bucket);
    assertThat(storage.toString()).doesNotContain(store.owner().secretKey());

    JsonNode image = addImage("from a url", files.url("disk.qcow2"), uuid);
    String imageUuid = image.get("uuid").asString();
    assertThat(image.get("format").asString()).isEqualTo("qcow2");
    assertThat(image.get("sha256").asString()).isEqualTo(sha256);
    String path = image.get("backupStorageRefs").get(0).get("installPath").asString();
    assertThat(path).startsWith("s3://" + bucket + "/zone one/rootVolumeTemplates/");
    String key = path.substring(("s3://" + bucket + "/").length());
    assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray())
        .isEqualTo(Files.readAllBytes(disk));

    HttpDownload whole = HttpDownload.of(bed.admin(), "/images/" + imageUuid + "/file");
    assertThat(DiskImages.sha256(whole.body())).isEqualTo(sha256);
    HttpDownload part =
        HttpDownload.of(
            bed.admin(), "/images/" + imageUuid + "/file", "Range", "bytes=1000000-1000999");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body())
        .isEqualTo(java.util.Arrays.copyOfRange(whole.body(), 1_000_000, 1_001_000));
    JsonNode hash =
        bed.admin()
            .act(
                "/images/" + imageUuid + "/actions",
                "calculateImageHash",
                Map.of("backupStorageUuid", uuid, "algorithm", "SHA256"));
    assertThat(hash.get("hash").asString()).isEqualTo(sha256);

    JsonNode row = bed.admin().show("/backup-storage/s3", uuid);
    assertThat(row.get("availableCapacity").asLong())
        .isBetween(UNLIMITED - Files.size(disk) - (64 << 10), UNLIMITED - Files.size(disk));
    bed.admin().delete("/images/" + imageUuid);
    assertThat(keys()).isEmpty();
    bed.admin().delete("/backup-storage/" + uuid);
    assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void anUploadFromTheCallersMachineGoesThereAndIsGoneOnWith() throws Exception {
    String uuid = add(Map.of()).get("uuid").asString();
    Path raw = DiskImages.raw(sources, "large.raw", 30);

    JsonNode image =
        bed.loggedInCli()
            .line("upload " + raw + " name=mine format=raw backupStorageUuids=" + uuid)
            .ok()
            .get("inventory");

    assertThat(image.get("status").asString()).isEqualTo("Ready");
    Path back = directory.resolve("back.raw");
    bed.cli().line("download " + image.get("uuid").asString() + " " + back).ok();
    assertThat(back).satisfies(sameBytes(raw));
    assertThat(uploads()).isZero();
    assertThat(keys()).hasSize(2).noneMatch(key -> key.endsWith(".part"));
  }

  @Test
  void anImageIsCopiedThereAndBackToAnotherStorage() throws Exception {
    String uuid = add(Map.of()).get("uuid").asString();
    TestStorage first = bed.fileSystem("first-" + bucket);
    TestStorage last = bed.fileSystem("last-" + bucket);
    String image = addImage("copied", files.url("disk.qcow2"), first.uuid()).get("uuid").asString();
    String actions = "/images/" + image + "/actions";

    bed.admin().act(actions, "copyImage", Map.of("backupStorageUuids", List.of(uuid)));
    bed.admin().delete("/images/" + image + "?backupStorageUuids=" + first.uuid());
    bed.admin().act(actions, "copyImage", Map.of("backupStorageUuids", List.of(last.uuid())));

    assertThat(bed.admin().show("/images", image).get("backupStorageRefs"))
        .hasSize(2)
        .allSatisfy(copy -> assertThat(copy.get("sha256").asString()).isEqualTo(sha256));
    assertThat(keys()).anyMatch(key -> key.contains(image));
  }

  @Test
  void aCapacityThatIsGivenBoundsWhatItTakes() {
    String uuid = add(Map.of("totalCapacity", 10 << 20)).get("uuid").asString();

    String refused =
        bed.admin()
            .call(
                "POST",
                "/images",
                ZStackClient.json(
                    "params",
                    Map.of(
                        "name", "too large",
                        "url", files.url("disk.qcow2"),
                        "backupStorageUuids", List.of(uuid))))
            .error();
    assertThat(refused).contains("has no room");
    assertThat(keys()).isEmpty();

    JsonNode changed =
        bed.admin()
            .act(
                "/backup-storage/s3/" + uuid + "/actions",
                "updateS3BackupStorage",
                Map.of("totalCapacity", 3_000_000_000L));
    assertThat(changed.at("/inventory/totalCapacity").asLong()).isEqualTo(3_000_000_000L);
    addImage("fits now", files.url("disk.qcow2"), uuid);
  }

  @Test
  void whatCannotBeReachedIsNotAddedAndItsReasonIsTheStoresOwn() {
    assertThat(tryToAdd(Map.of("bucketName", "no-such-bucket")).error())
        .contains("there is no such bucket");
    assertThat(tryToAdd(Map.of("secretKey", "wrong")).error())
        .contains("the credential is not taken");
    assertThat(tryToAdd(Map.of("endpoint", "http://127.0.0.1:1")).error()).contains("127.0.0.1:1");
    assertThat(tryToAdd(Map.of("secretKey", "")).errorChain()).contains("'secretKey'");
    assertThat(tryToAdd(Map.of("prefix", "a/../b")).errorChain()).contains("prefix");
    assertThat(tryToAdd(Map.of("encryptionKeyId", "k")).errorChain()).contains("aws:kms");
    assertThat(bed.admin().query("/backup-storage", "name=" + bucket)).isEmpty();
    assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void oneBucketHasSeveralStoragesButNoPlaceHasTwo() {
    add(Map.of());
    add(Map.of("name", "two", "prefix", "zone two"));
    assertThat(tryToAdd(Map.of("name", "again")).errorChain()).contains("SYS.1006");
    assertThat(tryToAdd(Map.of("name", "above", "prefix", "")).errorChain()).contains("SYS.1006");
  }

  @Test
  void aChangedKeyIsTriedBeforeItIsStored() {
    String uuid = add(Map.of()).get("uuid").asString();
    String actions = "/backup-storage/s3/" + uuid + "/actions";
    String refused =
        bed.admin()
            .call(
                "PUT",
                actions,
                ZStackClient.json("updateS3BackupStorage", Map.of("secretKey", "wrong")))
            .error();
    assertThat(refused).contains("nothing was changed").contains("the credential is not taken");
    bed.admin().act(actions, "reconnectS3BackupStorage", Map.of());
    bed.admin()
        .act(
            actions,
            "updateS3BackupStorage",
            Map.of("name", "renamed", "secretKey", store.owner().secretKey()));
    assertThat(bed.admin().show("/backup-storage", uuid).get("name").asString())
        .isEqualTo("renamed");
  }

  @Test
  void aStoreThatIsAwayIsDisconnectedAndComesBackByItself() {
    bed.configure("backupStorage", "ping.interval", "1");
    String uuid = add(Map.of()).get("uuid").asString();
    store.stop();
    awaitStatus(uuid, "Disconnected");
    store.restart();
    awaitStatus(uuid, "Connected");
  }

  private static void awaitStatus(String uuid, String status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> bed.admin().show("/backup-storage", uuid).get("status").asString(),
            status::equals);
  }

  @Test
  void itsImagesComeBackWhenItIsAddedAgain() {
    String uuid = add(Map.of()).get("uuid").asString();
    String image = addImage("kept", files.url("disk.qcow2"), uuid).get("uuid").asString();
    bed.admin().act("/backup-storage/" + uuid + "/actions", "forgetBackupStorage", Map.of());
    assertThat(bed.admin().query("/images", "uuid=" + image)).isEmpty();

    add(Map.of("importImages", true));

    JsonNode back = bed.admin().show("/images", image);
    assertThat(back.get("sha256").asString()).isEqualTo(sha256);
    assertThat(DiskImages.sha256(HttpDownload.of(bed.admin(), "/images/" + image + "/file").body()))
        .isEqualTo(sha256);
  }

  @Test
  void aStoreHasNoFilesOfAHost() {
    String uuid = add(Map.of()).get("uuid").asString();
    bed.configure("image", "download.localPath.whitelist", "*/disk.qcow2");
    String refused =
        bed.admin()
            .call(
                "POST",
                "/images",
                ZStackClient.json(
                    "params",
                    Map.of(
                        "name",
                        "local",
                        "url",
                        "file://" + disk,
                        "backupStorageUuids",
                        List.of(uuid))))
            .errorChain();
    assertThat(refused).contains("object store").contains("file:///");
    assertThat(keys()).isEmpty();
  }

  @Test
  void aCompressedImageIsTakenWholeAndNotInParts() throws Exception {
    String uuid = add(Map.of()).get("uuid").asString();
    Programs.run("gzip", "--keep", "--force", disk.toString());
    Path packed = sources.resolve("disk.qcow2.gz");
    Cli.Result refused =
        bed.loggedInCli().line("upload " + packed + " name=packed backupStorageUuids=" + uuid);
    assertThat(refused.err()).contains("send it whole");
    await().atMost(Duration.ofSeconds(30)).until(() -> keys().isEmpty() && uploads() == 0);
    assertThat(addImage("packed", files.url("disk.qcow2.gz"), uuid).get("sha256").asString())
        .isEqualTo(sha256);
  }

  @Test
  void aDamagedObjectIsFoundAndNotServed() {
    String uuid = add(Map.of()).get("uuid").asString();
    String image = addImage("damaged", files.url("disk.qcow2"), uuid).get("uuid").asString();
    String key =
        keys().stream().filter(each -> each.endsWith(".template")).findFirst().orElseThrow();
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(new byte[1 << 20]));

    bed.admin().call("PUT", "/images/" + image + "/actions", "{\"verifyImage\":{}}");

    assertThat(bed.admin().show("/images", image).at("/backupStorageRefs/0/status").asString())
        .isEqualTo("Damaged");
  }
}
