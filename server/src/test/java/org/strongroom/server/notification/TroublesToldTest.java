package org.strongroom.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.inventory.NotificationDeliveryInventory;
import org.strongroom.server.fixture.CatalogKind;

/** What is worth telling, and when it is told. */
class TroublesToldTest extends NotificationsBed {
  private List<String> subjects() {
    return deliveries().stream().map(NotificationDeliveryInventory::subject).toList();
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void aFullStorageIsToldOnceAndOnceWhenItHasRoomAgain(CatalogKind kind) {
    if (kind == CatalogKind.POSTGRESQL) {
      begin(kind.open(directory));
    }
    hook("Capacity");
    storage(STORAGE, "rack\r\n1");
    Notifications other = node(List.of("127.0.0.0/8"));
    node.look();
    assertThat(deliveries()).isEmpty();
    used(91);
    node.look();
    other.look();
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: storage rack  1 nearly full");
    used(89);
    node.look();
    assertThat(subjects()).describedAs("not yet below 88 %").hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    used(50);
    other.look();
    node.look();
    assertThat(subjects()).last().isEqualTo("Strongroom: storage rack  1 has room again");
    assertThat(subjects()).hasSize(2);
    await().until(() -> receiver.received.size() == 2);
    assertThat(receiver.received.getLast().body()).contains("\"state\":\"Over\"");
  }

  @Test
  void aStorageThatIsAwayIsToldAfterTenMinutes() {
    hook("StorageAway");
    storage(STORAGE, "rack1");
    change(BACKUP_STORAGE.STATUS, "Disconnected");
    node.look();
    clock.advance(Duration.ofMinutes(9));
    node.look();
    change(BACKUP_STORAGE.STATUS, "Connected");
    node.look();
    change(BACKUP_STORAGE.STATUS, "Connecting");
    node.look();
    clock.advance(Duration.ofMinutes(9));
    node.look();
    assertThat(deliveries()).describedAs("it was there in between").isEmpty();
    clock.advance(Duration.ofMinutes(1));
    node.look();
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: storage rack1 away");
    clock.advance(Duration.ofMinutes(1));
    change(BACKUP_STORAGE.STATE, "Disabled");
    node.look();
    assertThat(subjects()).last().isEqualTo("Strongroom: storage rack1 there again");
  }

  @Test
  void failedJobsAreToldTogetherAndOnce() {
    job("0", clock.millis() - 1);
    hook("FailedJob");
    node.look();
    assertThat(deliveries()).describedAs("it failed before anybody listened").isEmpty();
    job("1", clock.millis());
    job("2", clock.millis());
    node.look();
    node.look();
    clock.advance(Duration.ofHours(2));
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: 2 jobs failed");
    assertThat(deliveries().getFirst().text())
        .contains("AddImage of disk (1", "AddImage of disk (2");
  }

  @Test
  void aScheduleThatCouldNotBeginIsToldAndThatItBeginsAgain() {
    hook("MissedRun");
    schedule();
    node.look();
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: schedule every night could not begin");
    clock.advance(Duration.ofMinutes(1)); // by when they were made they stand in order
    change(SCHEDULE.LAST_RESULT, "Running");
    node.look();
    assertThat(subjects()).last().isEqualTo("Strongroom: schedule every night begins again");
    change(SCHEDULE.STATE, "Disabled");
    change(SCHEDULE.LAST_RESULT, "NotStarted");
    node.look();
    assertThat(subjects()).hasSize(2);
  }

  private void schedule() {
    core.database()
        .write(transaction ->
            transaction
                .sql()
                .insertInto(SCHEDULE)
                .set(SCHEDULE.UUID, "7".repeat(32))
                .set(SCHEDULE.NAME, "every night")
                .set(SCHEDULE.OPERATION, "BackupVolume")
                .set(SCHEDULE.STATE, "Enabled")
                .set(SCHEDULE.CRON, "0 2 * * *")
                .set(SCHEDULE.TIME_ZONE, "UTC")
                .set(SCHEDULE.KEPT, 0)
                .set(SCHEDULE.LAST_RESULT, "NotStarted")
                .set(SCHEDULE.CREATED, 1L)
                .set(SCHEDULE.UPDATED, 1L)
                .execute());
  }

  private void job(String digit, long finished) {
    core.database()
        .write(transaction -> {
          transaction
              .insertInto(JOB)
              .set(JOB.UUID, digit.repeat(32))
              .set(JOB.OPERATION, "AddImage")
              .set(JOB.VERSION, 1)
              .set(JOB.ACCOUNT_UUID, "a")
              .set(JOB.REQUEST, "")
              .set(JOB.STATE, "Failed")
              .set(JOB.STEP, 0)
              .set(JOB.RESOURCE_NAME, "disk")
              .set(JOB.PROGRESS, 0)
              .set(JOB.CANCEL_REQUESTED, false)
              .set(JOB.CREATED, finished)
              .set(JOB.UPDATED, finished)
              .set(JOB.FINISHED, finished)
              .set(JOB.EPOCH, 1)
              .execute();
          return true;
        });
  }
}
