package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.face.console.bulk.BulkRun;
import org.strongroom.server.face.console.bulk.BulkRuns;
import org.strongroom.server.face.console.bulk.Row;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.testing.S3ProxyServer;

/** A node is paused, or has left the others for a while: what it does by itself is done once. */
class PausedNodeTest {
  @TempDir private Path directory;
  private S3ProxyServer s3;
  private JobGround ground;
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void open() throws Exception {
    s3 = S3ProxyServer.start();
    ground = new JobGround(directory, Optional.empty(), s3);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
    s3.close();
  }

  private BulkRun begin(
      String operation, String listing, Map<String, Object> values, List<Row> rows) {
    BulkRuns runs = new BulkRuns(ground.node().calling(), ground.node().runs());
    String id = Uuid.random();
    String account = Caller.SYSTEM.accountUuid();
    runs.begin(
        new BulkRun.Asked(
            id,
            account,
            Operations.named(operation).orElseThrow(),
            Listings.at(listing).orElseThrow(),
            values,
            rows,
            Instant.EPOCH,
            "127.0.0.1"),
        () -> {
          asked.incrementAndGet();
          return Optional.of(Caller.SYSTEM);
        });
    return runs.named(id, account).orElseThrow();
  }

  private int number(String query, String... conditions) {
    return ((QueryReply<?>) ground.answer(query, Map.of("q", List.of(conditions))))
        .inventories()
        .size();
  }

  @Test
  void theConsoleGoesOnWithManyRowsWhenItsNodeIsBackAmongTheOthers() {
    List<Row> zones =
        IntStream.range(0, 6)
            .mapToObj(i -> {
              ZoneInventory zone = ground.made("CreateZone", Map.of("name", "zone" + i));
              return new Row(zone.uuid(), zone.name());
            })
            .toList();
    ground.node().jobs().suspend();
    BulkRun run =
        begin("CreateUserTag", "zones", Map.of("resourceType", "ZoneVO", "tag", "of many"), zones);
    JobGround.await("second attempts").until(() -> asked.get() > 4);
    ground.node().jobs().resume();
    JobGround.await("the end of all rows").until(run::isOver);
    assertThat(run.standing().done()).as("%s", run.outcomes()).isEqualTo(6);
    assertThat(number("QueryUserTag", "tag=of many")).isEqualTo(6);
  }

  @Test
  void theConsoleTellsTheEndOfRowsWhoseJobsOthersTookOver() throws Exception {
    String storage = ground.fileSystem().uuid();
    List<Row> images = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      images.add(new Row(ground.image(storage).uuid(), "image" + i));
    }
    ground.succeed(
        "UpdateGlobalConfig",
        Map.of("category", "image", "name", "deletionPolicy", "value", "Direct"));
    NthCall pause = new NthCall(3, NthCall.Fate.PAUSED);
    ground.node().nth = pause;
    BulkRun run = begin("DeleteImage", "images", Map.of(), images);
    try {
      assertThat(pause.awaitReached(run::isOver)).isTrue();
      try (JobGround.LiveNode paused = ground.takeOver()) {
        JobGround.await("the end of all rows").until(run::isOver);
        pause.goOn();
        JobGround.await("the pause").until(() -> paused.jobs().runningJobs() == 0);
      }
    } finally {
      pause.goOn();
    }
    assertThat(run.standing().done()).as("%s", run.outcomes()).isEqualTo(3);
    assertThat(number("QueryImage")).isZero();
    ground.assertSound();
  }

  @Test
  void aRunOfAScheduleIsNeitherLostNorDoneTwice() throws Exception {
    String storage = ground.fileSystem().uuid();
    Path disk = ground.newDisk();
    String volume = ground.volume(disk);
    ScheduleInventory schedule =
        (ScheduleInventory)
            ((InventoryReply<?>)
                    ground.succeed(
                        "CreateSchedule",
                        Map.of(
                            "name",
                            "nightly",
                            "cron",
                            "0 0 1 1 *",
                            "operation",
                            "BackupVolume",
                            "volumeUuid",
                            volume,
                            "backupStorageUuid",
                            storage,
                            "keep",
                            1)))
                .inventory();
    ground.database.write(
        transaction -> transaction.sql().update(SCHEDULE).set(SCHEDULE.NEXT_RUN, 1L).execute());
    NthCall pause = new NthCall(12, NthCall.Fate.PAUSED);
    ground.node().nth = pause;
    ground.node().schedules().run();
    try {
      assertThat(pause.awaitReached(() -> ground.snapshots(volume).size() > 1)).isTrue();
      try (JobGround.LiveNode paused = ground.takeOver()) {
        JobGround.await("the end of the run")
            .until(() -> {
              ground.node().schedules().run();
              return lastResult(schedule).equals("Succeeded");
            });
        pause.goOn();
        JobGround.await("the pause").until(() -> paused.jobs().runningJobs() == 0);
        paused.schedules().run();
      }
    } finally {
      pause.goOn();
    }
    ground.node().schedules().run();
    assertThat(
            ground.database.<Integer>read(
                sql -> sql.fetchCount(JOB, JOB.REQUEST_ID.eq("schedule " + schedule.uuid()))))
        .isEqualTo(1);
    assertThat(lastResult(schedule)).isEqualTo("Succeeded");
    assertThat(ground.snapshots(volume)).hasSize(1);
    assertThat(ground.restored(ground.snapshots(volume).getFirst().uuid()))
        .satisfies(sameBytes(disk));
    ground.assertSound();
  }

  private String lastResult(ScheduleInventory schedule) {
    return ground.database.read(sql ->
        sql.select(SCHEDULE.LAST_RESULT)
            .from(SCHEDULE)
            .where(SCHEDULE.UUID.eq(schedule.uuid()))
            .fetchSingle(SCHEDULE.LAST_RESULT));
  }
}
