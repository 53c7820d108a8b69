package org.strongroom.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.identity.IdentityServer;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;

/** Tokens of another identity service, which is a second Strongroom. */
class KeystoneTokensTest {
  @TempDir Path there;
  @TempDir Path here;

  private final SteppedClock clock = new SteppedClock();
  private IdentityServer other;
  private TestCore core;
  private Keystone keystone;

  @BeforeEach
  void start() throws Exception {
    other = new IdentityServer(there, clock);
    core = TestCore.start(here, clock);
    keystone = new Keystone(other.url(), SSLContext.getDefault());
  }

  @AfterEach
  void stop() {
    keystone.close();
    core.close();
    other.close();
  }

  private Tokens tokens(Keystone believed) {
    return new Tokens(
        core.database(),
        TestCore.TOKEN_LIFETIME,
        clock,
        new KeystoneTokens(believed, core.database(), clock));
  }

  private String projectThere(String name) {
    String uuid =
        ((ProjectInventory)
                ((InventoryReply<?>) other.core().call("CreateProject", Map.of("name", name)))
                    .inventory())
            .uuid();
    other
        .core()
        .call(
            "AddRoleAssignment",
            Map.of(
                "accountUuid", Caller.SYSTEM.accountUuid(), "projectUuid", uuid, "role", "admin"));
    return uuid;
  }

  private List<String> projectsHere() {
    return core.database()
        .read(sql ->
            sql.select(PROJECT.NAME).from(PROJECT).orderBy(PROJECT.NAME).fetch(PROJECT.NAME));
  }

  @Test
  void itsTokensCountAndItsProjectsAreKept() throws Exception {
    String web = projectThere("web");
    String text = other.logIn("admin", "password", Optional.of("web"));

    Token token = tokens(keystone).find(text).orElseThrow();

    assertThat(token.userName()).isEqualTo("admin");
    assertThat(token.project()).contains(new ProjectRef(web, "web"));
    assertThat(token.roles()).containsExactly("admin");
    assertThat(token.expires()).isEqualTo(clock.instant().plus(TestCore.TOKEN_LIFETIME));
    assertThat(token.caller().administrator()).isTrue();
    assertThat(token.caller().projectUuid()).contains(web);
    assertThat(projectsHere()).containsExactly("admin", "web");
  }

  @Test
  void itsUsersAreNotTheAccountsHere() throws Exception {
    String text = other.logIn("admin", "password", Optional.empty());
    Token token = tokens(keystone).find(text).orElseThrow();
    assertThat(token.userId()).isNotEqualTo(Caller.SYSTEM.accountUuid()).matches("[0-9a-f]{32}");
    assertThat(token.caller().administrator()).isFalse();
  }

  @Test
  void aNameThatIsTakenGetsTheUuidAdded() throws Exception {
    core.call("CreateProject", Map.of("name", "web"));
    String web = projectThere("web");
    String text = other.logIn("admin", "password", Optional.of("web"));
    assertThat(tokens(keystone).find(text)).isPresent();
    assertThat(tokens(keystone).find(text)).isPresent();
    assertThat(projectsHere()).containsExactly("admin", "web", "web-" + web);
  }

  @Test
  void aProjectThatIsDisabledHereDoesNotCount() throws Exception {
    String web = projectThere("web");
    String text = other.logIn("admin", "password", Optional.of("web"));
    Tokens tokens = tokens(keystone);
    assertThat(tokens.find(text)).isPresent();
    core.call("UpdateProject", Map.of("uuid", web, "enabled", false));
    assertThat(tokens.find(text)).as("at once").isEmpty();
  }

  @Test
  void whatItDoesNotKnowIsNoToken() {
    assertThat(tokens(keystone).find("nonsense")).isEmpty();
    assertThat(tokens(keystone).find("")).isEmpty();
    assertThat(tokens(keystone).find("a\r\nX-Auth-Token: b")).isEmpty();
  }

  @Test
  void aRevokedTokenIsBelievedForAMinuteAtMost() throws Exception {
    projectThere("web");
    String text = other.logIn("admin", "password", Optional.of("web"));
    Tokens tokens = tokens(keystone);
    assertThat(tokens.find(text)).isPresent();
    other.core().tokens().revoke(text, "");
    clock.advance(Duration.ofSeconds(59));
    assertThat(tokens.find(text)).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(tokens.find(text)).isEmpty();
  }

  @Test
  void aTokenIsNeverBelievedBeyondItsEnd() throws Exception {
    String text = other.logIn("admin", "password", Optional.of("admin"));
    Tokens tokens = tokens(keystone);
    clock.advance(TestCore.TOKEN_LIFETIME.minusSeconds(10));
    assertThat(tokens.find(text)).isPresent();
    clock.advance(Duration.ofSeconds(10));
    assertThat(tokens.find(text)).isEmpty();
  }

  @Test
  void ownTokensNeedItNot() throws Exception {
    String text =
        new LogIns(core.database(), core.tokens(), core.logInGuard())
            .logIn(
                new Credentials.ByPassword(new Named.ById(Caller.SYSTEM.accountUuid()), "password"),
                new TokenScope.Unscoped())
            .text();
    try (Keystone nobody =
        new Keystone(URI.create("http://127.0.0.1:1"), SSLContext.getDefault())) {
      assertThat(tokens(nobody).find(text)).isPresent();
      assertThatThrownBy(() -> tokens(nobody).find("nonsense"))
          .isInstanceOf(KeystoneUnavailableException.class)
          .hasMessageContaining("Try again later")
          .hasMessageNotContaining("nonsense");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          500 | ``
          302 | ``
          200 | ``
          200 | <html>
          200 | []
          200 | {"token":[]}
          200 | {"token":{"user":{"id":7,"name":"x"},"expires_at":"2030-01-01T00:00:00Z"}}
          200 | {"token":{"user":{"id":"x","name":"x"},"issued_at":"2010-01-01T00:00:00Z","expires_at":"soon"}}
          """)
  void nonsenseFromItIsNotTheCallersFault(int status, String body) throws Exception {
    HttpServer confused =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger asked = new AtomicInteger();
    confused.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    confused.start();
    URI url = URI.create("http://127.0.0.1:" + confused.getAddress().getPort());
    try (Keystone believed = new Keystone(url, SSLContext.getDefault())) {
      assertThatThrownBy(() -> tokens(believed).find("token"))
          .isInstanceOf(KeystoneUnavailableException.class);
      assertThat(asked).hasValue(1);
    } finally {
      confused.stop(0);
    }
  }
}
