package org.strongroom.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;

/** How long sessions of the console last, and what ends them. */
class ConsoleSessionsTest {
  @TempDir private Path directory;
  private final SteppedClock clock = new SteppedClock();
  private TestCore core;
  private ConsoleSessions sessions;

  @BeforeEach
  void open() {
    core = TestCore.start(directory, clock);
    sessions = new ConsoleSessions(core.database(), core.sessions(), clock);
  }

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void oneInWhichNothingIsDoneEndsAfterAQuarterOfAnHour() {
    String session = sessions.open(loggedIn(Caller.SYSTEM));
    clock.advance(Duration.ofMinutes(14));
    assertThat(sessions.used(session)).contains(Caller.SYSTEM);
    clock.advance(Duration.ofMinutes(14));
    assertThat(sessions.used(session)).isPresent();
    clock.advance(Duration.ofMinutes(15));
    assertThat(sessions.used(session)).isEmpty();
  }

  @Test
  void whatAPageAsksByItselfKeepsNothingOpen() {
    String session = sessions.open(loggedIn(Caller.SYSTEM));
    for (int minute = 0; minute < 14; minute++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(sessions.watched(session)).isPresent();
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(sessions.watched(session)).isEmpty();
  }

  @Test
  void oneThatIsUsedAllTheTimeEndsAfterHalfADay() {
    String session = sessions.open(loggedIn(Caller.SYSTEM));
    for (int step = 0; step < 71; step++) {
      clock.advance(Duration.ofMinutes(10));
      assertThat(sessions.used(session)).isPresent();
    }
    clock.advance(Duration.ofMinutes(10));
    assertThat(sessions.used(session)).isEmpty();
  }

  @Test
  void itIsNoSessionOfTheApiNorTheOtherWayRound() {
    String session = sessions.open(loggedIn(Caller.SYSTEM));
    String api = String.valueOf(core.sessions().open(loggedIn(Caller.SYSTEM)).uuid());
    for (String shown : new String[] {session, "console " + session}) {
      assertThat(core.sessions().caller(shown)).isEmpty();
      assertThat(core.sessions().isValid(shown)).isFalse();
      core.sessions().close(shown);
    }
    assertThat(sessions.used(api)).isEmpty();
    sessions.close(api);
    assertThat(core.sessions().caller(api)).isPresent();
    assertThat(sessions.used(session)).isPresent();
  }

  @Test
  void anotherPasswordAndTheEndOfTheAccountEndIt() {
    core.call(
        "CreateAccount", Map.of("name", "somebody", "password", PasswordHash.sha512("first")));
    Caller somebody = somebody();
    String session = sessions.open(loggedIn(somebody));
    core.call(
        "UpdateAccount",
        Map.of("uuid", somebody.accountUuid(), "password", PasswordHash.sha512("second")));
    assertThat(sessions.used(session)).isEmpty();
    String next = sessions.open(loggedIn(somebody));
    core.call("DeleteAccount", Map.of("uuid", somebody.accountUuid()));
    assertThat(sessions.used(next)).isEmpty();
  }

  private LoggedIn loggedIn(Caller caller) {
    return new LoggedIn(
        caller,
        core.database()
            .read(sql ->
                sql.select(ACCOUNT.PASSWORD)
                    .from(ACCOUNT)
                    .where(ACCOUNT.UUID.eq(caller.accountUuid()))
                    .fetchSingle(ACCOUNT.PASSWORD)));
  }

  @Test
  void aPasswordThatWasChangedWhileItWasComparedOpensNone() {
    core.call(
        "CreateAccount", Map.of("name", "somebody", "password", PasswordHash.sha512("first")));
    LoggedIn compared = loggedIn(somebody());
    core.call(
        "UpdateAccount",
        Map.of("uuid", compared.caller().accountUuid(), "password", PasswordHash.sha512("second")));
    assertThatThrownBy(() -> sessions.open(compared)).hasMessageContaining("ID.1000");
    assertThatThrownBy(() -> core.sessions().open(compared)).hasMessageContaining("ID.1000");
    LoggedIn again = loggedIn(somebody());
    core.call("DeleteAccount", Map.of("uuid", again.caller().accountUuid()));
    assertThatThrownBy(() -> sessions.open(again)).hasMessageContaining("ID.1000");
    assertThatThrownBy(() -> core.sessions().open(again)).hasMessageContaining("ID.1000");
    assertThat(again.toString()).doesNotContain(again.kept());
  }

  private Caller somebody() {
    Object reply = core.call("QueryAccount", Map.of("q", java.util.List.of("name=somebody")));
    var account =
        (org.strongroom.api.inventory.AccountInventory)
            ((org.strongroom.api.QueryReply<?>) reply).inventories().getFirst();
    return new Caller(account.uuid(), account.name(), false);
  }

  @Test
  void itCountsAmongTheSessionsThatAnAccountMayHave() {
    core.call(
        "UpdateGlobalConfig",
        Map.of("category", "identity", "name", "session.maxConcurrent", "value", "1"));
    sessions.open(loggedIn(Caller.SYSTEM));
    assertThatThrownBy(() -> sessions.open(loggedIn(Caller.SYSTEM)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("open sessions");
  }
}
