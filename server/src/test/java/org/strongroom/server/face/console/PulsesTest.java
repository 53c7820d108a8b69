package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.console.Pulses.News;

/** The one thread that looks for all open pages, when what it asks fails or does not answer. */
@Timeout(60)
final class PulsesTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Caller ONE = new Caller("1".repeat(32), "one", false);
  private static final Caller TWO = new Caller("2".repeat(32), "two", false);

  private final AtomicInteger things = new AtomicInteger();
  private final Function<Caller, Pulse> healthy = caller -> new Pulse("things " + things, "");
  private volatile Function<Caller, Pulse> catalog = healthy;
  private volatile Set<String> ended = Set.of();
  private final Pulses pulses =
      new Pulses(
          Duration.ofMillis(5),
          caller -> catalog.apply(caller),
          digests -> {
            var left = new HashSet<>(digests);
            left.removeAll(ended);
            return left;
          });

  @AfterEach
  void close() {
    pulses.close();
  }

  @Test
  void aPageThatIsOpenedWhileTheCatalogFailsIsToldLater() throws Exception {
    catalog =
        caller -> {
          throw new DataAccessException("the catalog is away");
        };
    try (Pulses.Page page = pulses.open(ONE, "a")) {
      assertThat(page.await(Duration.ofMillis(50))).isEqualTo(News.NONE);
      catalog = healthy;
      assertThat(page.await(LONG)).isEqualTo(News.CHANGED);
    }
    assertThat(pulses.pages("a")).isZero();
  }

  @Test
  void whatFailsForOneAccountIsToldToTheOthers() throws Exception {
    try (Pulses.Page one = pulses.open(ONE, "a");
        Pulses.Page two = pulses.open(TWO, "b")) {
      for (Caller sick : new Caller[] {ONE, TWO}) {
        catalog =
            caller -> {
              if (caller.equals(sick)) {
                throw new DataAccessException("the catalog is away");
              }
              return healthy.apply(caller);
            };
        things.incrementAndGet();
        assertThat((sick.equals(ONE) ? two : one).await(LONG)).isEqualTo(News.CHANGED);
        catalog = healthy;
        assertThat((sick.equals(ONE) ? one : two).await(LONG)).isEqualTo(News.CHANGED);
      }
    }
  }

  /** As when its machine was paused, too: it goes on where it was. */
  @Test
  void aCatalogThatHangsKeepsNoPageFromOpeningGoingOnAndEnding() throws Exception {
    var hung = new Semaphore(0);
    var goOn = new CountDownLatch(1);
    Pulses.Page waiting = pulses.open(ONE, "a");
    catalog =
        caller -> {
          hung.release();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return healthy.apply(caller);
        };
    hung.acquire();
    assertThat(waiting.await(Duration.ofMillis(20))).as("its sign of life").isEqualTo(News.NONE);
    catalog = healthy;
    try (Pulses.Page other = pulses.open(TWO, "b")) {
      assertThat(pulses.pages("b")).isOne();
      waiting.close();
      assertThat(pulses.pages("a")).isZero();
      waiting = pulses.open(ONE, "c");
      things.incrementAndGet();
      ended = Set.of("c");
      goOn.countDown();
      assertThat(other.await(LONG)).isEqualTo(News.CHANGED);
      News news = waiting.await(LONG);
      assertThat(news == News.CHANGED ? waiting.await(LONG) : news).isEqualTo(News.ENDED);
    }
    waiting.close();
  }

  @Test
  void theServerStopsThoughTheCatalogHangs() throws Exception {
    var hung = new Semaphore(0);
    var goOn = new CountDownLatch(1);
    try (Pulses.Page page = pulses.open(ONE, "a")) {
      catalog =
          caller -> {
            hung.release();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return healthy.apply(caller);
          };
      hung.acquire();
      pulses.close();
      assertThat(page.await(LONG)).isEqualTo(News.CLOSED);
    } finally {
      goOn.countDown();
    }
  }
}
