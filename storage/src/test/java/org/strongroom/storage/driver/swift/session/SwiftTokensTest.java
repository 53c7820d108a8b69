package org.strongroom.storage.driver.swift.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** When a token is asked for, and by whom. */
class SwiftTokensTest {
  private static final URI AUTH = URI.create("http://keystone/v3");

  private final AtomicInteger asked = new AtomicInteger();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Duration life = Duration.ofHours(1);
  private CountDownLatch answers = new CountDownLatch(0);
  private boolean fails;

  private final SwiftTokens tokens =
      new SwiftTokens(
          () -> {
            int number = asked.incrementAndGet();
            try {
              answers.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            if (fails) {
              throw new StorageException(Reason.CREDENTIALS_REJECTED, "wrong password");
            }
            return SwiftSession.of("token" + number, "http://swift/v1/AUTH_x/", now, life, AUTH);
          },
          () -> now);

  /** All wait for the same answer before it comes. */
  private List<FutureTask<SwiftSession>> hundred(SwiftSession refused) {
    List<FutureTask<SwiftSession>> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new FutureTask<>(() -> tokens.renewed(refused)));
      threads.add(Thread.startVirtualThread(all.getLast()));
    }
    await()
        .until(
            () -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    answers.countDown();
    return all;
  }

  @Test
  void aHundredCallersWithATokenThatIsOverAskOnce() throws Exception {
    SwiftSession first = tokens.session();
    answers = new CountDownLatch(1);
    for (FutureTask<SwiftSession> each : hundred(first)) {
      assertThat(each.get().token()).isEqualTo("token2");
    }
    assertThat(asked).hasValue(2);
    assertThat(tokens.renewed(first).token()).as("came late").isEqualTo("token2");
  }

  @Test
  void theyShareTheFailureToo() throws Exception {
    SwiftSession first = tokens.session();
    fails = true;
    answers = new CountDownLatch(1);
    int before = asked.get();
    for (FutureTask<SwiftSession> each : hundred(first)) {
      assertThatThrownBy(each::get).hasMessageContaining("wrong password");
    }
    assertThat(asked.get() - before).isEqualTo(1);
    fails = false;
    assertThat(tokens.session().token()).startsWith("token");
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() throws Exception {
    tokens.session();
    now = now.plus(Duration.ofMinutes(54));
    assertThat(tokens.session().token()).isEqualTo("token1");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(tokens.session().token()).isEqualTo("token2");
    now = now.minus(Duration.ofDays(1));
    assertThat(tokens.session().token()).as("the clock was set back").isEqualTo("token3");
    life = Duration.ofMinutes(2);
    tokens.forget();
    tokens.session();
    now = now.plus(Duration.ofSeconds(59));
    assertThat(tokens.session().token()).isEqualTo("token4");
    now = now.plus(Duration.ofSeconds(2));
    assertThat(tokens.session().token()).isEqualTo("token5");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    for (String address : List.of("", "ftp://swift/v1", "http:///v1", "http://u:p@h/v1", "a b")) {
      assertThatThrownBy(() -> SwiftSession.of("token", address, now, life, AUTH))
          .isInstanceOf(StorageException.class);
    }
    assertThatThrownBy(() -> SwiftSession.of("a\r\nb", "http://swift/v1", now, life, AUTH))
        .isInstanceOf(StorageException.class);
  }
}
