package org.strongroom.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.face.identity.IdentityServer;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;

/** Log-ins and tokens over PostgreSQL, which takes less than SQLite does. */
class PostgresTokensTest {
  private static final TokenScope ADMIN =
      new TokenScope.Project(new Named.ById(Caller.ADMIN_PROJECT));

  private static final String WEB = "3f2a1b0c9d8e4f70a1b2c3d4e5f60718";

  private static final int ROUNDS = 3;
  private static final int AT_ONCE = 8;

  @TempDir Path directory;
  @TempDir Path elsewhere;

  private final SteppedClock clock = new SteppedClock();

  @Test
  void tokensAreGivenFoundAndEnded() throws Exception {
    try (CatalogKind.TestCatalog catalog = CatalogKind.POSTGRESQL.create(directory);
        TestCore core = TestCore.start(catalog.open(), directory, clock);
        IdentityServer other = new IdentityServer(elsewhere, clock);
        Keystone keystone = new Keystone(other.url(), SSLContext.getDefault())) {
      LogIns logIns = new LogIns(core.database(), core.tokens(), core.logInGuard());
      IssuedToken issued = logIns.logIn(admin("password"), ADMIN);
      assertThat(core.tokens().find(issued.text())).contains(issued.token());
      assertThatThrownBy(() -> logIns.logIn(admin("wrong"), ADMIN))
          .isInstanceOf(UnauthorizedException.class);
      for (String hostile : new String[] {"\u0000", "\ud800", "x".repeat(1000), ""}) {
        assertThatThrownBy(() ->
                logIns.logIn(new Credentials.ByPassword(new Named.ById(hostile), hostile), ADMIN))
            .isInstanceOf(UnauthorizedException.class);
      }

      KeystoneTokens foreign = new KeystoneTokens(keystone, core.database(), clock);
      other.core().call("CreateProject", Map.of("name", "web", "resourceUuid", WEB));
      other
          .core()
          .call(
              "AddRoleAssignment",
              Map.of(
                  "accountUuid",
                  Caller.SYSTEM.accountUuid(),
                  "projectUuid",
                  WEB,
                  "role",
                  "reader"));
      core.call("CreateProject", Map.of("name", "web"));
      String text = other.logIn("admin", "password", Optional.of("web"));
      assertThat(foreign.find(text).orElseThrow().roles()).containsExactly("reader");

      core.tokens().revoke(issued.text(), "");
      assertThat(core.tokens().find(issued.text())).isEmpty();
      clock.advance(TestCore.TOKEN_LIFETIME);
      core.tokens().removeEnded();
    }
  }

  /** Each is counted by the others; none waits for one that waits for it. */
  @Test
  void oneAccountAsksForManyAtOnce() throws Exception {
    try (CatalogKind.TestCatalog catalog = CatalogKind.POSTGRESQL.create(directory);
        TestCore core = TestCore.start(catalog.open(), directory, clock)) {
      Database database = core.database();
      String kept =
          database.read(sql -> sql.select(ACCOUNT.PASSWORD).from(ACCOUNT).fetchSingle().value1());
      String own = Caller.SYSTEM.accountUuid();
      TokenGround ground = TokenGround.password(own, kept);
      core.tokens().issue(own, Optional.empty(), ground);
      database.write(transaction ->
          transaction
              .sql()
              .execute(
                  "INSERT INTO token (digest, account_uuid, audit_id, issued, expires)"
                      + " SELECT 'before-' || n, account_uuid, audit_id, issued, expires"
                      + " FROM token, generate_series(1, ?) AS n",
                  Tokens.MOST_OF_ACCOUNT - 2));
      for (int round = 0; round < ROUNDS; round++) {
        atOnce(() -> core.tokens().issue(own, Optional.empty(), ground));
      }
      assertThat(database.<Integer>read(sql -> sql.fetchCount(TOKEN)))
          .isEqualTo(Tokens.MOST_OF_ACCOUNT);
      assertThat(
              database.<Long>read(sql ->
                  sql.fetchSingle(
                          "SELECT deadlocks FROM pg_stat_database"
                              + " WHERE datname = current_database()")
                      .get(0, Long.class)))
          .as("deadlocks")
          .isZero();
    }
  }

  private static void atOnce(Callable<?> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<?> each : threads.invokeAll(Collections.nCopies(AT_ONCE, call))) {
        each.get();
      }
    }
  }

  private static Credentials admin(String password) {
    return new Credentials.ByPassword(
        new Named.ByName("admin", new DomainRef(Optional.of("default"), Optional.empty())),
        password);
  }
}
