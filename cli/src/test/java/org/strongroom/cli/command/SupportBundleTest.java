package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

/** One file for those who help, without secrets, whatever people wrote where. */
class SupportBundleTest {
  private static final List<String> PLANTED =
      List.of(
          "planted-1",
          "planted-2",
          "planted-3",
          "planted-4",
          "planted-5",
          "planted-6",
          "cGxhbnRlZA",
          "planted-7",
          "planted-8",
          "planted-9",
          "cGxhbnRlZDEw",
          "planted-11",
          "planted-12",
          "planted-13",
          "planted-14",
          "0123456789abcdef0123456789abcdef",
          WireServer.SESSION);

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;
  private Path bundle;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(home, server.url()).loggedIn();
    bundle = home.resolve("bundle.tar.gz");
    server.on(
        "GET /diagnostics",
        Answer.ok(
            """
            {"build": "0.1.0+abc", "configuration": {"data.dir": "/data", "database.password": "planted-1"},
             "log": ["hello", "GET https://bob:planted-2@host/x refused", "OAuth %s came",
               "GET https://bob:with@planted-8@host/x", "said {\\\\\\"password\\\\\\":\\\\\\"one, planted-9\\\\\\"}",
               "Authorization: Basic cGxhbnRlZDEw", "Cookie: strongroom=planted-11; b=c",
               "GET https://s3.example.org/b/x?X-Amz-Signature=planted-12&X-Amz-Expires=60",
               "DELETE /zstack/v1/accounts/sessions/0123456789abcdef0123456789abcdef"],
             "tokens": ["planted-13"],
             "threads": ["main (RUNNABLE)"]}\
            """
                .formatted(WireServer.SESSION)));
    server.on(
        "GET /longjobs",
        WireServer.rows(
            """
            {"uuid": "j1", "jobData": "{\\"url\\":\\"sftp://u:planted-3@h/f\\",\\"password\\":\\"planted-4, planted-14\\"}",
             "reason": "-----BEGIN OPENSSH PRIVATE KEY-----\\ncGxhbnRlZA\\n-----END OPENSSH PRIVATE KEY-----"}\
            """));
    server.on(
        "GET /buckets",
        WireServer.rows("{\"name\":\"b\",\"secretKey\":\"planted-5\",\"apiKey\":\"planted-6\"}"));
    server.on("GET /events", WireServer.rows("{\"reason\":\"said password=planted-7 in a url\"}"));
    server.handle(
        "GET /metrics", exchange -> WireServer.send(exchange, Answer.ok("strongroom_up 1\n")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itHoldsWhatHelpsAndNoSecret() throws Exception {
    Outcome outcome = workplace.run("support", "bundle", bundle.toString());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo(bundle + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bundle)))
        .isEqualTo("rw-------");
    String all = tar("-xzOf");
    assertThat(all)
        .contains("0.1.0+abc", "hello", "main (RUNNABLE)", "strongroom_up 1", "\"j1\"", "/data")
        .contains("https://***@host/x refused", "X-Amz-Expires=60");
    PLANTED.forEach(secret -> assertThat(all).doesNotContain(secret));
    assertThat(tar("-tzf").lines())
        .contains("strongroom-support/log.txt", "strongroom-support/doctor.json")
        .allMatch(name -> name.startsWith("strongroom-support/"));
  }

  private String tar(String how) throws Exception {
    Process process =
        new ProcessBuilder("tar", how, bundle.toString()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void whatTheServerDoesNotTellIsMissingWithTheReason() throws Exception {
    server.on(
        "GET /audits",
        new Answer(503, "{\"error\":{\"code\":\"SYS.1000\",\"details\":\"broken\"}}"));
    server.on(
        "GET /audit",
        new Answer(503, "{\"error\":{\"code\":\"SYS.1000\",\"details\":\"broken\"}}"));
    server.handle(
        "GET /metrics", exchange -> WireServer.send(exchange, new Answer(403, "left out")));

    assertThat(workplace.run("support", "bundle", bundle.toString()).code()).isZero();

    assertThat(tar("-xzOf")).contains("status 403: left out");
  }

  @Test
  void itIsForAdministratorsAndReplacesNothing() throws IOException {
    server.on(
        "GET /diagnostics",
        new Answer(503, "{\"error\":{\"code\":\"ID.1002\",\"details\":\"no\"}}"));
    assertThat(workplace.run("support", "bundle", bundle.toString()).code())
        .isEqualTo(ExitCode.DENIED);
    assertThat(bundle).doesNotExist();

    Files.writeString(bundle, "mine");
    assertThat(workplace.run("support", "bundle", bundle.toString()).code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(bundle).hasContent("mine");
    assertThat(workplace.line("support box").code()).isEqualTo(ExitCode.USAGE);
  }
}
