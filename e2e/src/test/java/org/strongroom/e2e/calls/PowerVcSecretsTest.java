package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Canaries;
import org.strongroom.e2e.bed.ImageBackups;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.json.JsonMapper;

/** I7 for the PowerVC face: passwords of users and nodes, tokens and the keys of buckets. */
class PowerVcSecretsTest {
  private static final Canaries canaries = new Canaries();
  private static final List<String> answers = new ArrayList<>();
  @TempDir static Path directory;
  private static TestBed bed;
  private static S3ProxyServer store;
  private static CommandLines commandLines;
  private static PowerVcClient api;

  @BeforeAll
  static void everythingIsTried() {
    bed = TestBed.start(directory, Map.of("STRONGROOM_LOG_LEVEL", "trace"));
    store = S3ProxyServer.start();
    try (S3Client s3 = store.client()) {
      s3.createBucket(request -> request.bucket("bucket-1"));
    }
    commandLines = new CommandLines();
    canaries.hatch("user's password", ServerProcess.PASSWORD);
    canaries.hatch("ssh password", bed.sshd().shellAccount().password());
    canaries.hatch("bucket's secret", store.owner().secretKey());
    api = PowerVcClient.admin(bed.server());
    canaries.hatch("token", api.token());
    tokens();
    nodes();
    buckets();
    imageBackups();
    for (String path :
        List.of("/backup-nodes", "/image-backups", "/buckets", "/longjobs", "/events")) {
      answers.add(bed.admin().send("GET", path).body());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    commandLines.close();
    store.close();
    bed.close();
  }

  private static void tokens() {
    answers.add(
        PowerVcClient.authenticate(
                bed.server().url(), "admin", canaries.hatch("wrong password"), Map.of())
            .body());
    answers.add(
        api.withToken("")
            .at("POST", "/v3/auth/tokens", "{\"auth\":\"%s".formatted(canaries.hatchPlain("cut")))
            .body());
    answers.add(
        api.withToken(canaries.hatchPlain("unknown token")).call("GET", "/backup-nodes").body());
    answers.add(api.at("GET", "/v3/auth/tokens", "", "X-Subject-Token", api.token()).body());
  }

  private static void nodes() {
    Map<String, Object> registration = TestNode.registration(bed.sshd(), "node1");
    registration.put("password", canaries.hatch("wrong ssh password"));
    call("POST", "/backup-nodes", TestNode.body(registration));
    registration.put("password", Map.of("secret", canaries.hatchPlain("misplaced password")));
    call("POST", "/backup-nodes", TestNode.body(registration));
    call(
        "POST",
        "/backup-nodes",
        "{\"backup_nodes\":{\"registration\":{}}}" + canaries.hatchPlain("behind the body"));
    TestNode node = TestNode.register(api, bed.sshd(), "node1");
    call("GET", "/backup-nodes", "");
    call("GET", node.path(), "");
    call(
        "PUT",
        node.path(),
        TestNode.body(Map.of("password", canaries.hatch("wrong updated password"))));
    call(
        "PUT",
        node.path(),
        TestNode.body(Map.of("password", bed.sshd().shellAccount().password())));
    bed.sshd().dropConnections();
    call("PUT", node.path() + "/discover", "");
  }

  private static void buckets() {
    call("POST", "/cos", registration("Cos-0", canaries.hatchPlain("wrong secret")));
    VolumeAnswer registered =
        call("POST", "/cos", registration("Cos-1", store.owner().secretKey()));
    String path = "/cos/" + registered.answered(201).at("/cos/id").asString();
    call("PUT", path, registration("Cos-1", canaries.hatchPlain("wrong updated secret")));
    call("GET", path, "");
    call("GET", "/cos", "");
    call("GET", path + "/list_images", "");
    call("PUT", "/backup-nodes/1", TestNode.body(Map.of("cos_default", "Cos-1")));
  }

  private static String registration(String name, String secret) {
    Map<String, Object> cos = new LinkedHashMap<>();
    cos.put("name", name);
    cos.put("bucket_name", "bucket-1");
    cos.put(
        "credentials",
        Map.of(
            "cos_endpoint", store.endpoint().toString(),
            "access_key_id", store.owner().accessKey(),
            "secret_access_key", secret));
    return JsonMapper.shared().writeValueAsString(Map.of("cos", cos));
  }

  private static void imageBackups() {
    TestStorage local = bed.fileSystem("local");
    Path disk = DiskImages.raw(directory, "disk.raw", 1);
    try (FileServer files = new FileServer(directory)) {
      String image =
          TestBed.uuid(
              bed.admin()
                  .post(
                      "/images",
                      Map.of(
                          "name", "disk",
                          "url", files.url(disk.getFileName().toString()),
                          "backupStorageUuids", List.of(local.uuid()))));
      ImageBackups backups = new ImageBackups(api, bed.admin());
      VolumeAnswer begun =
          call(
              "POST",
              "/image-backups/export_image",
              ImageBackups.body(Map.of("name", "a", "src_image_id", image)));
      backups.awaitStatus(ImageBackups.id(begun), "available");
      call("GET", "/image-backups/detail", "");
      call("GET", "/backups/detail", "");
    }
  }

  private static VolumeAnswer call(String method, String path, String body) {
    VolumeAnswer answer = api.call(method, path, body);
    answers.add(answer.headers() + " " + answer.body());
    return answer;
  }

  @Test
  void areInNoAnswer() {
    assertThat(answers).hasSizeGreaterThan(25);
    assertThat(answers).filteredOn(answer -> !canaries.seenIn(answer).isEmpty()).isEmpty();
  }

  @Test
  void areInNoFileOfTheServer() throws IOException {
    List<Path> looked;
    try (Stream<Path> all = Files.walk(directory)) {
      looked = all.filter(Files::isRegularFile).toList();
    }
    assertThat(looked).extracting(file -> file.getFileName().toString()).contains("log-1");
    for (Path file : looked) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(canaries.seenIn(text)).as("%s", file).isEmpty();
    }
  }

  @Test
  void areInNoArgumentOfAProcess() {
    assertThat(commandLines.seen()).isNotEmpty();
    assertThat(commandLines.seen()).filteredOn(line -> !canaries.seenIn(line).isEmpty()).isEmpty();
  }
}
