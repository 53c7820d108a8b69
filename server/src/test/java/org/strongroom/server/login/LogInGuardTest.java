package org.strongroom.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.system.EventTable.EVENT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;

/** Guessing passwords gets slower and slower, and shuts out nobody but who guesses. */
class LogInGuardTest {
  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private TestCore core;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, clock);
  }

  @AfterEach
  void stop() {
    Origin.unbind();
    core.close();
  }

  private void logIn(String source, String account, String password) {
    new Origin(source, "req-1", () -> false).bind();
    core.call(
        "LogInByAccount",
        Map.of("accountName", account, "password", PasswordHash.sha512(password)),
        Caller.NOBODY);
  }

  private void fail(String source, String account, int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> logIn(source, account, "wrong"))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.is(ErrorCode.WRONG_CREDENTIALS)).isTrue());
    }
  }

  private long refused(String source, String account) {
    return assertThatThrownBy(() -> logIn(source, account, "password"))
        .asInstanceOf(type(RetryLaterException.class))
        .satisfies(e -> assertThat(e.is(ErrorCode.TOO_MANY_LOG_INS)).isTrue())
        .actual()
        .afterSeconds();
  }

  private List<String> events() {
    return core.database()
        .read(sql ->
            sql.selectFrom(EVENT)
                .where(EVENT.WHAT.eq(FailedLogIns.EVENT))
                .orderBy(EVENT.TIME, EVENT.RESOURCE_NAME)
                .fetch(row -> row.get(EVENT.RESOURCE_NAME) + ": " + row.get(EVENT.REASON)));
  }

  @Test
  void aSourceThatFailsOftenWaitsTwiceAsLongEachTimeUpToABound() {
    fail("10.0.0.1", "admin", 10);
    assertThat(refused("10.0.0.1", "admin")).isEqualTo(1);
    assertThat(refused("10.0.0.1", "nobody")).isEqualTo(1);
    long longest = 1;
    for (int i = 0; i < 8; i++) {
      clock.advance(Duration.ofSeconds(longest));
      fail("10.0.0.1", "admin", 1);
      longest = Math.min(30, longest * 2);
      assertThat(refused("10.0.0.1", "admin")).isEqualTo(longest);
    }
    clock.advance(Duration.ofSeconds(30));
    assertThatCode(() -> logIn("10.0.0.1", "admin", "password")).doesNotThrowAnyException();
  }

  @Test
  void aClockThatIsSetBackShutsNobodyOut() {
    fail("10.0.0.1", "admin", 10);
    clock.advance(Duration.ofHours(-1));
    assertThat(refused("10.0.0.1", "admin")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThatCode(() -> logIn("10.0.0.1", "admin", "password")).doesNotThrowAnyException();
  }

  @Test
  void whoGuessesElsewhereDoesNotShutOutWhereTheAccountIsAtHome() {
    logIn("192.168.0.9", "admin", "password");
    for (int i = 1; i <= 4; i++) {
      fail("10.0.0." + i, "admin", 5);
    }
    assertThat(refused("10.0.0.77", "admin")).isEqualTo(1);
    assertThatCode(() -> logIn("192.168.0.9", "admin", "password")).doesNotThrowAnyException();
    clock.advance(Duration.ofSeconds(2));
    assertThatCode(() -> logIn("10.0.0.77", "admin", "password")).doesNotThrowAnyException();
  }

  @Test
  void guessesFromWhereTheAccountIsAtHomeAreDelayedToo() {
    logIn("192.168.0.9", "admin", "password");
    fail("192.168.0.9", "admin", 10);
    assertThat(refused("192.168.0.9", "admin")).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    logIn("192.168.0.9", "admin", "password");
    fail("192.168.0.9", "admin", 9);
    assertThatCode(() -> logIn("192.168.0.9", "admin", "password")).doesNotThrowAnyException();
  }

  /** What waits for its turn is looked at again when it has it. */
  @Test
  void whoGuessesAHundredTimesAtOnceGetsNoMoreAnswers() throws Exception {
    AtomicInteger compared = new AtomicInteger();
    try (ExecutorService guesses = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        guesses.execute(() -> {
          try {
            logIn("10.0.0.1", "admin", "wrong");
          } catch (ApiException e) {
            if (e.is(ErrorCode.WRONG_CREDENTIALS)) {
              compared.incrementAndGet();
            }
          }
        });
      }
    }
    assertThat(compared.get()).as("ten, and what is compared meanwhile").isBetween(10, 20);
  }

  @Test
  void logInsThatSucceedAreNeverTooMany() {
    for (int i = 0; i < 30; i++) {
      logIn("10.0.0.1", "admin", "password");
    }
    assertThat(events()).isEmpty();
  }

  @Test
  void theOldPasswordCannotBeGuessedWithASessionEither() {
    Caller ann = account("ann");
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> changePassword(ann)).isInstanceOf(ApiException.class);
    }
    assertThatThrownBy(() -> changePassword(ann)).isInstanceOf(RetryLaterException.class);
    assertThatCode(() -> logIn("10.0.0.1", "ann", "secret")).doesNotThrowAnyException();
  }

  private Caller account(String name) {
    core.call("CreateAccount", Map.of("name", name, "password", PasswordHash.sha512("secret")));
    return core.database()
        .read(sql ->
            sql.selectFrom(ACCOUNT)
                .where(ACCOUNT.NAME.eq(name))
                .fetchSingle(row -> new Caller(row.get(ACCOUNT.UUID), name, false)));
  }

  private void changePassword(Caller account) {
    core.call(
        "UpdateAccount",
        Map.of(
            "uuid", account.accountUuid(),
            "password", PasswordHash.sha512("new"),
            "oldPassword", PasswordHash.sha512("guess")),
        account);
  }

  @Test
  void aFloodOfFailuresIsOneEventAMinute() {
    fail("10.0.0.1", "admin", 4);
    assertThat(events()).containsExactly("admin: 1 log-in failed; from 10.0.0.1");
    fail("10.0.0.2", "admin", 4);
    clock.advance(Duration.ofMinutes(2));
    core.failedLogIns().flush();
    core.failedLogIns().flush();
    assertThat(events())
        .containsExactly(
            "admin: 1 log-in failed; from 10.0.0.1",
            "admin: 7 log-ins failed; from 10.0.0.1, 10.0.0.2");
  }

  @Test
  void whatIsRefusedUnseenIsCountedToo() {
    fail("10.0.0.1", "admin", 10);
    refused("10.0.0.1", "admin");
    refused("10.0.0.1", "admin");
    clock.advance(Duration.ofMinutes(2));
    core.failedLogIns().flush();
    assertThat(events().getLast())
        .isEqualTo("admin: 9 log-ins failed, 2 more were refused unseen; from 10.0.0.1");
  }

  @Test
  void namesThatAreNoAccountsShareAnEventAndForgeNoLine() {
    fail("10.0.0.1", "nobody\n2026-01-01 INFO forged", 1);
    fail("10.0.0.1", "nobody else", 1);
    assertThat(events())
        .containsExactly(
            "nobody?2026-01-01 INFO forged: 1 log-in failed; from 10.0.0.1; no account has the"
                + " name");
  }

  @Test
  void trackersForgetInsteadOfGrowing() {
    FailureBudget budget = new FailureBudget("a", 1, Duration.ofSeconds(30), 100);
    for (int i = 0; i < 1000; i++) {
      budget.failed("key" + i, clock.instant());
    }
    assertThat(budget.size()).isEqualTo(100);
    assertThat(budget.delay("key999", clock.instant())).isPresent();
    clock.advance(Duration.ofMinutes(16));
    assertThat(budget.delay("key999", clock.instant())).isEmpty();
  }
}
