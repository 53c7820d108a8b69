package org.strongroom.storage.driver.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.StorageAssertions;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.WriteTurn;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;

/** Who waits for a turn, and who gets the next one. */
@Timeout(60)
class FairTurnsTest {
  private final FairTurns<String> one = new FairTurns<>((owner, what, ofOwner, ofAll) -> ofAll < 1);
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

  private Thread begin(String owner) {
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try (var _ = one.await(owner, "", FairTurns.FOR_EVER).orElseThrow()) {
                begun.add(owner);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private String next() throws InterruptedException {
    return String.valueOf(begun.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void ownersTakeTurnsHoweverMuchOneOfThemAsksFor() throws Exception {
    try (var _ = one.poll("somebody", "").orElseThrow()) {
      for (int i = 0; i < 4; i++) {
        begin("hungry");
      }
      begin("first");
      begin("first");
      begin("second");
    }
    assertThat(List.of(next(), next(), next(), next(), next(), next(), next()))
        .containsExactly("hungry", "first", "second", "hungry", "first", "hungry", "hungry");
  }

  @Test
  void whoStopsWaitingIsPassedOver() throws Exception {
    try (var turn = one.poll("somebody", "").orElseThrow()) {
      assertThat(one.poll("another", "")).isEmpty();
      assertThat(one.await("another", "", Duration.ofMillis(5))).isEmpty();
      assertThat(turn.isWanted()).isFalse();
      Thread gone = begin("gone");
      begin("here");
      assertThat(turn.isWanted()).isTrue();
      gone.interrupt();
      assertThat(gone.join(Duration.ofSeconds(30))).isTrue();
      turn.close();
    }
    assertThat(next()).isEqualTo("here");
    Awaitility.await().until(() -> one.poll("somebody", "").isPresent());
  }

  @Test
  void whatAnOwnersOwnWaitForIsNotWantedByOthers() {
    try (var turn = one.poll("hungry", "").orElseThrow()) {
      begin("hungry").interrupt();
      begin("hungry");
      assertThat(turn.isWanted()).isFalse();
    }
  }

  @Test
  void noOwnerTakesAllTurnsOfAStorageAndTheLastIsTheServers(@TempDir Path directory)
      throws Exception {
    var owner = new String[] {"hungry"};
    try (var storage =
        new ThrottledDriver(
            new FileSystemDriver(directory), 8, Duration.ofMillis(5), () -> owner[0])) {
      List<WriteTurn> held = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        held.add(storage.pollTurn().orElseThrow());
      }
      assertThat(storage.pollTurn()).isEmpty();
      owner[0] = "another";
      held.add(storage.pollTurn().orElseThrow());
      assertThat(storage.pollTurn()).isEmpty();
      owner[0] = "third";
      StorageAssertions.assertFails(
          Reason.TIMED_OUT, () -> storage.create(StoragePath.of("image"), "0".repeat(32), -1));
      owner[0] = ThrottledDriver.SERVER;
      held.add(storage.pollTurn().orElseThrow());
      assertThat(storage.pollTurn()).isEmpty();
      held.forEach(WriteTurn::close);
    }
  }
}
