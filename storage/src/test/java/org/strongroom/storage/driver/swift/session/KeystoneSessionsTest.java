package org.strongroom.storage.driver.swift.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.swift.SwiftDriver;
import org.strongroom.storage.driver.swift.SwiftPlace;
import org.strongroom.storage.driver.swift.session.SwiftAccess.Interface;
import org.strongroom.testing.HttpGate;
import tools.jackson.databind.JsonNode;

/**
 * Tokens of Keystone: a double of it gives those of the Swift behind it, whose store is the real
 * one.
 */
class KeystoneSessionsTest {
  private static final String TOKENS = "POST /identity/v3/auth/tokens";

  private final SwiftPlace place = new SwiftPlace();
  private final HttpGate keystone = new HttpGate(SwiftPlace.server().endpoint());
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private String catalog =
      """
      [{"type": "compute", "endpoints": [{"interface": "public", "region_id": "one", "url": "http://compute/"}]},
       {"type": "object-store", "endpoints": [
         {"interface": "internal", "region_id": "one", "url": "STORE/"},
         {"interface": "public", "region_id": "one", "url": "http://127.0.0.1:1/v1/AUTH_test"},
         {"interface": "public", "region_id": "two", "url": "STORE"}]}]
      """;

  @BeforeEach
  void answer() {
    keystone.answer(TOKENS, Integer.MAX_VALUE, this::giveToken);
    keystone.answer(
        "GET /identity/", 10, 300, "X", "y", "{\"versions\":{\"values\":[{\"id\":\"v3.14\"}]}}");
  }

  @AfterEach
  void close() throws IOException {
    keystone.close();
    place.close();
  }

  private void giveToken(HttpExchange exchange) throws IOException {
    JsonNode auth = AuthHttp.JSON.readTree(exchange.getRequestBody().readAllBytes()).path("auth");
    asked.add(auth);
    if (auth.toString().contains("wrong")) {
      byte[] refusal =
          "{\"error\":{\"message\":\"The request you have made requires authentication.\"}}"
              .getBytes(UTF_8);
      HttpGate.reply(exchange, 401, refusal);
      return;
    }
    HttpResponse<String> given = ofSwift();
    String store = given.headers().firstValue("X-Storage-Url").orElseThrow();
    exchange
        .getResponseHeaders()
        .set("X-Subject-Token", given.headers().firstValue("X-Auth-Token").orElseThrow());
    String body =
        """
        {"token": {"issued_at": "2026-01-01T00:00:00.000000Z", "expires_at": "2026-01-01T01:00:00.000000Z",
        "catalog": %s}}
        """
            .formatted(catalog.replace("STORE", store));
    HttpGate.reply(exchange, 201, body.getBytes(UTF_8));
  }

  private static HttpResponse<String> ofSwift() throws IOException {
    var server = SwiftPlace.server();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(server.authUrl())
              .header("X-Auth-User", server.owner().accessKey())
              .header("X-Auth-Key", server.owner().secretKey())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private SwiftDriver driver(String path, SwiftLogin login, String region, Interface chosen) {
    return place.driver(
        new SwiftAccess(
            URI.create(keystone.endpoint() + path),
            login,
            Optional.of(region).filter(name -> !name.isEmpty()),
            chosen,
            place.container(),
            "",
            true,
            Optional.empty()));
  }

  private static SwiftLogin login(String user, String password, String project) {
    return new SwiftLogin.Password(
        user, password, Optional.empty(), Optional.of(project), Optional.empty());
  }

  private static void use(SwiftDriver driver) throws IOException {
    driver.connect();
    try (AtomicWrite write = driver.create(StoragePath.of("file"), "a".repeat(32), 3)) {
      write.write("new".getBytes(UTF_8), 0, 3);
      write.commit();
    }
    assertThat(driver.stat(StoragePath.of("file"))).isPresent();
  }

  @Test
  void aPasswordWithNamesFindsTheStoreOfItsRegion() throws IOException {
    use(driver("/identity/v3", login("backup", "secret", "cloud"), "two", Interface.PUBLIC));
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().path("scope").toString())
        .isEqualTo("{\"project\":{\"name\":\"cloud\",\"domain\":{\"id\":\"default\"}}}");
    assertThat(asked.getFirst().path("identity").path("password").path("user").toString())
        .isEqualTo("{\"name\":\"backup\",\"domain\":{\"id\":\"default\"},\"password\":\"secret\"}");
  }

  @Test
  void aTokenThatEndsUnderWayIsRenewedThere() throws IOException {
    SwiftDriver driver =
        driver("/identity/v3/", login("backup", "secret", "cloud"), "", Interface.INTERNAL);
    use(driver);
    SwiftPlace.server().expireTokens();
    use(driver);
    assertThat(asked).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void idsAndDomainsAreTold() throws IOException {
    String id = "0123456789abcdef".repeat(2);
    var login =
        new SwiftLogin.Password(
            id, "secret", Optional.of("people"), Optional.of("cloud"), Optional.of("projects"));
    use(driver("/identity", login, "", Interface.INTERNAL));
    assertThat(asked.getFirst().path("scope").toString())
        .isEqualTo("{\"project\":{\"name\":\"cloud\",\"domain\":{\"name\":\"projects\"}}}");
    assertThat(asked.getFirst().path("identity").path("password").path("user").toString())
        .isEqualTo("{\"id\":\"" + id + "\",\"password\":\"secret\"}");
  }

  @Test
  void anApplicationCredentialNeedsNoProject() throws IOException {
    use(
        driver(
            "/identity/v3",
            new SwiftLogin.ApplicationCredential("id1", "secret"),
            "one",
            Interface.INTERNAL));
    assertThat(asked.getFirst().toString())
        .isEqualTo(
            "{\"identity\":{\"methods\":[\"application_credential\"],\"application_credential\":{\"id\":\"id1\",\"secret\":\"secret\"}}}");
  }

  @Test
  void saysWhatIsWrong() {
    SwiftLogin good = login("backup", "secret", "cloud");
    assertFails(
            Reason.CREDENTIALS_REJECTED,
            driver("/identity/v3", login("backup", "wrong", "cloud"), "", Interface.INTERNAL)
                ::connect)
        .hasMessageContaining("requires authentication")
        .hasMessageNotContaining("secret");
    assertFails(Reason.FAILED, driver("/identity/v3", good, "three", Interface.PUBLIC)::connect)
        .hasMessageContaining("'three'")
        .hasMessageContaining("[one, two]");
    assertFails(Reason.FAILED, driver("/identity/v3", good, "", Interface.PUBLIC)::connect)
        .hasMessageContaining("name the one that is meant");
    assertFails(Reason.FAILED, driver("/identity/v3", good, "", Interface.ADMIN)::connect)
        .hasMessageContaining("admin");
    catalog = "[]";
    assertFails(Reason.FAILED, driver("/identity/v3", good, "", Interface.PUBLIC)::connect)
        .hasMessageContaining("name the project");
    keystone.answer("GET /elsewhere/", 1, 200, "X", "y", "{}");
    assertFails(Reason.FAILED, driver("/elsewhere", good, "", Interface.PUBLIC)::connect)
        .hasMessageContaining("neither a Keystone");
  }

  @Test
  void noPasswordGoesWhereAKeystoneSendsItsCallers() {
    try (var elsewhere = new HttpGate(keystone.endpoint())) {
      keystone.answer(
          "POST /moved/v3/auth/tokens", 1, 307, "Location", elsewhere.endpoint() + "/v3", "");
      assertFails(
              Reason.FAILED,
              driver("/moved/v3", login("backup", "secret", "cloud"), "", Interface.PUBLIC)
                  ::connect)
          .hasMessageContaining("sends callers elsewhere");
      assertThat(elsewhere.asked()).isEmpty();
    }
  }
}
