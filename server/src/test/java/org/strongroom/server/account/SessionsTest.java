package org.strongroom.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.SessionTable.SESSION;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.SessionInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;
import org.strongroom.server.secret.TextDigest;

class SessionsTest {
  private static final Duration TIMEOUT = Duration.ofHours(2);

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private TestCore core;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, clock);
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private SessionInventory logIn() {
    return logIn("admin", "password");
  }

  private SessionInventory logIn(String account, String password) {
    return (SessionInventory)
        ((InventoryReply<?>)
                core.call(
                    "LogInByAccount",
                    Map.of("accountName", account, "password", PasswordHash.sha512(password))))
            .inventory();
  }

  private Optional<Caller> caller(SessionInventory session) {
    return core.sessions().caller(session.uuid());
  }

  /** What another node, or the next start, thinks of the session. */
  private Optional<Caller> callerElsewhere(SessionInventory session) {
    return new Sessions(core.database(), core.configs(), clock).caller(session.uuid());
  }

  private void set(String name, String value) {
    core.call("UpdateGlobalConfig", Map.of("category", "identity", "name", name, "value", value));
  }

  @Test
  void aSessionNamesItsAccount() {
    SessionInventory session = logIn();
    assertThat(caller(session)).contains(Caller.SYSTEM);
    assertThat(callerElsewhere(session)).contains(Caller.SYSTEM);
    assertThat(session.expiredDate()).isEqualTo(clock.instant().plus(TIMEOUT));
  }

  /** Each is counted by the others, whichever node it is asked for at. */
  @Test
  void ofManyLogInsAtOnceNoMoreThanAllowedSucceed(@TempDir Path elsewhere) throws Exception {
    try (CatalogKind.TestCatalog catalog = CatalogKind.POSTGRESQL.create(elsewhere);
        TestCore shared = TestCore.start(catalog.open(), elsewhere, clock)) {
      Database database = shared.database();
      String kept =
          database.read(sql -> sql.select(ACCOUNT.PASSWORD).from(ACCOUNT).fetchSingle().value1());
      shared.call(
          "UpdateGlobalConfig",
          Map.of("category", "identity", "name", "session.maxConcurrent", "value", "3"));
      List<Callable<SessionInventory>> logIns = new ArrayList<>();
      for (int node = 0; node < 8; node++) {
        Sessions sessions = new Sessions(database, shared.configs(), clock);
        logIns.add(() -> sessions.open(new LoggedIn(Caller.SYSTEM, kept)));
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.invokeAll(logIns);
      }
      assertThat(database.<Integer>read(sql -> sql.fetchCount(SESSION))).isEqualTo(3);
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownAccountLookTheSame() {
    assertThatThrownBy(() -> logIn("admin", "wrong")).hasMessageContaining("ID.1000");
    assertThatThrownBy(() -> logIn("nobody", "wrong"))
        .hasMessage("ID.1000: wrong account name or password");
  }

  @Test
  void aSessionEndsWhenItIsNotUsed() {
    SessionInventory session = logIn();
    clock.advance(TIMEOUT);
    assertThat(caller(session)).isEmpty();
    assertThat(callerElsewhere(session)).isEmpty();
  }

  @Test
  void everyUseRenewsIt() {
    SessionInventory session = logIn();
    for (int i = 0; i < 10; i++) {
      clock.advance(TIMEOUT.minusSeconds(90));
      assertThat(caller(session)).isPresent();
    }
    assertThat(callerElsewhere(session)).isPresent();
  }

  @Test
  void aShortTimeoutIsRenewedForOtherNodesToo() {
    set("session.timeout", "20");
    SessionInventory session = logIn();
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(8));
      assertThat(caller(session)).isPresent();
    }
    assertThat(callerElsewhere(session)).isPresent();
  }

  @Test
  void askingWhetherItIsValidDoesNotRenewIt() {
    SessionInventory session = logIn();
    clock.advance(TIMEOUT.minusSeconds(1));
    assertThat(core.sessions().isValid(session.uuid())).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(core.sessions().isValid(session.uuid())).isFalse();
    assertThat(caller(session)).isEmpty();
  }

  @Test
  void logOutEndsItAtOnceAndElsewhereWithinSeconds() {
    SessionInventory session = logIn();
    Sessions elsewhere = new Sessions(core.database(), core.configs(), clock);
    assertThat(elsewhere.caller(session.uuid())).isPresent();
    core.call("LogOut", Map.of("sessionUuid", session.uuid()));
    assertThat(caller(session)).isEmpty();
    clock.advance(Duration.ofSeconds(6));
    assertThat(elsewhere.caller(session.uuid())).isEmpty();
  }

  @Test
  void aClockThatIsSetBackLetsNoLogOutElsewhereGoUnnoticed() {
    SessionInventory session = logIn();
    Sessions elsewhere = new Sessions(core.database(), core.configs(), clock);
    assertThat(elsewhere.caller(session.uuid())).isPresent();
    core.call("LogOut", Map.of("sessionUuid", session.uuid()));
    clock.advance(Duration.ofHours(-1));
    assertThat(elsewhere.caller(session.uuid())).isEmpty();
  }

  @Test
  void renewingSetsHowLongItLasts() {
    SessionInventory session = logIn();
    core.call("RenewSession", Map.of("sessionUuid", session.uuid(), "duration", 86_400));
    clock.advance(Duration.ofHours(23));
    assertThat(caller(session)).isPresent();
    assertThat(callerElsewhere(session)).isPresent();
  }

  @Test
  void whatHasEndedCannotBeRenewed() {
    SessionInventory session = logIn();
    clock.advance(TIMEOUT.plusSeconds(1));
    assertThatThrownBy(() -> core.call("RenewSession", Map.of("sessionUuid", session.uuid())))
        .hasMessageContaining("ID.1001");
    assertThat(caller(session)).isEmpty();
  }

  @Test
  void isKeptNowhereInTheDatabase() throws Exception {
    SessionInventory session = logIn();
    core.call("RenewSession", Map.of("sessionUuid", session.uuid()));
    caller(session);
    SessionInventory ended = logIn();
    core.call("LogOut", Map.of("sessionUuid", ended.uuid()));

    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(session.uuid(), ended.uuid());
      }
    }
  }

  @Test
  void theAnswerToRenewingItDoesNotNameIt() {
    SessionInventory session = logIn();
    var renewed =
        (InventoryReply<?>) core.call("RenewSession", Map.of("sessionUuid", session.uuid()));
    assertThat(renewed.inventory().toString()).doesNotContain(session.uuid());
  }

  @Test
  void anAccountHasOnlySoManySessions() {
    set("session.maxConcurrent", "2");
    SessionInventory first = logIn();
    logIn();
    assertThatThrownBy(this::logIn).hasMessageContaining("ID.1006");
    core.call("LogOut", Map.of("sessionUuid", first.uuid()));
    logIn();
    clock.advance(TIMEOUT);
    logIn();
  }

  @Test
  void anotherAccountsSessionIsNotToBeRenewed() {
    SessionInventory session = logIn();
    Caller other = new Caller("0123456789abcdef0123456789abcdef", "other", false);
    assertThatThrownBy(
            () -> core.call("RenewSession", Map.of("sessionUuid", session.uuid()), other))
        .hasMessageContaining("ID.1002");
  }

  @Test
  void aChangedPasswordEndsTheSessions() {
    AccountInventory account =
        (AccountInventory)
            ((InventoryReply<?>)
                    core.call(
                        "CreateAccount",
                        Map.of("name", "backup", "password", PasswordHash.sha512("old"))))
                .inventory();
    SessionInventory session = logIn("backup", "old");
    core.call(
        "UpdateAccount", Map.of("uuid", account.uuid(), "password", PasswordHash.sha512("new")));
    assertThat(caller(session)).isEmpty();
    assertThatThrownBy(() -> logIn("backup", "old")).hasMessageContaining("ID.1000");
    assertThat(caller(logIn("backup", "new"))).isPresent();
  }

  @Test
  void whatHasEndedIsRemoved() {
    SessionInventory session = logIn();
    clock.advance(TIMEOUT.plusSeconds(1));
    core.sessions().removeEnded();
    assertThat(
            core.database()
                .<Optional<String>>read(sql -> core.sessions().owner(session.uuid(), sql)))
        .isEmpty();
  }

  @Test
  void nonsenseIsNoSession() {
    assertThat(core.sessions().caller("")).isEmpty();
    assertThat(core.sessions().caller("' OR 1=1 --")).isEmpty();
  }

  /** What goes on with a session whose time is over may do so, but not without its account. */
  @Test
  void theEndOfAnAccountEndsWhatGoesOnWithASessionWhoseTimeIsOver() {
    core.call("CreateAccount", Map.of("name", "leaver", "password", PasswordHash.sha512("secret")));
    SessionInventory session = logIn("leaver", "secret");
    String leaver = caller(session).orElseThrow().accountUuid();
    var endings = new SessionEndings(core.database(), clock);
    Set<String> going = Set.of(TextDigest.of(String.valueOf(session.uuid())));
    assertThat(endings.among(going)).isEmpty();
    clock.advance(TIMEOUT.plusSeconds(1));
    core.sessions().removeEnded();
    assertThat(endings.among(going)).as("its time is over, and nobody ended it").isEmpty();
    core.call("DeleteAccount", Map.of("uuid", leaver));
    assertThat(endings.among(going)).isEqualTo(going);
  }
}
