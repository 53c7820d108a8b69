package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.S3ProxyServer;

/** What is done by itself at its time: once, by one node, and told if it could not begin. */
class SchedulesTest {
  private static final String NEW_YEAR = "0 0 1 1 *";

  @TempDir private static Path directory;
  private static S3ProxyServer s3;
  private static JobGround ground;
  private static String storage;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3ProxyServer.start();
    ground = new JobGround(directory, Optional.empty(), s3);
    storage = ground.fileSystem().uuid();
  }

  @AfterAll
  static void stop() throws Exception {
    ground.close();
    s3.close();
  }

  @AfterEach
  void forget() {
    ground.database.write(transaction -> transaction.sql().deleteFrom(SCHEDULE).execute());
  }

  private static ScheduleInventory schedule(Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>(Map.of("name", "nightly", "cron", NEW_YEAR));
    all.putAll(values);
    return (ScheduleInventory)
        ((InventoryReply<?>) ground.succeed("CreateSchedule", all)).inventory();
  }

  private static ScheduleInventory backup(String volume, int keep) {
    return schedule(
        Map.of(
            "operation", "BackupVolume",
            "volumeUuid", volume,
            "backupStorageUuid", storage,
            "keep", keep));
  }

  private static String refusal(Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>(Map.of("name", "nightly", "cron", NEW_YEAR));
    all.putAll(values);
    try {
      return ground.end(ground.start("CreateSchedule", all))
              instanceof JobOutcome.Failed(ApiError e)
          ? e.details()
          : "none";
    } catch (ApiException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static ScheduleInventory shown(ScheduleInventory schedule) {
    return (ScheduleInventory) found("QuerySchedule", "uuid=" + schedule.uuid()).getFirst();
  }

  private static List<?> found(String query, String... conditions) {
    return ((QueryReply<?>) ground.answer(query, Map.of("q", List.of(conditions)))).inventories();
  }

  /** Its time has come long ago. */
  private static void isDue(ScheduleInventory schedule) {
    ground.database.write(transaction ->
        transaction
            .sql()
            .update(SCHEDULE)
            .set(SCHEDULE.NEXT_RUN, 1L)
            .where(SCHEDULE.UUID.eq(schedule.uuid()))
            .execute());
  }

  private static void run() {
    ground.node().schedules().run();
  }

  /** Runs it once and waits for the end. */
  private static ScheduleInventory ran(ScheduleInventory schedule) {
    isDue(schedule);
    run();
    ground.end(shown(schedule).jobUuid());
    JobGround.await("that the end is kept")
        .until(() -> {
          run();
          return !String.valueOf(shown(schedule).lastResult()).equals("Running");
        });
    return shown(schedule);
  }

  private static List<VolumeSnapshotInventory> snapshots(String volume) {
    return found("QueryVolumeSnapshot", "volumeUuid=" + volume).stream()
        .map(VolumeSnapshotInventory.class::cast)
        .toList();
  }

  private static int begun(ScheduleInventory schedule) {
    return ground.database.read(
        sql -> sql.fetchCount(JOB, JOB.REQUEST_ID.eq("schedule " + schedule.uuid())));
  }

  @Test
  void whatWasMissedIsMadeUpForOnceByOneOfTwoNodes() throws Exception {
    String volume = ground.volume(ground.newDisk());
    ScheduleInventory schedule = backup(volume, 0);
    assertThat(schedule.nextRuns()).hasSize(10).startsWith(schedule.nextRun());
    assertThat(schedule.lastResult()).isNull();

    JobGround.LiveNode one = ground.takeOver();
    isDue(schedule);
    Thread other = Thread.startVirtualThread(() -> one.schedules().run());
    run();
    other.join();
    assertThat(begun(schedule)).isEqualTo(1);
    ground.end(shown(schedule).jobUuid());
    one.close();
    ScheduleInventory after = ran(schedule);
    assertThat(begun(schedule)).isEqualTo(2);
    assertThat(after.lastResult()).isEqualTo("Succeeded");
    assertThat(after.lastError()).isNull();
    assertThat(after.nextRun()).isEqualTo(schedule.nextRun());
    assertThat(snapshots(volume)).hasSize(2);
    assertThat(found("QueryLongJob", "uuid=" + after.jobUuid(), "name=nightly")).hasSize(1);
  }

  @Test
  void onlyTheNewestGoodSnapshotsOfTheScheduleAreKept() throws Exception {
    String volume = ground.volume(ground.newDisk());
    String byHand = ground.snapshot(volume, storage).uuid();
    ScheduleInventory schedule = backup(volume, 1);
    ran(schedule);
    assertThat(snapshots(volume)).hasSize(2);
    String last = ran(schedule).jobUuid();
    JobGround.await("that the older one goes").until(() -> snapshots(volume).size() == 2);
    String newest =
        ground.database.read(sql ->
            sql.select(JOB.RESOURCE_UUID)
                .from(JOB)
                .where(JOB.UUID.eq(last))
                .fetchSingle(JOB.RESOURCE_UUID));
    assertThat(snapshots(volume))
        .extracting(VolumeSnapshotInventory::uuid)
        .containsExactlyInAnyOrder(byHand, newest);
  }

  @Test
  void whatCannotBeginIsTheLastResultAndAnEvent() throws Exception {
    String volume = ground.volume(ground.newDisk());
    ScheduleInventory schedule = backup(volume, 0);
    ground.succeed("DeleteVolume", Map.of("uuid", volume));
    for (int i = 0; i < 2; i++) {
      isDue(schedule);
      run();
    }
    ScheduleInventory after = shown(schedule);
    assertThat(after.lastResult()).isEqualTo("NotStarted");
    assertThat(after.lastError()).contains(volume);
    assertThat(after.nextRun()).isEqualTo(schedule.nextRun());
    assertThat(begun(schedule)).isZero();
    assertThat(found("QueryEvent", "resourceUuid=" + schedule.uuid(), "what=RunNotStarted"))
        .singleElement()
        .satisfies(event -> {
          assertThat(((EventInventory) event).count()).isEqualTo(2);
          assertThat(((EventInventory) event).reason()).contains(volume);
        });
  }

  @Test
  void aRunThatGoesOnIsNotBegunOnceMore() throws Exception {
    ScheduleInventory schedule = backup(ground.volume(ground.newDisk()), 0);
    isDue(schedule);
    run();
    String job = shown(schedule).jobUuid();
    ground.end(job);
    Long finished = finish(job, null);
    isDue(schedule);
    run();
    assertThat(shown(schedule).jobUuid()).isEqualTo(job);
    assertThat(shown(schedule).lastResult()).isEqualTo("Running");

    finish(job, finished);
    assertThat(ran(schedule).jobUuid()).isNotEqualTo(job);
    assertThat(begun(schedule)).isEqualTo(2);
  }

  private static Long finish(String job, Long time) {
    return ground.database.write(transaction -> {
      Long before =
          transaction
              .sql()
              .select(JOB.FINISHED)
              .from(JOB)
              .where(JOB.UUID.eq(job))
              .fetchSingle(JOB.FINISHED);
      transaction.sql().update(JOB).set(JOB.FINISHED, time).where(JOB.UUID.eq(job)).execute();
      return before;
    });
  }

  @Test
  void nextRunsAreThoseOfTheDefinitionAgainWhenTheClockWasSetBack() throws Exception {
    ScheduleInventory schedule = backup(ground.volume(ground.newDisk()), 0);
    ground.database.write(transaction ->
        transaction.sql().update(SCHEDULE).set(SCHEDULE.NEXT_RUN, Long.MAX_VALUE / 4).execute());
    ground.takeOver().close();
    run();
    assertThat(shown(schedule).nextRun()).isEqualTo(schedule.nextRun());
  }

  @Test
  void aDisabledOneDoesNotRunAndMakesUpForNothing() throws Exception {
    ScheduleInventory schedule = backup(ground.volume(ground.newDisk()), 0);
    ground.succeed("ChangeScheduleState", Map.of("uuid", schedule.uuid(), "stateEvent", "disable"));
    assertThat(shown(schedule).nextRun()).isNull();
    assertThat(shown(schedule).nextRuns()).isEmpty();
    run();
    ground.succeed("ChangeScheduleState", Map.of("uuid", schedule.uuid(), "stateEvent", "enable"));
    run();
    assertThat(shown(schedule).nextRun()).isEqualTo(schedule.nextRun());
    assertThat(begun(schedule)).isZero();
    ground.succeed(
        "UpdateSchedule",
        Map.of("uuid", schedule.uuid(), "cron", "0 12 * * *", "timeZone", "Asia/Shanghai"));
    assertThat(shown(schedule).nextRun().toString()).contains("T04:00:00Z");
    ground.succeed("DeleteSchedule", Map.of("uuid", schedule.uuid()));
    assertThat(found("QuerySchedule", "uuid=" + schedule.uuid())).isEmpty();
  }

  @Test
  void storagesAreVerifiedAndCleanedUpAndBackupsAreNotBegunAllAtOnce() throws Exception {
    ground.succeed(
        "UpdateGlobalConfig",
        Map.of("category", "schedule", "name", "backups.atOnce", "value", "1"));
    List<ScheduleInventory> backups =
        List.of(
            backup(ground.volume(ground.newDisk()), 0), backup(ground.volume(ground.newDisk()), 0));
    ScheduleInventory verify =
        schedule(Map.of("operation", "VerifyBackupStorage", "backupStorageUuid", storage));
    backups.forEach(SchedulesTest::isDue);
    isDue(verify);
    run();
    assertThat(backups.stream().mapToInt(SchedulesTest::begun).sum()).isEqualTo(1);
    ground.end(shown(verify).jobUuid());
    JobGround.await("the other one")
        .until(() -> {
          run();
          return backups.stream().allMatch(each -> begun(each) == 1);
        });
    backups.forEach(each -> ground.end(shown(each).jobUuid()));
    run();
    assertThat(shown(verify).lastResult()).isEqualTo("Succeeded");
    ScheduleInventory clean =
        schedule(Map.of("operation", "CleanRepository", "backupStorageUuid", storage));
    assertThat(ran(clean).lastResult()).isEqualTo("Succeeded");
  }

  @Test
  void whatCannotBeDoneIsRefused() throws Exception {
    String volume = ground.volume(ground.newDisk());
    assertThat(refusal(Map.of("operation", "BackupVolume"))).contains("needs volumeUuid");
    assertThat(refusal(Map.of("operation", "CleanRepository"))).contains("needs backupStorageUuid");
    assertThat(
            refusal(
                Map.of(
                    "operation", "VerifyBackupStorage",
                    "backupStorageUuid", storage,
                    "volumeUuid", volume)))
        .contains("a whole storage");
    assertThat(
            refusal(
                Map.of("operation", "BackupVolume", "volumeUuid", volume, "cron", "0 0 30 2 *")))
        .contains("never comes");
    assertThat(
            refusal(
                Map.of("operation", "BackupVolume", "volumeUuid", volume, "timeZone", "Mars/Base")))
        .contains("timeZone 'Mars/Base' is not known");
  }
}
