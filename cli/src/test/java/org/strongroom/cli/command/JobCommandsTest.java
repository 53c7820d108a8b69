package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

/** Jobs are followed by whoever may see them, not only by whoever began them. */
class JobCommandsTest {
  private static final String JOB = "9a8b7c6d5e4f4a3b8c1d0e9f8a7b6c5d";
  private static final String PLACE = "GET /api-jobs/" + JOB;

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(home, server.url()).loggedIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void waitingEndsWithTheResult() {
    server.jobsEnd(Answer.ok("{\"inventory\":{\"name\":\"done\"}}"), 3);

    Outcome outcome = workplace.line("job wait " + JOB);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("\"done\"");
    assertThat(outcome.err()).isEmpty();
    assertThat(server.received()).hasSize(4).allMatch(r -> r.target().equals("/api-jobs/" + JOB));
  }

  @Test
  void waitingEndsWithTheExitCodeOfTheJob() {
    server.jobsEnd(new Answer(503, "{\"error\":{\"code\":\"BS.1003\",\"details\":\"full\"}}"), 1);

    Outcome outcome = workplace.line("job wait " + JOB);

    assertThat(outcome.code()).isEqualTo(ExitCode.NO_ROOM);
    assertThat(outcome.err()).contains("BS.1003 full");
  }

  @Test
  void aJobCanBeNamed() {
    server.knowsNames();
    server.jobsEnd(Answer.ok("{}"), 0);

    assertThat(workplace.line("job wait nightly").code()).isZero();
    assertThat(server.received().getLast().target()).isEqualTo("/api-jobs/" + WireServer.RESOURCE);
  }

  @Test
  void aJobThatNobodyKnowsIsNotFound() {
    server.on(PLACE, new Answer(404, "no job has the uuid"));

    assertThat(workplace.line("job wait " + JOB).code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(workplace.line("job log " + JOB).code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(workplace.line("job wait none").code()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void waitingOutlivesARestart() {
    int port = server.port();
    AtomicInteger looks = new AtomicInteger();
    AtomicReference<WireServer> second = new AtomicReference<>();
    server.handle(
        PLACE,
        exchange -> {
          if (looks.incrementAndGet() == 1) {
            WireServer.send(exchange, new Answer(202, "{}"));
          } else if (looks.get() == 2) {
            WireServer.send(exchange, new Answer(503, "not ready yet"));
          } else if (looks.get() == 3) {
            server.close();
            second.set(WireServer.again(port));
            second.get().jobsEnd(Answer.ok("{}"), 2);
          }
        });

    assertThat(workplace.line("job wait " + JOB).code()).isZero();
    assertThat(second.get().received()).hasSize(3);
    second.get().close();
  }

  @Test
  void waitingEndsAfterTheTimeGiven() {
    Outcome outcome = workplace.line("--timeout 0 job wait " + JOB);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void whoLeavesIsToldThatTheJobGoesOn() throws InterruptedException {
    server.on(PLACE, new Answer(202, "{}"));
    AtomicReference<Outcome> left = new AtomicReference<>();
    Thread waiting = Thread.ofPlatform().start(() -> left.set(workplace.line("job wait " + JOB)));
    await().until(() -> server.received().size() > 2);

    waiting.interrupt();
    waiting.join();

    assertThat(left.get().code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(left.get().err()).contains("The job " + JOB + " goes on at the server");
    assertThat(server.received()).allMatch(request -> request.method().equals("GET"));
  }

  @Test
  void watchingTellsEachStepWithoutATerminal() {
    server.on(
        "GET /task-progresses/" + JOB,
        Answer.ok(
            "{\"inventories\":[{\"content\":\"42\",\"opaque\":{\"step\":\"pack\\u001b\"}}]}"));
    server.on(PLACE, untilAsked("/task-progresses/" + JOB));

    Outcome outcome = workplace.line("job watch " + JOB);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).startsWith("pack").contains(" 42 %").doesNotContain("\u001b");
  }

  @Test
  void watchingShowsABarOnATerminal() {
    server.on(
        "GET /task-progresses/" + JOB,
        Answer.ok("{\"inventories\":[{\"content\":\"42\",\"opaque\":{\"step\":\"pack\"}}]}"));
    server.on(PLACE, untilAsked("/task-progresses/" + JOB));

    Outcome outcome = workplace.at(new TypingUser("", 100)).line("job watch " + JOB);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("42%").contains("pack");
  }

  /** The job ends two looks after its progress was asked for. */
  private java.util.function.Function<WireServer.Received, Answer> untilAsked(String target) {
    AtomicInteger after = new AtomicInteger();
    return request ->
        server.received().stream().anyMatch(r -> r.target().equals(target))
                && after.incrementAndGet() > 2
            ? Answer.ok("{}")
            : new Answer(202, "{}");
  }

  @Test
  void theLogTellsWhoBeganItWhatCameAndHowItEnded() {
    server.inZone("Z");
    workplace.with("TZ", "UTC");
    server.on(
        "GET /longjobs",
        WireServer.rows(
            """
            {"uuid": "%s", "jobName": "AddImage", "accountName": "alice", "sourceAddress": "10.0.0.9",
             "targetResourceName": "debian", "createDate": "Jun 1, 2015 3:42:26 PM",
             "lastOpDate": "Jun 1, 2015 3:43:00 PM", "state": "Failed", "executeTime": 34,
             "bytes": 1048576, "reason": "the disk is full"}\
            """
                .formatted(JOB)));
    server.on(
        "GET /events",
        WireServer.rows(
            """
            {"time": "Jun 1, 2015 3:42:30 PM", "what": "StatusChanged", "resourceName": "debian",
             "from": "Creating", "to": "Deleted", "reason": "no\\nroom"}\
            """));

    Outcome outcome = workplace.line("job log " + JOB);

    assertThat(outcome.out())
        .isEqualTo(
            """
            2015-06-01T15:42:26Z  AddImage of debian, called by alice from 10.0.0.9
            2015-06-01T15:42:30Z  StatusChanged debian from Creating to Deleted: no room
            2015-06-01T15:43:00Z  Failed after 34 s, 1.0 MiB moved: the disk is full
            """);
    assertThat(server.received().getLast().target()).contains("jobUuid%3D" + JOB);
    assertThat(workplace.line("-o json job log " + JOB).out()).contains("\"inventories\"");
  }

  @Test
  void theyAreFoundAmongTheVerbsOfJobs() {
    assertThat(workplace.line("help job").out()).contains("wait ", "watch ", "log ", "cancel ");
    assertThat(workplace.line("help job wait").out()).contains("strongroom job wait JOB");
    assertThat(workplace.line("job watch --help").out()).contains("strongroom job watch JOB");
    assertThat(workplace.line("job wiat x").err()).contains("did you mean wait?");
    assertThat(workplace.line("--help").out()).doesNotContain("job-wait");
    assertThat(workplace.line("completion bash").out())
        .contains("wait watch'")
        .doesNotContain("job-wait");
  }
}
