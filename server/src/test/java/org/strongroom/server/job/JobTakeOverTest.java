package org.strongroom.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jooq.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.job.ToyJob.Toy;
import org.strongroom.server.job.ToyJob.World;
import org.strongroom.server.secret.Vault;

/** Two nodes and one job: engines whose beats the test gives, on a time that it steps. */
@ParameterizedClass
@EnumSource(CatalogKind.class)
class JobTakeOverTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final CatalogKind kind;
  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private final DatabaseTime time = sql -> clock.millis();
  private final World world = new World();
  private final ToyJob toys = new ToyJob(world);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestCatalog catalog;
  private Database database;

  JobTakeOverTest(CatalogKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() {
    catalog = kind.create(directory);
    opened.add(catalog);
    database = catalog.open();
    opened.add(database);
  }

  @AfterEach
  void stop() throws Exception {
    world.gates.values().forEach(CountDownLatch::countDown);
    for (AutoCloseable part : opened.reversed()) {
      part.close();
    }
  }

  private JobEngine engine(DatabaseTime of, Duration lease, ToyJob... kinds) {
    JobEngine made =
        new JobEngine(
            database,
            Vault.open(directory.resolve("key.json")),
            new AuditLog(clock),
            clock,
            of,
            Uuid.random(),
            lease,
            false);
    for (ToyJob known : kinds) {
      made.register(known);
    }
    opened.add(made);
    return made;
  }

  private JobEngine node() {
    return engine(time, LEASE, toys);
  }

  private String submit(JobEngine to, ToyJob definition, Caller caller) {
    String job = Uuid.random();
    to.submit(
        definition,
        new Toy("toy", "canary"),
        "{}",
        new Call(caller, job, "req-1"),
        JobOptions.timeout(Duration.ofDays(1)));
    return job;
  }

  private String submit(JobEngine to) {
    return submit(to, toys, Caller.SYSTEM);
  }

  private Record row(String job) {
    return database.read(sql -> sql.selectFrom(JOB).where(JOB.UUID.eq(job)).fetchSingle());
  }

  private void awaitTimes(String place, int times) {
    await().until(() -> world.times(place) == times);
  }

  private void awaitMade(String job) {
    await().until(() -> row(job).get(JOB.LEASE) == null);
    assertThat(row(job).get(JOB.STATE)).isEqualTo("Succeeded");
    assertThat(world.things).containsExactlyInAnyOrder(job + "/0", job + "/1", job + "/2");
    assertThat(
            database.<List<String>>read(sql -> sql.select(ZONE.STATE).from(ZONE).fetch(ZONE.STATE)))
        .containsExactly("Enabled");
  }

  @Test
  void aNodeWithAnotherClockTakesNothingFromAHealthyOne() {
    InstantSource right = InstantSource.system();
    InstantSource fast = InstantSource.offset(right, Duration.ofHours(1));
    boolean shared = kind == CatalogKind.POSTGRESQL;
    JobEngine healthy = engine(DatabaseTime.of(right), LEASE, toys);
    JobEngine other = engine(DatabaseTime.of(shared ? fast : right), LEASE, toys);
    CountDownLatch gate = world.gate("step1");
    String job = submit(healthy);
    awaitTimes("step1", 1);
    other.beat();
    healthy.beat();
    other.beat();
    assertThat(other.runningJobs()).isZero();
    assertThat(healthy.runningJobs()).isOne();
    gate.countDown();
    awaitMade(job);
    assertThat(world.times("step1")).isOne();
  }

  @Test
  void aNodeThatLostAJobStopsItsStepAndUndoesNothing() {
    JobEngine one = node();
    JobEngine two = node();
    CountDownLatch gate = world.gate("step1");
    String job = submit(one);
    awaitTimes("step1", 1);
    clock.advance(LEASE.plusSeconds(1));
    two.beat();
    awaitTimes("step1", 2);
    one.beat();
    await().until(() -> one.runningJobs() == 0);
    assertThat(two.runningJobs()).isOne();
    assertThat(world.log).noneMatch(place -> place.startsWith("undo"));
    gate.countDown();
    awaitMade(job);
    assertThat(row(job).get(JOB.EPOCH)).isEqualTo(2);
    assertThat(world.times("complete")).isOne();
  }

  @Test
  void aRunThatHasLostItsJobNeitherEndsNorUndoesIt() {
    JobEngine one = node();
    JobEngine two = node();
    CountDownLatch gate = world.gate("step1");
    world.failures.put("step1", new java.io.IOException("what a paused node finds"));
    String job = submit(one);
    awaitTimes("step1", 1);
    clock.advance(LEASE.plusSeconds(1));
    world.gates.clear();
    CountDownLatch atNext = world.gate("step2");
    world.failures.clear();
    two.beat();
    awaitTimes("step2", 1);
    world.failures.put("step1", new java.io.IOException("what a paused node finds"));
    gate.countDown();
    await().until(() -> one.runningJobs() == 0);
    assertThat(world.log).noneMatch(place -> place.startsWith("undo"));
    atNext.countDown();
    awaitMade(job);
  }

  @Test
  void undoingStopsWhenItIsLost() {
    JobEngine one = node();
    JobEngine two = node();
    world.failures.put("step2", new java.io.IOException("the disk is full"));
    CountDownLatch gate = world.gate("undo2");
    String job = submit(one);
    awaitTimes("undo2", 1);
    clock.advance(LEASE.plusSeconds(1));
    world.gates.clear();
    two.beat();
    await().until(() -> row(job).get(JOB.LEASE) == null);
    gate.countDown();
    await().until(() -> one.runningJobs() == 0);
    // what was not undone yet when the node was paused, it leaves alone
    assertThat(world.times("undo1")).isOne();
    assertThat(world.times("abandon")).isOne();
  }

  @Test
  void aTransactionOfARunThatIsOverDoesNotCommit() {
    List<Lease> leases = new CopyOnWriteArrayList<>();
    ToyJob watched =
        new ToyJob(world) {
          @Override
          public List<Step<Toy>> steps() {
            List<Step<Toy>> steps = new ArrayList<>(super.steps());
            steps.addFirst(Step.of("watch", (request, job) -> leases.add(job.lease())));
            return steps;
          }
        };
    JobEngine one = engine(time, LEASE, watched);
    JobEngine two = engine(time, LEASE, watched);
    world.gate("step1");
    String job = submit(one, watched, Caller.SYSTEM);
    awaitTimes("step1", 1);
    Lease first = leases.getFirst();
    first.confirm();
    assertThat(first.<Integer>write(JobTakeOverTest::renameZones)).isOne();
    clock.advance(LEASE.plusSeconds(1));
    two.beat();
    awaitTimes("step1", 2);
    assertThatThrownBy(first::confirm).isInstanceOf(LostLeaseException.class);
    assertThatThrownBy(() -> first.write(JobTakeOverTest::renameZones))
        .isInstanceOf(LostLeaseException.class);
    assertThat(
            database.<String>read(sql -> sql.select(ZONE.NAME).from(ZONE).fetchSingle(ZONE.NAME)))
        .isEqualTo("toy!");
    assertThat(first.writeId()).isEqualTo(job + "-1");
  }

  /** Steps call services that know nothing of jobs: what these write is the run's, too. */
  @Test
  void whatServicesWriteInAStepThatIsLostDoesNotCommit() {
    List<Throwable> refusals = new CopyOnWriteArrayList<>();
    ToyJob watched =
        watched((request, job) -> {
          pauseAt("watch");
          try {
            database.<Integer>write(JobTakeOverTest::renameZones);
          } catch (LostLeaseException e) {
            refusals.add(e);
            throw e;
          }
        });
    JobEngine one = engine(time, LEASE, watched);
    JobEngine two = engine(time, LEASE, watched);
    CountDownLatch gate = world.gate("watch");
    String job = submit(one, watched, Caller.SYSTEM);
    awaitTimes("watch", 1);
    clock.advance(LEASE.plusSeconds(1));
    world.gates.clear();
    two.beat();
    await().until(() -> row(job).get(JOB.LEASE) == null);
    gate.countDown();
    await().until(() -> one.runningJobs() == 0);
    assertThat(refusals).hasSize(1);
    assertThat(
            database.<String>read(sql -> sql.select(ZONE.NAME).from(ZONE).fetchSingle(ZONE.NAME)))
        .isEqualTo("toy!");
  }

  /** A job of one step. */
  private ToyJob watched(Step.Body<Toy> body) {
    return new ToyJob(world) {
      @Override
      public List<Step<Toy>> steps() {
        return List.of(Step.of("watch", body));
      }
    };
  }

  /** As if the process were: no interrupt ends it. */
  private void pauseAt(String place) {
    world.log.add(place);
    CountDownLatch gate = world.gates.get(place);
    while (gate != null && gate.getCount() > 0) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }

  private static int renameZones(Transaction transaction) {
    return transaction.sql().update(ZONE).set(ZONE.NAME, ZONE.NAME.concat("!")).execute();
  }

  @Test
  void aLeaseThatNobodyTookIsRenewedWhenItIsAskedFor() {
    List<Lease> leases = new CopyOnWriteArrayList<>();
    ToyJob watched =
        watched((request, job) -> {
          leases.add(job.lease());
          world.pass("watch");
        });
    JobEngine one = engine(time, LEASE, watched);
    world.gate("watch");
    String job = submit(one, watched, Caller.SYSTEM);
    awaitTimes("watch", 1);
    clock.advance(LEASE.plusSeconds(1));
    leases.getFirst().confirm();
    assertThat(row(job).get(JOB.LEASE)).isEqualTo(clock.millis() + LEASE.toMillis());
    assertThat(row(job).get(JOB.EPOCH)).isOne();
  }

  @Test
  void aLateBeatStopsTheStepsAndTakesThemUpAgain() {
    JobEngine late = engine(sql -> 0, Duration.ofMillis(300), toys);
    CountDownLatch gate = world.gate("step1");
    String job = submit(late);
    awaitTimes("step1", 1);
    late.beat();
    await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    world.gates.clear();
    late.beat();
    await().until(() -> late.runningJobs() == 0);
    late.beat();
    awaitMade(job);
    assertThat(world.times("step1")).isEqualTo(2);
    assertThat(world.log).noneMatch(place -> place.startsWith("undo"));
    gate.countDown();
  }

  @Test
  void aJobThatNoThreadRunsIsTakenUp() {
    List<String> broken = new CopyOnWriteArrayList<>(List.of("once"));
    ToyJob lostAnswer =
        new ToyJob(world) {
          @Override
          public Start accept(Toy request, Call call, Transaction transaction) {
            transaction.afterCommit(() -> {
              if (broken.remove("once")) {
                throw new IllegalStateException("the answer to the commit was lost");
              }
            });
            return super.accept(request, call, transaction);
          }
        };
    JobEngine one = engine(time, LEASE, lostAnswer);
    assertThatThrownBy(() -> submit(one, lostAnswer, Caller.SYSTEM))
        .hasMessageContaining("was lost");
    String job = database.read(sql -> sql.select(JOB.UUID).from(JOB).fetchSingle(JOB.UUID));
    assertThat(one.runningJobs()).isZero();
    one.beat();
    awaitMade(job);
  }

  @Test
  void aKindThatANodeDoesNotKnowIsLeftToThoseThatDo() {
    ToyJob newer =
        new ToyJob(world) {
          @Override
          public int version() {
            return 2;
          }
        };
    JobEngine one = engine(time, LEASE, newer);
    JobEngine unknowing = engine(time, LEASE);
    JobEngine older = node();
    world.gate("step1");
    String job = submit(one, newer, Caller.SYSTEM);
    awaitTimes("step1", 1);
    clock.advance(LEASE.plusSeconds(1));
    world.gates.clear();
    unknowing.beat();
    older.beat();
    assertThat(row(job).get(JOB.EPOCH)).isOne();
    engine(time, LEASE, newer).beat();
    awaitMade(job);
  }

  @Test
  void aJobThatANodeCannotTakeUpIsLeftToOthers() {
    JobEngine one = node();
    JobEngine withAnotherKey =
        new JobEngine(
            database,
            Vault.open(directory.resolve("other-key.json")),
            new AuditLog(clock),
            clock,
            time,
            Uuid.random(),
            LEASE,
            false);
    withAnotherKey.register(toys);
    opened.add(withAnotherKey);
    world.gate("step1");
    String job = submit(one);
    awaitTimes("step1", 1);
    clock.advance(LEASE.plusSeconds(1));
    world.gates.clear();
    withAnotherKey.beat();
    withAnotherKey.beat();
    assertThat(row(job).get(JOB.EPOCH)).isEqualTo(2);
    node().beat();
    awaitMade(job);
  }

  @Test
  void aJobThatIsTakenOverKeepsTheRightsOfItsCaller() {
    List<Caller> callers = new CopyOnWriteArrayList<>();
    ToyJob watched =
        new ToyJob(world) {
          @Override
          public List<Step<Toy>> steps() {
            List<Step<Toy>> steps = new ArrayList<>();
            steps.add(
                Step.of(
                    "watch",
                    (request, job) -> {
                      callers.add(job.call().caller());
                      world.pass("watch");
                    }));
            return steps;
          }
        };
    Caller member = new Caller(Uuid.random(), "member", false, Optional.of(Uuid.random()), false);
    JobEngine one = engine(time, LEASE, watched);
    world.gate("watch");
    submit(one, watched, member);
    awaitTimes("watch", 1);
    clock.advance(LEASE.plusSeconds(1));
    engine(time, LEASE, watched).beat();
    awaitTimes("watch", 2);
    assertThat(callers).containsExactly(member, member);
  }
}
