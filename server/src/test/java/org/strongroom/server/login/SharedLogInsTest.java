package org.strongroom.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.identity.LogInFailureTable.LOG_IN_FAILURE;
import static org.strongroom.server.catalog.identity.LogInPlaceTable.LOG_IN_PLACE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.FailedCalls;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CheapPassword;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.login.SharedLogIns.Entry;
import org.strongroom.server.secret.PasswordHash;

/** Several nodes give a guesser one budget, and know together where an account is at home. */
class SharedLogInsTest {
  private static final Claim ANN = new Claim("ann", Optional.of("a".repeat(32)));
  private static final String HASH = CheapPassword.hash("password");

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private Database database;

  @AfterEach
  void stop() {
    Origin.unbind();
    database.close();
  }

  private SharedLogIns shared() {
    return new SharedLogIns(database, sql -> clock.millis());
  }

  private LogInGuard node() {
    EventLog events = new EventLog(clock);
    LogInRecords records = new LogInRecords(database, new AuditLog(clock, new FailedCalls(events)));
    return new LogInGuard(
        clock, new FailedLogIns(database, events, records, clock), records, shared());
  }

  private static boolean matches(LogInGuard node, String source, String password) {
    new Origin(source, "req-1", () -> false).bind();
    return node.matches(ANN, PasswordHash.sha512(password), Optional.of(HASH));
  }

  private static void assertRefused(LogInGuard node, String source) {
    assertThatThrownBy(() -> matches(node, source, "password"))
        .isInstanceOfSatisfying(
            RetryLaterException.class, e -> assertThat(e.is(ErrorCode.TOO_MANY_LOG_INS)).isTrue());
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void aGuesserHasOneBudgetAtAllNodes(CatalogKind kind) {
    database = kind.open(directory);
    List<LogInGuard> nodes = Stream.generate(this::node).limit(3).toList();
    for (int i = 0; i < 10; i++) {
      assertThat(matches(nodes.get(i % 3), "10.0.0.1", "wrong")).isFalse();
    }
    nodes.forEach(node -> assertRefused(node, "10.0.0.1"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(matches(nodes.get(0), "10.0.0.1", "wrong")).isFalse();
    clock.advance(Duration.ofSeconds(1));
    nodes.forEach(node -> assertRefused(node, "10.0.0.1"));
    assertRefused(node(), "10.0.0.1"); // one that was started just then
    clock.advance(Duration.ofSeconds(1));
    assertThat(matches(nodes.get(2), "10.0.0.1", "password")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void whereAnAccountIsAtHomeAtOneNodeItIsAtAll(CatalogKind kind) {
    database = kind.open(directory);
    LogInGuard one = node();
    LogInGuard other = node();
    assertThat(matches(one, "192.168.0.9", "password")).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(matches(i % 2 == 0 ? one : other, "10.0.0." + i / 5, "wrong")).isFalse();
    }
    assertRefused(one, "10.0.0.77");
    assertRefused(other, "10.0.0.77");
    assertThat(matches(other, "192.168.0.9", "password")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void beyondTheFreeOnesOneNodeTriesAtATime(CatalogKind kind) {
    database = kind.open(directory);
    SharedLogIns one = shared();
    SharedLogIns other = shared();
    FailureBudget budget = new FailureBudget("address", 2, Duration.ofSeconds(30), 10);
    List<Entry> entries = List.of(Entry.of(budget, "10.0.0.1"));
    one.failed(entries);
    assertThat(other.isBeyond(entries)).isFalse();
    other.failed(entries);
    clock.advance(Duration.ofSeconds(1));
    assertThat(one.isBeyond(entries)).isTrue();
    assertThat(one.claim(entries)).isEmpty();
    assertThat(other.claim(entries)).contains(Duration.ofSeconds(1));
    one.released(entries);
    assertThat(other.claim(entries)).isEmpty();
    one.succeeded(entries.getFirst());
    assertThat(other.isBeyond(entries)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void whatIsLongAgoIsForgotten(CatalogKind kind) {
    database = kind.open(directory);
    SharedLogIns shared = shared();
    FailureBudget budget = new FailureBudget("address", 1, Duration.ofSeconds(30), 10);
    for (int i = 0; i < 3; i++) {
      shared.failed(List.of(Entry.of(budget, "10.0.0." + i)));
      shared.place("ann 10.0.0." + i);
    }
    clock.advance(Duration.ofMinutes(16));
    assertThat(shared.isBeyond(List.of(Entry.of(budget, "10.0.0.1")))).isFalse();
    shared.failed(List.of(Entry.of(budget, "10.0.0.1")));
    shared.tidy();
    assertThat(database.<Integer>read(sql -> sql.fetchCount(LOG_IN_FAILURE))).isEqualTo(1);
    assertThat(shared.isPlace("ann 10.0.0.1")).isTrue();
    clock.advance(Duration.ofDays(31));
    shared.tidy();
    assertThat(database.<Integer>read(sql -> sql.fetchCount(LOG_IN_PLACE))).isZero();
  }
}
