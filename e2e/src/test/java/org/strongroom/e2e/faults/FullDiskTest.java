package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;

/** The disk of the data directory is full: callers are told so, and nothing is lost by it. */
class FullDiskTest {
  @TempDir Path directory;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
    assumeTrue(mounted, "only root can make a small disk");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", disk.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  private void fill(Path file) {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void writesAreRefusedWithTheReasonReadsGoOnAndAllIsWellWhenThereIsRoom() throws Exception {
    Path data = disk.resolve("data");
    try (ServerProcess server =
        new ServerProcess(directory, Map.of("STRONGROOM_DATA_DIR", data.toString()))) {
      ZStackClient admin = ZStackClient.admin(server);
      String kept = TestBed.uuid(admin.post("/zones", Map.of("name", "kept")));
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      ZStackClient.Answer refused = null;
      for (int i = 0; i < 40; i++) {
        refused =
            admin.send("POST", "/zones", ZStackClient.json("params", Map.of("name", "zone" + i)));
      }
      assertThat(refused.error()).contains("SYS.1014").contains("make room");
      assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
      ZStackClient.Answer logIn =
          admin
              .anonymous()
              .send(
                  "PUT",
                  "/accounts/login",
                  ZStackClient.json(
                      "logInByAccount",
                      Map.of(
                          "accountName",
                          "admin",
                          "password",
                          ZStackClient.sha512(ServerProcess.PASSWORD))));
      assertThat(logIn.error()).contains("SYS.1014");
      assertThat(admin.show("/zones", kept).get("name").asString()).isEqualTo("kept");
      Files.delete(ballast);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() ->
              admin
                      .send("POST", "/zones", ZStackClient.json("params", Map.of("name", "after")))
                      .status()
                  == 202);
      assertThat(Files.readString(server.log()))
          .contains("the disk of the catalog is full")
          .doesNotContain("\tat org.strongroom.server.face");
    }
  }
}
