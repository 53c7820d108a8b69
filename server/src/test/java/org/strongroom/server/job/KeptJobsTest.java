package org.strongroom.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.job.ToyJob.Toy;
import org.strongroom.server.job.ToyJob.World;
import org.strongroom.server.secret.Vault;

/** Jobs are kept for a month after their end, and as long as they go on. */
class KeptJobsTest {
  @TempDir private Path directory;
  private final SteppedClock clock = new SteppedClock();
  private final World world = new World();
  private final ToyJob definition = new ToyJob(world);

  private String submit(JobEngine engine, String name) {
    String job = Uuid.random();
    engine.submit(
        definition,
        new Toy(name, "canary"),
        "{}",
        new Call(Caller.SYSTEM, job, "req-1"),
        JobOptions.timeout(Duration.ofDays(100)));
    return job;
  }

  private static List<String> jobs(Database database) {
    return database.read(sql -> sql.select(JOB.UUID).from(JOB).fetch(JOB.UUID));
  }

  @Test
  void onlyWhatEndedLongerAgoIsForgotten() {
    try (Database database = CatalogKind.SQLITE.open(directory);
        JobEngine engine =
            new JobEngine(
                database,
                Vault.open(directory.resolve("key.json")),
                new AuditLog(clock),
                clock,
                sql -> clock.millis(),
                Uuid.random(),
                Duration.ofSeconds(60),
                true)) {
      engine.register(definition);
      engine.start();
      String ended = submit(engine, "first");
      await().until(() -> engine.runningJobs() == 0);
      world.gate("step0");
      String goesOn = submit(engine, "second");
      clock.advance(Duration.ofDays(30));
      engine.purge();
      assertThat(jobs(database)).containsExactlyInAnyOrder(ended, goesOn);
      clock.advance(Duration.ofMillis(1));
      engine.purge();
      assertThat(jobs(database)).containsExactly(goesOn);
      world.gates.values().forEach(gate -> gate.countDown());
      await().until(() -> engine.runningJobs() == 0);
      engine.purge();
      assertThat(jobs(database)).containsExactly(goesOn);
    }
  }
}
