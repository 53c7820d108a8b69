package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.testing.HangingMount;
import tools.jackson.databind.JsonNode;

/** A network mount hangs in the kernel: its storages are lost, and nobody else notices. */
class HangingMountTest {
  private static final MadeImage LARGE = new MadeImage(11, 24 << 20);
  private static final MadeImage SMALL = new MadeImage(12, 1 << 20);
  private static final int ONE_MORE_THAN_CARRIERS = Runtime.getRuntime().availableProcessors() + 1;

  @TempDir Path directory;
  private final PacedSource source = new PacedSource();
  private TestBed bed;
  private HangingMount mount;
  private TestStorage healthy;

  @BeforeEach
  void start() {
    assumeTrue(
        HangingMount.isPossible(),
        "needs the package sshfs and the device /dev/fuse to have a mount that hangs");
    bed =
        TestBed.afterTheFirst(
            directory,
            Map.of("STRONGROOM_SSH_IDLE_TIMEOUT", "3s", "STRONGROOM_SHUTDOWN_GRACE", "2s"));
    bed.configure("backupStorage", "ping.interval", "1");
    bed.configure("backupStorage", "ping.timeout", "2");
    bed.configure("backupStorage", "reservedCapacity", "0");
    healthy = bed.fileSystem("healthy");
    mount = HangingMount.mount(bed.sshd(), bed.sshd().shellAccount(), directory.resolve("mount"));
  }

  @AfterEach
  void stop() {
    if (mount != null) {
      mount.close();
    }
    if (bed != null) {
      bed.close();
    }
    source.close();
  }

  private TestStorage mounted(String name) {
    Path url = mount.directory().resolve(name);
    JsonNode added =
        bed.admin().post("/backup-storage/filesystem", Map.of("name", name, "url", url.toString()));
    return new TestStorage(TestBed.uuid(added), url.toString(), url);
  }

  private String image(MadeImage image, TestStorage storage) {
    return TestBed.uuid(bed.admin().post("/images", parameters(image, storage)));
  }

  private Map<String, Object> parameters(MadeImage image, TestStorage storage) {
    return Map.of(
        "name", "image", "url", source.url(image), "backupStorageUuids", List.of(storage.uuid()));
  }

  private void answersAtOnce() throws Exception {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(bed.server().url() + "/healthz"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private void awaitLost(TestStorage storage) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          answersAtOnce();
          JsonNode row = bed.admin().show("/backup-storage", storage.uuid());
          assertThat(row.get("status").asString()).isEqualTo("Disconnected");
          assertThat(row.get("statusReason").asString()).contains("did not answer");
        });
  }

  private void awaitConnected(TestStorage storage) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(bed.admin().show("/backup-storage", storage.uuid()).get("status").asString())
                .isEqualTo("Connected"));
  }

  @Test
  void asManyStoragesAsThereAreProcessorsAndOneMoreAreLostAndNothingElse() throws Exception {
    List<TestStorage> storages = new ArrayList<>();
    for (int i = 0; i < ONE_MORE_THAN_CARRIERS; i++) {
      storages.add(mounted("mounted" + i));
    }
    mount.hang();
    try {
      List<String> jobs = new ArrayList<>();
      for (TestStorage storage : storages) {
        ZStackClient.Answer answer =
            bed.admin()
                .send("POST", "/images", ZStackClient.json("params", parameters(SMALL, storage)));
        jobs.add(ZStackClient.jobUuid(answer));
      }
      for (TestStorage storage : storages) {
        awaitLost(storage);
      }
      for (String job : jobs) {
        assertThat(bed.admin().awaitJob(job).status()).isEqualTo(503);
        answersAtOnce();
      }
      String kept = image(SMALL, healthy);
      HttpDownload download = HttpDownload.of(bed.admin(), "/images/" + kept + "/file");
      assertThat(DiskImages.sha256(download.body())).isEqualTo(SMALL.sha256());

      assertThat(addedOnTheMount().error()).contains("did not answer");
      assertThat(reconnected(storages.getFirst()).error()).contains("did not answer");
      bed.admin()
          .call("DELETE", "/backup-storage/" + storages.getLast().uuid() + "?deleteMode=Enforcing")
          .ok();
      answersAtOnce();
    } finally {
      mount.answer();
    }
    storages.removeLast();
    for (TestStorage storage : storages) {
      awaitConnected(storage);
      image(SMALL, storage);
    }
  }

  private ZStackClient.Answer addedOnTheMount() {
    return bed.admin()
        .call(
            "POST",
            "/backup-storage/filesystem",
            ZStackClient.json(
                "params",
                Map.of("name", "too late", "url", mount.directory().resolve("late").toString())));
  }

  private ZStackClient.Answer reconnected(TestStorage storage) {
    return bed.admin()
        .call(
            "PUT",
            "/backup-storage/" + storage.uuid() + "/actions",
            ZStackClient.json("reconnectBackupStorage", Map.of()));
  }

  @Test
  void downloadsInTheMiddleHoldNothingUp() throws Exception {
    TestStorage storage = mounted("mounted");
    String image = image(LARGE, storage);
    List<Socket> downloads = new ArrayList<>();
    for (int i = 0; i < ONE_MORE_THAN_CARRIERS; i++) {
      downloads.add(begun("/zstack/v1/images/" + image + "/file"));
    }
    mount.hang();
    try {
      for (Socket download : downloads) {
        download.getInputStream().skip(8 << 20);
      }
      awaitLost(storage);
      bed.admin().query("/images");
    } finally {
      mount.answer();
    }
    for (Socket download : downloads) {
      download.close();
    }
    awaitConnected(storage);
    HttpDownload whole = HttpDownload.of(bed.admin(), "/images/" + image + "/file");
    assertThat(DiskImages.sha256(whole.body())).isEqualTo(LARGE.sha256());
  }

  private Socket begun(String path) throws IOException {
    URI url = bed.server().url();
    Socket socket = new Socket(url.getHost(), url.getPort());
    String request =
        "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: OAuth %s\r\n\r\n"
            .formatted(path, bed.admin().session());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  @Test
  void theServerStopsAndStartsMeanwhile() throws Exception {
    TestStorage storage = mounted("mounted");
    mount.hang();
    try {
      awaitLost(storage);

      bed.server().stop();
      bed.server().startAgain();
      bed.reconnectClients();

      answersAtOnce();
      awaitLost(storage);
      image(SMALL, healthy);
    } finally {
      mount.answer();
    }
    awaitConnected(storage);
  }
}
