package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ImageBackups;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Image backups on their way to a bucket and back, against a real S3 server. */
class ImageBackupBucketTest {
  private static final String BUCKET = "bucket-1";
  @TempDir static Path directory;
  private static TestBed bed;
  private static FileServer files;
  private static S3ProxyServer store;
  private static S3Client s3;
  private static PowerVcClient api;
  private static ImageBackups backups;
  private static TestStorage local;
  private static Path raw;
  private static String image;
  private String cos;
  private TestNode node;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    bed.configure("image", "deletionPolicy", "Direct");
    files = new FileServer(directory);
    store = S3ProxyServer.start();
    s3 = store.client();
    s3.createBucket(request -> request.bucket(BUCKET));
    api = PowerVcClient.admin(bed.server());
    backups = new ImageBackups(api, bed.admin());
    local = bed.fileSystem("local");
    raw = DiskImages.raw(directory, "disk.raw", 2);
    image =
        TestBed.uuid(
            bed.admin()
                .post(
                    "/images",
                    Map.of(
                        "name", "disk",
                        "url", files.url("disk.raw"),
                        "backupStorageUuids", List.of(local.uuid()))));
  }

  @AfterAll
  static void stop() {
    s3.close();
    store.close();
    files.close();
    bed.close();
  }

  @BeforeEach
  void register() {
    cos =
        api.call("POST", "/cos", registration("Cos-1", BUCKET, store.owner().secretKey()))
            .answered(201)
            .at("/cos/id")
            .asString();
    node =
        TestNode.register(api, bed.sshd(), "node1", Map.of("cos_default", "Cos-1"))
            .withUuid(bed.admin());
  }

  @AfterEach
  void cleanUp() {
    bed.admin()
        .query("/image-backups")
        .forEach(backup -> backups.delete(backup.get("uuid").asString()));
    TestNode.deregisterAll(api);
    api.call("GET", "/cos")
        .answered(200)
        .get("cos")
        .forEach(row -> api.call("DELETE", "/cos/" + row.get("id").asString()).answered(204));
    new Invariants(bed.server()).awaitQuiet();
    try {
      await().untilAsserted(() -> assertThat(keys()).isEmpty());
      assertThat(node.storage().files()).isEmpty();
    } finally {
      keys().forEach(key -> s3.deleteObject(request -> request.bucket(BUCKET).key(key)));
    }
  }

  private static String registration(String name, String bucket, String secret) {
    Map<String, Object> credentials = new LinkedHashMap<>();
    credentials.put("cos_endpoint", store.endpoint().toString());
    credentials.put("access_key_id", store.owner().accessKey());
    credentials.put("secret_access_key", secret);
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "cos",
                Map.of(
                    "name", name,
                    "type", "s3",
                    "bucket_name", bucket,
                    "credentials", credentials)));
  }

  @Test
  void anExportGoesOnToTheDefaultBucket() {
    JsonNode backup = backups.export("onward", image, node);

    assertThat(objects()).containsExactly(backup.get("objectName").asString());
    assertThat(backup.get("bucketUuid").asString()).isEqualTo(cos.replace("-", ""));
    assertThat(DiskImages.sha256(object(backup.get("objectName").asString())))
        .isEqualTo(backup.get("sha256").asString());
    JsonNode listed = api.call("GET", "/cos/" + cos + "/list_images").answered(200);
    assertThat(listed.toString()).contains(backup.get("objectName").asString());
  }

  @Test
  void anExportStaysOnTheNodeIfAsked() {
    export("stays", false);

    assertThat(objects()).isEmpty();
    assertThat(node.storage().files()).hasSize(1);
  }

  /** Documented as GET; POST does the same. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void goesToTheBucketAndBack(String method) {
    String id = export("to and fro", false);

    api.call(method, "/image-backups/" + id + "/upload").answered(202);

    JsonNode uploaded = backups.awaitStatus(id, "available");
    assertThat(objects()).containsExactly(uploaded.get("objectName").asString());

    Path ova = node.storage().local().resolve(uploaded.get("path").asString());
    api.call("DELETE", node.path() + "?force=true").answered(204);
    assertThat(ova.toFile().delete()).isTrue();
    TestNode again =
        TestNode.register(api, bed.sshd(), "node1 again", Map.of("cos_default", "Cos-1"));

    api.call(method, "/image-backups/" + id + "/download").answered(202);

    JsonNode downloaded = backups.awaitStatus(id, "available");
    assertThat(downloaded.get("backupNodeId").asLong()).isEqualTo(again.id());
    assertThat(DiskImages.sha256(node.storage().local().resolve(downloaded.get("path").asString())))
        .isEqualTo(uploaded.get("sha256").asString());
  }

  @Test
  void aGetThatIsRepeatedUploadsOnce() {
    String id = export("twice", false);

    JsonNode first = api.call("GET", "/image-backups/" + id + "/upload").answered(202);
    JsonNode second = api.call("GET", "/image-backups/" + id + "/upload").answered(202);

    if (second.at("/image_backup/status").asString().equals("uploading")) {
      assertThat(second.at("/image_backup/task_id")).isEqualTo(first.at("/image_backup/task_id"));
    }
    backups.awaitStatus(id, "available");
    assertThat(objects()).hasSize(1);
  }

  @Test
  void importsFromTheBucket() {
    JsonNode backup = backups.export("in the bucket", image, node);
    String object = backup.get("objectName").asString();

    JsonNode task =
        backups.awaitTask(
            backups.beginImport(
                "restored",
                Map.of("cos_id", cos, "object_name", object, "storage_id", local.uuid())));

    assertThat(task.get("status").asString()).as(task.toString()).isEqualTo("succeeded");
    JsonNode restored = bed.admin().show("/images", task.at("/imageUuids/0").asString());
    assertThat(
            DiskImages.sha256(
                HttpDownload.of(
                        bed.admin(), "/images/%s/file".formatted(restored.get("uuid").asString()))
                    .body()))
        .isEqualTo(DiskImages.sha256(raw));
    bed.admin().delete("/images/" + restored.get("uuid").asString());
  }

  @Test
  void deletingLeavesNoObject() {
    JsonNode backup = backups.export("short-lived", image, node);

    backups.delete(backup.get("uuid").asString());

    assertThat(objects()).isEmpty();
    await().untilAsserted(() -> assertThat(node.storage().files()).isEmpty());
  }

  @Test
  void showsNoSecret() {
    String shown =
        api.call("GET", "/cos").body() + api.call("GET", "/cos/" + cos).answered(200).toString();

    assertThat(shown).contains("Cos-1", BUCKET).doesNotContain(store.owner().secretKey());
  }

  @Test
  void aBucketThatIsMissingOrNotOursIsNotRegistered() {
    for (String body :
        List.of(
            registration("Cos-2", "no-such-bucket", store.owner().secretKey()),
            registration("Cos-2", BUCKET, "wrong-secret"))) {
      VolumeAnswer answer = api.call("POST", "/cos", body);

      assertThat(answer.fault()).startsWith("400 badRequest: ");
      assertThat(answer.body()).doesNotContain("wrong-secret", store.owner().secretKey());
    }
    assertThat(api.call("GET", "/cos").answered(200).get("cos")).hasSize(1);
  }

  /** As soon as a bucket is registered, default buckets have to be. */
  @Test
  void aDefaultBucketHasToBeRegistered() {
    String update = TestNode.body(Map.of("cos_default", "unknown"));

    assertThat(api.call("PUT", node.path(), update).fault()).startsWith("400 badRequest: ");

    assertThat(api.call("GET", node.path()).answered(200).at("/backup_node/cos_default").asString())
        .isEqualTo("Cos-1");
  }

  @Test
  void aBucketThatHasTheOnlyOvaStaysUnlessForced() throws IOException {
    JsonNode backup = backups.export("in use", image, node);
    api.call("DELETE", node.path() + "?force=true").answered(204);
    Files.delete(node.storage().local().resolve(backup.get("path").asString()));

    assertThat(api.call("DELETE", "/cos/" + cos).fault())
        .startsWith("409 conflictingRequest: ")
        .contains("1 image backup");

    api.call("DELETE", "/cos/" + cos + "?force=true").answered(204);
    assertThat(bed.admin().query("/image-backups")).isEmpty();
    assertThat(objects()).as("objects stay").hasSize(1);
    s3.deleteObject(request -> request.bucket(BUCKET).key(backup.get("objectName").asString()));
  }

  private String export(String name, boolean upload) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", name);
    attributes.put("src_image_id", image);
    attributes.put("upload_to_cos", upload);
    VolumeAnswer answer =
        api.call("POST", "/image-backups/export_image", ImageBackups.body(attributes));
    String id = ImageBackups.id(answer);
    backups.awaitStatus(id, "available");
    return id;
  }

  /** All but what a trial of the bucket writes for a moment. */
  private static List<String> objects() {
    return keys().stream().filter(key -> !key.contains("/.strongroom-probe-")).toList();
  }

  private static List<String> keys() {
    return s3.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static byte[] object(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asByteArray();
  }
}
