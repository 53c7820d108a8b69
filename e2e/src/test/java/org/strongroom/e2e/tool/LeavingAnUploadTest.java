package org.strongroom.e2e.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.TypedTerminal;
import org.strongroom.e2e.material.Programs;
import tools.jackson.databind.JsonNode;

/** Whoever leaves an upload with Ctrl-C cancels it, or is asked what is to become of it. */
class LeavingAnUploadTest {
  private static final long MUCH = 16L << 30;
  @TempDir static Path directory;
  private static TestBed bed;
  private static Cli cli;
  private static TestStorage storage;
  private static Path disk;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    cli = bed.loggedInCli();
    storage = bed.fileSystem("local");
    disk = directory.resolve("large.raw");
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(MUCH);
    }
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void withoutATerminalASignalCancels(String signal) throws Exception {
    Process upload = cli.start(upload(signal));
    try {
      awaitBytes(signal);

      Programs.run("kill", "-" + signal, String.valueOf(upload.pid()));

      assertThat(upload.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(upload.exitValue()).isGreaterThan(128);
      awaitCancelled(signal);
    } finally {
      upload.destroyForcibly();
    }
  }

  @Test
  void onATerminalTheUserMayGoOnAndThenCancel() {
    try (TypedTerminal terminal = cli.typing(upload("asked"))) {
      awaitBytes("asked");
      terminal.type("\u0003");
      terminal.awaitShown("Cancel the upload (c), detach from it (d), or go on (Enter)?");
      terminal.type("\n");
      terminal.awaitShown("the upload goes on");
      terminal.type("\u0003");
      terminal.awaitShown("Cancel the upload (c), detach from it (d), or go on (Enter)?");
      assertThat(state("asked")).isEqualTo("Running");
      terminal.type("c\n");
      terminal.awaitShown("cancelling the upload, job ");
      assertThat(terminal.awaitEnd()).isEqualTo(130);
      awaitCancelled("asked");
    }
  }

  @Test
  void whoDetachesIsToldWhatBecomesOfIt() {
    try (TypedTerminal terminal = cli.typing(upload("left"))) {
      awaitBytes("left");
      terminal.type("\u0003");
      terminal.awaitShown("Cancel the upload (c), detach from it (d), or go on (Enter)?");
      terminal.type("d\n");
      terminal.awaitShown("the server gives such an upload up");
      assertThat(terminal.awaitEnd()).isEqualTo(130);
      cli.line("job cancel " + job("left").get("uuid").asString());
    }
  }

  private static String upload(String name) {
    return "upload %s name=%s backupStorageUuids=%s".formatted(disk, name, storage.uuid());
  }

  private static JsonNode job(String name) {
    JsonNode jobs = bed.admin().query("/longjobs", "targetResourceName=" + name);
    return jobs.isEmpty() ? tools.jackson.databind.node.MissingNode.getInstance() : jobs.get(0);
  }

  private static String state(String name) {
    return job(name).path("state").asString("");
  }

  private static void awaitBytes(String name) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> job(name).path("step").asString("").equals("transfer"));
  }

  private static void awaitCancelled(String name) {
    await().atMost(Duration.ofSeconds(20)).until(() -> state(name).equals("Canceled"));
    assertThat(job(name).get("accountName").asString()).isEqualTo("admin");
    assertThat(job(name).get("sourceAddress").asString()).isEqualTo("127.0.0.1");
    assertThat(bed.admin().query("/images", "name=" + name)).isEmpty();
  }
}
