package org.strongroom.server.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.job.ToyJob.Made;
import org.strongroom.server.job.ToyJob.Toy;
import org.strongroom.server.job.ToyJob.World;
import org.strongroom.server.secret.Vault;

@ParameterizedClass
@EnumSource(CatalogKind.class)
class JobEngineTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final CatalogKind kind;
  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private final World world = new World();
  private final ToyJob definition = new ToyJob(world);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestCatalog catalog;
  private Database database;
  private JobEngine engine;

  JobEngineTest(CatalogKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() {
    catalog = kind.create(directory);
    opened.add(catalog);
    database = catalog.open();
    opened.add(database);
    engine = engine(database, LEASE, false);
    opened.add(engine);
  }

  @AfterEach
  void stop() throws Exception {
    world.gates.values().forEach(gate -> gate.countDown());
    for (AutoCloseable part : opened.reversed()) {
      part.close();
    }
  }

  private JobEngine engine(Database over, Duration lease, boolean alone) {
    JobEngine made =
        new JobEngine(
            over,
            Vault.open(directory.resolve("key.json")),
            new AuditLog(clock),
            clock,
            sql -> clock.millis(),
            Uuid.random(),
            lease,
            alone);
    made.register(definition);
    made.start();
    return made;
  }

  /** The next start of the same node, or another node. */
  private JobEngine nextEngine() {
    JobEngine next = engine(database, LEASE, false);
    opened.add(next);
    return next;
  }

  private String submit(String name) {
    return submit(engine, Uuid.random(), name, Duration.ofHours(1));
  }

  private String submit(JobEngine to, String jobUuid, String name, Duration timeout) {
    to.submit(
        definition,
        new Toy(name, "canary"),
        "{}",
        new Call(Caller.SYSTEM, jobUuid, "req-1"),
        JobOptions.timeout(timeout));
    return jobUuid;
  }

  private static JobOutcome outcome(JobEngine of, String job) {
    return of.outcome(job, operation -> Made.class).orElseThrow();
  }

  private static ApiError error(JobEngine of, String job) {
    await().until(() -> !(outcome(of, job) instanceof JobOutcome.Running));
    assertThat(outcome(of, job)).isInstanceOf(JobOutcome.Failed.class);
    return ((JobOutcome.Failed) outcome(of, job)).error();
  }

  /** Why it was not made. */
  private static ApiError reason(JobEngine of, String job) {
    return requireNonNull(error(of, job).cause());
  }

  private static Made made(JobEngine of, String job) {
    await().until(() -> !(outcome(of, job) instanceof JobOutcome.Running));
    assertThat(outcome(of, job)).isInstanceOf(JobOutcome.Succeeded.class);
    return (Made) ((JobOutcome.Succeeded) outcome(of, job)).reply();
  }

  private Record row(String job) {
    return database.read(sql -> sql.selectFrom(JOB).where(JOB.UUID.eq(job)).fetchSingle());
  }

  private void awaitAt(String place) {
    await().until(() -> world.log.contains(place));
  }

  private List<String> zoneStates() {
    return database.read(sql -> sql.select(ZONE.STATE).from(ZONE).fetch(ZONE.STATE));
  }

  private void assertNothingLeft() {
    assertThat(world.things).isEmpty();
    assertThat(zoneStates()).isEmpty();
  }

  private void assertMade(JobEngine by, String job) {
    assertThat(made(by, job)).isEqualTo(new Made("toy", "canary+step0"));
    assertThat(world.things)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, ToyJob.STEPS).mapToObj(i -> job + "/" + i).toList());
    assertThat(zoneStates()).containsExactly("Enabled");
  }

  @Test
  void anAcceptedJobIsDurableWhenTheCallReturns() {
    world.gate("step0");
    String job = submit("toy");
    try (Database other = catalog.open()) {
      String state =
          other.read(sql ->
              sql.select(JOB.STATE).from(JOB).where(JOB.UUID.eq(job)).fetchSingle(JOB.STATE));
      assertThat(state).isEqualTo("Running");
    }
    assertThat(outcome(engine, job)).isInstanceOf(JobOutcome.Running.class);
    assertThat(zoneStates()).containsExactly("Creating");
  }

  @Test
  void aRefusedJobLeavesNothing() {
    assertThatThrownBy(() -> submit("")).isInstanceOf(ApiException.class);
    assertThat(database.<Integer>read(sql -> sql.fetchCount(JOB))).isZero();
    assertNothingLeft();
  }

  @Test
  void stepsRunInOrderAndTheResultIsKept() {
    String job = submit("toy");
    assertMade(engine, job);
    assertThat(world.log).containsExactly("step0", "step1", "step2", "complete");
    assertMade(nextEngine(), job);
    assertThat(row(job).get(JOB.REQUEST)).isNull();
    assertThat(row(job).get(JOB.MEMORY)).isNull();
    assertThat(row(job).get(JOB.LEASE)).isNull();
  }

  @Test
  void whatIsStoredShowsNoSecret() {
    world.gate("step1");
    String job = submit("toy");
    awaitAt("step1");
    assertThat(row(job).toString()).doesNotContain("canary");
  }

  @Test
  void aFailureWalksTheStepsBack() {
    world.failures.put("step2", new IOException("the cable was pulled"));
    ApiError error = error(engine, submit("toy"));
    assertThat(error.code()).isEqualTo(ErrorCode.CANNOT_CREATE.code());
    assertThat(requireNonNull(error.cause()).details()).isEqualTo("the cable was pulled");
    assertThat(world.log)
        .containsExactly("step0", "step1", "step2", "undo2", "undo1", "undo0", "abandon");
    assertNothingLeft();
  }

  @Test
  void aStepThatCannotBeUndoneDoesNotKeepTheOthers() {
    world.failures.put("step2", new IOException("no"));
    world.failures.put("undo1", new IOException("no"));
    String job = submit("toy");
    error(engine, job);
    assertThat(world.things).containsExactly(job + "/1");
    assertThat(zoneStates()).isEmpty();
  }

  @Test
  void evenAnErrorOfTheProgramEndsTheJob() {
    world.failures.put("step1", new StackOverflowError());
    assertThat(reason(engine, submit("toy")).code()).isEqualTo(ErrorCode.INTERNAL.code());
    assertNothingLeft();
  }

  @Test
  void aJobThatCanNotCompleteIsTakenBack() {
    world.failures.put("complete", new IllegalStateException("broken"));
    error(engine, submit("toy"));
    assertNothingLeft();
  }

  @Test
  void aCancelledJobIsTakenBack() {
    world.gate("step1");
    String job = submit("toy");
    awaitAt("step1");
    database.write(transaction -> {
      engine.cancel(job, transaction);
      return job;
    });
    assertThat(error(engine, job).code()).isEqualTo(ErrorCode.CANCELLED.code());
    assertThat(row(job).get(JOB.STATE)).isEqualTo("Canceled");
    assertThat(world.log).containsExactly("step0", "step1", "undo1", "undo0", "abandon");
    assertNothingLeft();
  }

  @Test
  void anotherNodesCancelArrives() {
    JobEngine quick = engine(database, Duration.ofMillis(300), false);
    opened.add(quick);
    world.gate("step1");
    String job = submit(quick, Uuid.random(), "toy", Duration.ofHours(1));
    awaitAt("step1");
    database.write(transaction -> {
      engine.cancel(job, transaction);
      return job;
    });
    assertThat(error(quick, job).code()).isEqualTo(ErrorCode.CANCELLED.code());
    assertNothingLeft();
  }

  @Test
  void aJobThatTakesTooLongIsTakenBack() {
    world.gate("step2");
    String job = submit(engine, Uuid.random(), "toy", Duration.ofMillis(50));
    assertThat(reason(engine, job).code()).isEqualTo(ErrorCode.TIMED_OUT.code());
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aJobCutOffByAStopGoesOnAtItsStep(int step) {
    world.gate("step" + step);
    String job = submit("toy");
    awaitAt("step" + step);
    engine.close();
    world.gates.clear();
    JobEngine next = nextEngine();
    assertMade(next, job);
    for (int i = 0; i < ToyJob.STEPS; i++) {
      assertThat(world.times("step" + i)).isEqualTo(i == step ? 2 : 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aJobWhoseNodeVanishedGoesOnAfterTheLease(int step) {
    var gate = world.gate("step" + step);
    String job = submit("toy");
    awaitAt("step" + step);
    JobEngine early = nextEngine();
    assertThat(early.runningJobs()).isZero();
    clock.advance(LEASE.plusSeconds(1));
    world.gates.clear();
    assertMade(nextEngine(), job);
    // The first node comes back to itself: the job is none of its business any more.
    gate.countDown();
    await().until(() -> engine.runningJobs() == 0);
    assertMade(engine, job);
  }

  @Test
  void aNodeThatIsAloneTakesUpAtOnce() {
    world.gate("step1");
    String job = submit("toy");
    awaitAt("step1");
    world.gates.clear();
    JobEngine next = engine(database, LEASE, true);
    opened.add(next);
    assertMade(next, job);
  }

  @Test
  void undoingGoesOnToo() {
    world.failures.put("step2", new IOException("the disk is full"));
    world.gate("undo1");
    String job = submit("toy");
    awaitAt("undo1");
    clock.advance(LEASE.plusSeconds(1));
    world.gates.clear();
    JobEngine next = nextEngine();
    assertThat(reason(next, job).details()).isEqualTo("the disk is full");
    assertThat(row(job).get(JOB.STATE)).isEqualTo("Failed");
    assertNothingLeft();
  }

  @Test
  void aCancelThatNobodyHeardIsHeardAfterTheTakeOver() {
    world.gate("step1");
    String job = submit("toy");
    awaitAt("step1");
    JobEngine other = nextEngine();
    database.write(transaction -> {
      other.cancel(job, transaction);
      return job;
    });
    clock.advance(LEASE.plusSeconds(1));
    assertThat(error(nextEngine(), job).code()).isEqualTo(ErrorCode.CANCELLED.code());
    assertNothingLeft();
  }

  @Test
  void aJobThatCouldNotBeEndedIsTakenUpAgainByItsOwnNode() {
    JobEngine quick = engine(database, Duration.ofMillis(300), false);
    opened.add(quick);
    world.failures.put("step1", new IOException("no"));
    world.failures.put("abandon", new IllegalStateException("the database is away"));
    String job = submit(quick, Uuid.random(), "toy", Duration.ofHours(1));
    assertThat(reason(quick, job).details()).isEqualTo("no");
    assertThat(world.times("abandon")).isEqualTo(2);
    assertNothingLeft();
  }

  @Test
  void undoingIsNotCutShort() {
    world.gate("step0");
    String job = submit("toy");
    awaitAt("step0");
    database.write(transaction -> {
      engine.cancel(job, transaction);
      return job;
    });
    error(engine, job);
    assertThat(world.log).containsExactly("step0", "undo0", "abandon");
  }

  @Test
  void aSecondCallWithTheSameJobUuidDoesNothing() {
    String job = submit("toy");
    assertThatThrownBy(() -> submit(engine, job, "other", Duration.ofHours(1)))
        .isInstanceOf(DuplicateJobException.class);
    assertMade(engine, job);
    assertThatThrownBy(() -> submit(nextEngine(), job, "other", Duration.ofHours(1)))
        .isInstanceOf(DuplicateJobException.class);
  }

  @Test
  void ofManyCallsWithOneJobUuidAtATimeOneActs() throws Exception {
    String job = Uuid.random();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(callers.submit(() -> submit(engine, job, "toy", Duration.ofHours(1))));
      }
      int acted = 0;
      for (Future<String> call : calls) {
        try {
          call.get();
          acted++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(DuplicateJobException.class);
        }
      }
      assertThat(acted).isEqualTo(1);
    }
    assertMade(engine, job);
    assertThat(world.times("step0")).isEqualTo(1);
  }

  @Test
  void everyJobHasOneAuditEntry() {
    String good = submit("toy");
    made(engine, good);
    world.failures.put("step0", new IOException("no"));
    String bad = submit("toy");
    error(engine, bad);
    Map<String, String> outcomes =
        database.read(sql ->
            sql.select(AUDIT.JOB_UUID, AUDIT.OUTCOME)
                .from(AUDIT)
                .fetchMap(AUDIT.JOB_UUID, AUDIT.OUTCOME));
    assertThat(outcomes)
        .hasSize(2)
        .containsEntry(good, "Succeeded")
        .containsEntry(bad, ErrorCode.CANNOT_CREATE.code());
    assertThat(database.<Integer>read(sql -> sql.fetchCount(AUDIT))).isEqualTo(2);
  }

  @Test
  void aStoppingEngineAcceptsNothing() {
    engine.close();
    assertThatThrownBy(() -> submit("toy"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(ErrorCode.NODE_UNAVAILABLE.code());
    assertThat(world.log).isEmpty();
  }

  @Test
  void aStopLetsJobsEndWithinTheGrace() {
    var gate = world.gate("step1");
    String job = submit("toy");
    awaitAt("step1");
    Thread.ofVirtual().start(gate::countDown);
    engine.stop(Duration.ofSeconds(30));
    assertMade(engine, job);
  }

  @Test
  void failuresThatWereNeverAcceptedAreRemembered() {
    String job = Uuid.random();
    engine.refuse(
        new Call(Caller.NOBODY, job, ""),
        ApiError.of(ErrorCode.INVALID_ARGUMENT, "no"),
        Optional.empty());
    assertThat(engine.knows(job)).isTrue();
    assertThat(error(engine, job).details()).isEqualTo("no");
    JobEngine other = nextEngine();
    await("other nodes are told").until(() -> other.knows(job));
    assertThat(error(other, job).details()).isEqualTo("no");
  }

  @Test
  void aCatalogThatFailsForAMomentTakesNoWorkBack() {
    world.failures.put("complete", new DataAccessException("its database changes hands"));

    assertThat(made(engine, submit("wagon")).name()).isEqualTo("wagon");

    assertThat(world.times("complete")).isEqualTo(2);
    assertThat(world.log).noneMatch(place -> place.startsWith("undo"));
  }

  /** Steps are written to bear being run again, and so is what they note. */
  @ParameterizedTest
  @ValueSource(strings = {"look1", "note1"})
  void norDoesOneThatFailsInAStep(String place) {
    world.catalog = database;
    world.failures.put(place, new DataAccessException("its database changes hands"));

    assertThat(made(engine, submit("wagon")).name()).isEqualTo("wagon");

    assertThat(world.times(place)).isEqualTo(2);
    assertThat(world.times("step1")).isEqualTo(1);
  }

  @Test
  void aFullDiskOfTheCatalogIsToldAtOnce() {
    world.failures.put(
        "complete",
        new DataAccessException("full", new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL)));

    assertThat(reason(engine, submit("wagon")).details()).contains("disk of the catalog is full");

    assertThat(world.times("complete")).isEqualTo(1);
    assertThat(world.things).isEmpty();
  }
}
