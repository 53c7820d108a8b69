package org.strongroom.e2e.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.faults.Cluster;
import org.strongroom.e2e.material.Programs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tool's uploads outlive the server's process and the tool's own. */
class ResumedUploadTest {
  private static final int MUCH = 128 << 20;

  @TempDir static Path directory;
  private static TestBed bed;
  private static Cli cli;
  private static TestStorage storage;
  private static Path disk;

  @BeforeAll
  static void start() throws Exception {
    String port = String.valueOf(Cluster.freePort());
    bed = TestBed.afterTheFirst(directory, Map.of("STRONGROOM_HTTP_PORT", port));
    cli = bed.loggedInCli();
    storage = bed.fileSystem("local");
    byte[] bytes = new byte[MUCH];
    new Random(11).nextBytes(bytes);
    disk = Files.write(directory.resolve("disk.raw"), bytes);
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @Test
  void anUploadGoesOnWhenItsServerWasKilled() throws Exception {
    Process upload = cli.start(upload("served"));
    try {
      awaitBytes("served");
      Programs.run("kill", "-STOP", String.valueOf(upload.pid()));
      await().pollDelay(Duration.ofMillis(1100)).until(() -> true); // a stretch is over by now
      Programs.run("kill", "-CONT", String.valueOf(upload.pid()));
      await().pollInterval(Duration.ofMillis(10)).until(() -> offset() > 0);
      long told = offset();
      bed.server().kill();

      bed.server().startAgain();

      assertThat(offset()).isGreaterThanOrEqualTo(told).isLessThanOrEqualTo(MUCH);
      assertThat(upload.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(upload.exitValue()).isZero();
      assertThere("served");
    } finally {
      upload.destroyForcibly();
    }
  }

  @Test
  void anUploadGoesOnWhenTheToolWasKilledAndTheSameCommandIsGivenAgain() throws Exception {
    Process upload = cli.start(upload("again"));
    try {
      awaitBytes("again");
      Programs.run("kill", "-KILL", String.valueOf(upload.pid()));
      await().until(() -> offset() > 0);
      Cli.Result second = cli.line(upload("again"));
      assertThat(second.err()).contains("going on with the upload");
      second.ok();
      assertThere("again");
    } finally {
      upload.destroyForcibly();
    }
  }

  private static String upload(String name) {
    return "upload %s name=%s format=raw backupStorageUuids=%s"
        .formatted(disk, name, storage.uuid());
  }

  private static void awaitBytes(String name) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          JsonNode images = bed.admin().query("/images", "name=" + name);
          return !images.isEmpty()
              && bed.admin()
                      .get("/images/upload-job/details/" + images.get(0).get("uuid").asString())
                      .path("existingJobDetails")
                      .path(0)
                      .path("offset")
                      .asLong(0)
                  > 0;
        });
  }

  /** How far the upload is that the tool remembers. */
  private static long offset() throws IOException {
    try (Stream<Path> kept = Files.list(cli.configuration().resolve("uploads"))) {
      Path file = kept.findFirst().orElseThrow();
      String upload = JsonMapper.shared().readTree(Files.readString(file)).get("upload").asString();
      return bed.admin()
          .send(
              "HEAD",
              upload.replaceFirst(".*/zstack/v1", ""),
              BodyPublishers.noBody(),
              "Tus-Resumable",
              "1.0.0")
          .response()
          .headers()
          .firstValueAsLong("Upload-Offset")
          .orElseThrow();
    }
  }

  /** Whole, once, and with nothing left of the tries before. */
  private static void assertThere(String name) throws IOException {
    JsonNode images = bed.admin().query("/images", "name=" + name);
    assertThat(images.size()).isEqualTo(1);
    JsonNode copy = images.get(0).get("backupStorageRefs").get(0);
    Path file = storage.file(copy.get("installPath").asString());
    assertThat(Files.mismatch(file, disk)).isEqualTo(-1);
    try (Stream<Path> beside = Files.list(file.getParent())) {
      List<String> names = beside.map(path -> path.getFileName().toString()).toList();
      assertThat(names).hasSize(2).noneMatch(one -> one.endsWith(".part"));
    }
    try (Stream<Path> kept = Files.list(cli.configuration().resolve("uploads"))) {
      assertThat(kept).isEmpty();
    }
  }
}
