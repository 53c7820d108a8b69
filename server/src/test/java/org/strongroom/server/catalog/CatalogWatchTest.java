package org.strongroom.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many jobs that wait for what somebody else writes. */
@Timeout(60)
final class CatalogWatchTest {
  private final DSLContext sql = DSL.using(org.jooq.SQLDialect.SQLITE);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor();
  private final CatalogWatch watch =
      new CatalogWatch(state -> {
        asked.incrementAndGet();
        return state.test(sql);
      });

  @AfterEach
  void close() {
    watch.close();
    jobs.shutdownNow();
  }

  private Future<?> waiting(Object key) {
    return jobs.submit(() -> {
      watch.until(key, _ -> over.get());
      return true;
    });
  }

  @Test
  void aThousandThatWaitForTheSameAskOnceARound() throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(waiting("the same"));
    }
    long begun = System.nanoTime();
    int before = asked.get();
    Awaitility.await().until(() -> asked.get() - before >= 5);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(70));
    over.set(true);
    for (Future<?> one : all) {
      one.get();
    }
  }

  @Test
  void eachIsToldOfItsOwn() throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(waiting(i));
    }
    Future<?> other =
        jobs.submit(() -> {
          watch.until("other", _ -> true);
          return true;
        });
    other.get();
    assertThat(all).noneMatch(Future::isDone);
    over.set(true);
    for (Future<?> one : all) {
      one.get();
    }
  }

  @Test
  void whatFailsEndsTheWaiting() {
    assertThatThrownBy(() ->
            watch.until(
                "gone",
                _ -> {
                  throw new IllegalArgumentException("it is gone");
                }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInterruptEndsTheWaitingAtOnceAndTheOthersGoOn() throws Exception {
    Future<?> other = waiting("the same");
    Thread job =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                watch.until("the same", _ -> over.get());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    job.start();
    Awaitility.await().until(() -> asked.get() > 2);
    job.interrupt();
    assertThat(job.join(Duration.ofSeconds(10))).isTrue();
    over.set(true);
    other.get();
  }

  @Test
  void waitsNoLongerThanAllowed() throws Exception {
    assertThat(watch.isWithin(Duration.ofMillis(50), "never", _ -> false)).isFalse();
    assertThat(watch.isWithin(Duration.ofSeconds(30), "now", _ -> true)).isTrue();
  }

  @Test
  void aDatabaseThatClosesLeavesNobodyWaiting() {
    Future<?> job = waiting("for ever");
    Awaitility.await().until(() -> asked.get() > 1);
    watch.close();
    assertThatThrownBy(job::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }
}
