package org.strongroom.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.identity.Credentials;
import org.strongroom.server.identity.DomainRef;
import org.strongroom.server.identity.LogIns;
import org.strongroom.server.identity.Named;
import org.strongroom.server.identity.TokenScope;
import org.strongroom.server.job.ToyJob.Made;
import org.strongroom.server.job.ToyJob.Toy;
import org.strongroom.server.job.ToyJob.World;
import org.strongroom.server.secret.PasswordHash;
import org.strongroom.server.secret.TextDigest;

/**
 * Roles that are taken while a job of theirs runs, and between the look at a token and what is
 * written with it: what was accepted goes on to its end, and nothing new begins.
 */
class WithdrawnRoleTest {
  private static final DomainRef DEFAULT = new DomainRef(Optional.empty(), Optional.of("Default"));

  @TempDir Path directory;
  private final World world = new World();
  private final ToyJob toy = new ToyJob(world);
  private TestCore core;
  private String ann;
  private String web;
  private String token;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, new SteppedClock());
    core.jobs().register(toy);
    ann =
        ((AccountInventory)
                made("CreateAccount", Map.of("name", "ann", "password", PasswordHash.sha512("a"))))
            .uuid();
    web = ((ProjectInventory) made("CreateProject", Map.of("name", "web"))).uuid();
    core.call("AddRoleAssignment", role("admin"));
    token =
        new LogIns(core.database(), core.tokens(), core.logInGuard())
            .logIn(
                new Credentials.ByPassword(new Named.ByName("ann", DEFAULT), "a"),
                new TokenScope.Project(new Named.ByName("web", DEFAULT)))
            .text();
  }

  @AfterEach
  void stop() {
    Origin.unbind();
    world.gates.values().forEach(CountDownLatch::countDown);
    core.close();
  }

  private Object made(String operation, Map<String, ?> values) {
    return ((InventoryReply<?>) core.call(operation, values)).inventory();
  }

  private Map<String, String> role(String role) {
    return Map.of("accountUuid", ann, "projectUuid", web, "role", role);
  }

  /** What the face does with each request. */
  private Optional<Caller> let() {
    new Origin("127.0.0.1", "req-1", () -> false).bind();
    return core.tokens().caller(token);
  }

  private String submit(Caller caller) {
    String job = Uuid.random();
    core.jobs()
        .submit(
            toy,
            new Toy("toy", "canary"),
            "{}",
            new Call(caller, job, "req-1"),
            JobOptions.timeout(Duration.ofHours(1)));
    return job;
  }

  private JobOutcome outcome(String job) {
    return core.jobs().outcome(job, operation -> Made.class).orElseThrow();
  }

  private int zones() {
    Integer count = core.database().read(sql -> sql.fetchCount(ZONE));
    return count;
  }

  @Test
  void aJobThatWasAcceptedGoesOnToItsEndAndNothingNewBegins() {
    CountDownLatch gate = world.gate("step1");
    Caller caller = let().orElseThrow();
    String job = submit(caller);
    Awaitility.await().until(() -> world.times("step1") == 1);
    Origin.unbind();
    core.call("RemoveRoleAssignment", role("admin"));
    assertThat(let()).as("the token went with the last role").isEmpty();
    assertThat(outcome(job)).isInstanceOf(JobOutcome.Running.class);
    gate.countDown();
    Awaitility.await().until(() -> !(outcome(job) instanceof JobOutcome.Running));
    assertThat(outcome(job)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(world.things).as("all that it made is there").hasSize(ToyJob.STEPS);
  }

  @Test
  void aNarrowedRoleRefusesWhatIsForAdministrators() {
    core.call("AddRoleAssignment", role("reader"));
    assertThat(let().orElseThrow().administrator()).isTrue();
    Origin.unbind();
    core.call("RemoveRoleAssignment", role("admin"));
    Caller narrowed = let().orElseThrow();
    assertThat(Calls.permits(Operations.named("CreateZone").orElseThrow(), narrowed)).isFalse();
  }

  @Test
  void aDisabledProjectRefusesAll() {
    assertThat(let()).isPresent();
    Origin.unbind();
    core.call("UpdateProject", Map.of("uuid", web, "enabled", false));
    assertThat(let()).isEmpty();
  }

  /** The token was looked at, and the role is taken before the call writes. */
  @Test
  void aCallThatWasLetInBeforeAndWritesAfterIsRefused() {
    Caller caller = let().orElseThrow();
    Origin.unbind();
    core.call("RemoveRoleAssignment", role("admin"));
    Origin late = new Origin("127.0.0.1", "req-2", () -> false);
    late.cameWithToken(digest());
    late.bind();
    assertThatThrownBy(() -> submit(caller))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("ended meanwhile");
    assertThat(zones()).isZero();
  }

  private String digest() {
    return TextDigest.of(token);
  }
}
