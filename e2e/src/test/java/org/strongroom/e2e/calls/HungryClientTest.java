package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;

/**
 * An account that takes all the turns of a storage that it can get and does nothing with them: the
 * uploads and downloads of others end meanwhile.
 */
@Timeout(120)
class HungryClientTest {
  /** Of a storage, and how many of them one account gets. */
  private static final int TURNS = 8;

  private static final int OF_ONE_ACCOUNT = 6;
  private static final int TOO_MUCH_TO_LIE_IN_BUFFERS = 32 << 20;

  @TempDir static Path directory;
  private static ServerProcess server;
  private static ZStackClient admin;
  private static ZStackClient hungry;

  private final List<RawConnection> held = new ArrayList<>();
  private String storage;

  @BeforeAll
  static void start() {
    server = ServerProcess.afterTheFirst(directory, Map.of());
    admin = ZStackClient.admin(server);
    admin.post("/accounts", Map.of("name", "hungry", "password", ZStackClient.sha512("hungry")));
    hungry = ZStackClient.logIn(server.url(), "hungry", "hungry");
  }

  @BeforeEach
  void addStorage() throws IOException {
    Path url = Files.createTempDirectory(directory, "storage");
    storage =
        TestBed.uuid(
            admin.post(
                "/backup-storage/filesystem", Map.of("name", "shared", "url", url.toString())));
  }

  @AfterEach
  void letGo() throws IOException {
    for (RawConnection connection : held) {
      connection.close();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String begin(ZStackClient client, String url, String storage) {
    ZStackClient.Answer accepted =
        client.send(
            "POST",
            "/images",
            ZStackClient.json(
                "params",
                Map.of("name", "image", "url", url, "backupStorageUuids", List.of(storage))));
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    return ZStackClient.jobUuid(accepted);
  }

  private static String imageOf(ZStackClient client, String job) {
    return client.query("/longjobs", "uuid=" + job).get(0).get("targetResourceUuid").asString();
  }

  private String upload(ZStackClient client, int length) {
    String job = begin(client, "upload://image", storage);
    String image = imageOf(client, job);
    assertThat(
            client
                .send("PUT", uploadPath(image), BodyPublishers.ofByteArray(new byte[length]))
                .status())
        .isEqualTo(200);
    client.awaitJob(job).ok();
    return image;
  }

  private static String uploadPath(String image) {
    return "/images/" + image + "/upload";
  }

  private void assertOthersAreServed() {
    String image = upload(admin, 100_000);
    assertThat(HttpDownload.of(admin, "/images/" + image + "/file").body()).hasSize(100_000);
  }

  private RawConnection hold(String head) throws IOException {
    RawConnection connection = new RawConnection(server.url(), "127.0.0.6");
    held.add(connection);
    connection.send(
        head + " HTTP/1.1\r\nHost: s\r\nAuthorization: OAuth " + hungry.session() + "\r\n");
    return connection;
  }

  private static long waiting(List<String> jobs) {
    return jobs.stream()
        .filter(job -> hungry.get("/task-progresses/" + job).toString().contains("waiting"))
        .count();
  }

  private static void cancel(List<String> jobs) {
    for (String job : jobs) {
      hungry.send(
          "PUT", "/longjobs/" + job + "/actions", ZStackClient.json("cancelLongJob", Map.of()));
    }
  }

  @Test
  void uploadsThatTrickleStopNobodyElses() throws Exception {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      jobs.add(begin(hungry, "upload://image", storage));
      hold("PUT /zstack/v1" + uploadPath(imageOf(hungry, jobs.getLast())))
          .send("Content-Length: 1000000\r\n\r\n" + "x".repeat(600));
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> waiting(jobs) == TURNS - OF_ONE_ACCOUNT);

    assertOthersAreServed();

    assertThat(waiting(jobs)).isEqualTo(TURNS - OF_ONE_ACCOUNT);
    cancel(jobs);
  }

  @Test
  void downloadsThatAreNotReadStopNobodyElses() throws Exception {
    String image = upload(hungry, TOO_MUCH_TO_LIE_IN_BUFFERS);
    for (int i = 0; i < TURNS; i++) {
      RawConnection download = hold("GET /zstack/v1/images/" + image + "/file");
      download.send("\r\n");
      if (i < OF_ONE_ACCOUNT) {
        assertThat(download.line()).contains(" 200 ");
      }
    }

    assertOthersAreServed();

    for (RawConnection download : held.subList(0, OF_ONE_ACCOUNT)) {
      assertThat(download.line()).isNotEmpty(); // still there
    }
  }

  @Test
  void imagesOfASourceThatNeverAnswersStopNobodyElses() throws Exception {
    Queue<Socket> asked = new ConcurrentLinkedQueue<>();
    try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      Thread accepting =
          Thread.ofVirtual()
              .start(() -> {
                while (!silent.isClosed()) {
                  try {
                    asked.add(silent.accept());
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      List<String> jobs = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        jobs.add(begin(hungry, "http://127.0.0.1:" + silent.getLocalPort() + "/image", storage));
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> asked.size() >= OF_ONE_ACCOUNT);

      assertOthersAreServed();

      assertThat(waiting(jobs)).isGreaterThan(30);
      cancel(jobs);
      silent.close();
      for (Socket socket : asked) {
        socket.close();
      }
      assertThat(accepting.join(Duration.ofSeconds(30))).isTrue();
    }
  }
}
