package org.strongroom.server.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work of several owners on few threads. */
class FairLaneTest {
  private final FairLane lane = new FairLane("test", 1, 1, 4);
  private final CountDownLatch held = new CountDownLatch(1);
  private final List<String> order = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    held.countDown();
    lane.close();
  }

  private CompletableFuture<String> begin(String owner, String what) {
    int before = lane.waiting();
    CompletableFuture<String> result =
        CompletableFuture.supplyAsync(
            () ->
                lane.call(
                    owner,
                    () -> false,
                    ended -> {
                      order.add(what);
                      return what;
                    }),
            task -> Thread.ofVirtual().start(task));
    await().until(() -> lane.waiting() > before || result.isDone());
    return result;
  }

  /** Takes the only thread until it is let go. */
  private CompletableFuture<Void> hold() {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> result =
        CompletableFuture.runAsync(
            () ->
                lane.call(
                    "holder",
                    () -> false,
                    ended -> {
                      begun.countDown();
                      awaitUninterruptibly(held);
                      return "held";
                    }),
            task -> Thread.ofVirtual().start(task));
    awaitUninterruptibly(begun);
    return result;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void workRunsOnAPlatformThreadOfTheLane() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(
              threads
                  .submit(() ->
                      lane.call("a", () -> false, ended -> Thread.currentThread().isVirtual()))
                  .get())
          .isFalse();
    }
  }

  @Test
  void ownersTakeTurns() {
    hold();
    List<CompletableFuture<String>> all = new ArrayList<>();
    all.add(begin("flood", "flood 1"));
    all.add(begin("flood", "flood 2"));
    all.add(begin("flood", "flood 3"));
    all.add(begin("other", "other"));
    held.countDown();
    all.forEach(CompletableFuture::join);
    assertThat(order).containsExactly("flood 1", "other", "flood 2", "flood 3");
  }

  @Test
  void aFloodIsRefusedAndPushesOutOnlyItself() {
    hold();
    List<CompletableFuture<String>> flood = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      flood.add(begin("flood", "flood " + i));
    }
    assertThatThrownBy(() -> lane.call("flood", () -> false, ended -> "more"))
        .isInstanceOf(FullLaneException.class);
    CompletableFuture<String> other =
        CompletableFuture.supplyAsync(
            () -> lane.call("other", () -> false, ended -> "other"),
            task -> Thread.ofVirtual().start(task));
    assertThatThrownBy(flood.getLast()::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(FullLaneException.class);
    held.countDown();
    assertThat(other.join()).isEqualTo("other");
    assertThat(flood.getFirst().join()).isEqualTo("flood 1");
  }

  @Test
  void workThatNobodyWaitsForAnyMoreIsNotBegunAndEndsIfItRuns() {
    hold();
    AtomicBoolean gone = new AtomicBoolean();
    CompletableFuture<String> waits =
        CompletableFuture.supplyAsync(
            () -> lane.call("a", gone::get, ended -> order.add("begun") ? "" : ""),
            task -> Thread.ofVirtual().start(task));
    await().until(() -> lane.waiting() == 1);
    gone.set(true);
    assertThatThrownBy(waits::join).hasCauseInstanceOf(AbandonedException.class);
    held.countDown();
    assertThat(order).isEmpty();
    AtomicBoolean goneToo = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(1);
    assertThatThrownBy(() ->
            lane.call(
                "a",
                goneToo::get,
                asked -> {
                  goneToo.set(true);
                  while (!asked.getAsBoolean()) {
                    Thread.onSpinWait();
                  }
                  ended.countDown();
                  return "";
                }))
        .isInstanceOf(AbandonedException.class);
    awaitUninterruptibly(ended);
  }

  @Test
  void closingGivesUpWhatWaits() {
    hold();
    CompletableFuture<String> waits = begin("a", "never");
    lane.close();
    assertThatThrownBy(waits::join).hasCauseInstanceOf(AbandonedException.class);
    assertThatThrownBy(() -> lane.call("a", () -> false, ended -> ""))
        .isInstanceOf(AbandonedException.class);
  }
}
