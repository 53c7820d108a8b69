package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.Programs;

/** A certificate and its key, as PEM files, turn plain HTTP into HTTPS. */
class TlsTest {
  @TempDir Path directory;

  private Map<String, String> pem(String name, String... algorithm) {
    Path certificate = directory.resolve(name + ".crt");
    Path key = directory.resolve(name + ".key");
    Programs.run(
        java.util.stream.Stream.of(
                new String[] {"openssl", "req", "-x509", "-nodes", "-days", "2"},
                new String[] {"-subj", "/CN=strongroom", "-addext", "subjectAltName=IP:127.0.0.1"},
                algorithm,
                new String[] {"-keyout", key.toString(), "-out", certificate.toString()})
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
    return Map.of(
        "STRONGROOM_TLS_CERTIFICATE", certificate.toString(), "STRONGROOM_TLS_KEY", key.toString());
  }

  private static HttpClient trusting(Path certificate)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec"})
  void callsGoOverHttpsAlone(String algorithm) throws Exception {
    Map<String, String> pem =
        algorithm.equals("ec")
            ? pem("server", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
            : pem("server", "-newkey", algorithm);
    try (ServerProcess server = ServerProcess.afterTheFirst(directory, pem);
        HttpClient http = trusting(directory.resolve("server.crt"))) {
      assertThat(server.url().getScheme()).isEqualTo("https");
      HttpResponse<String> health = get(http, server.url() + "/healthz");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000");
      assertThat(createZone(http, server)).startsWith(server.url() + "/zstack/v1/api-jobs/");

      assertThatThrownBy(() -> shakeHandsAgain(http, server.url())).isInstanceOf(IOException.class);

      URI plain = URI.create("http://127.0.0.1:" + server.url().getPort() + "/healthz");
      assertThatThrownBy(() -> get(http, plain.toString())).isInstanceOf(IOException.class);
      assertThat(Files.readString(server.log())).doesNotContain(" WARN ", " ERROR ");
    }
  }

  @Test
  void aCertificateRenewedOnTheDiskIsTakenUpAndAHalfWrittenOneIsNot() throws Exception {
    Map<String, String> pem = pem("server", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    Path certificate = directory.resolve("server.crt");
    Path key = directory.resolve("server.key");
    try (ServerProcess server = ServerProcess.afterTheFirst(directory, pem)) {
      String health = server.url() + "/healthz";
      String whole = Files.readString(key);

      Files.writeString(key, whole.substring(0, whole.length() / 2));

      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> Files.readString(server.log()).contains("certificate from before is used on"));
      assertThat(status(certificate, health)).isEqualTo(200);

      pem("server", "-newkey", "rsa:2048");

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> status(certificate, health) == 200);
      assertThat(Files.readString(server.log())).contains("was renewed and is used from now on");
    }
  }

  /** Of a private authority: its Keystone vouches for users, and its images are fetched. */
  @Test
  void whatIsTrustedIsTrustedWhereverTheServerSpeaksHttps(@TempDir Path elsewhere)
      throws Exception {
    Map<String, String> pem = pem("server", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    Path certificate = directory.resolve("server.crt");
    try (ServerProcess authority = new ServerProcess(directory, pem);
        HttpClient http = trusting(certificate);
        ServerProcess believing =
            new ServerProcess(
                elsewhere,
                Map.of(
                    "STRONGROOM_KEYSTONE_URL", authority.url().toString(),
                    "STRONGROOM_TLS_TRUSTED_CERTIFICATES", certificate.toString()))) {
      String token = token(http, authority);
      HttpResponse<String> known =
          http.send(
              HttpRequest.newBuilder(URI.create(believing.url() + "/v3/auth/tokens"))
                  .headers("X-Auth-Token", token, "X-Subject-Token", token)
                  .build(),
              BodyHandlers.ofString());
      assertThat(known.statusCode()).describedAs(known.body()).isEqualTo(200);

      ZStackClient admin = ZStackClient.admin(believing);
      Path root = Files.createDirectory(elsewhere.resolve("storage"));
      String storage =
          TestBed.uuid(
              admin.post(
                  "/backup-storage/filesystem", Map.of("name", "local", "url", root.toString())));
      String image =
          TestBed.uuid(
              admin.post(
                  "/images",
                  Map.of(
                      "name",
                      "icon",
                      "url",
                      authority.url() + "/docs/favicon-32x32.png",
                      "format",
                      "raw",
                      "backupStorageUuids",
                      List.of(storage))));
      assertThat(admin.show("/images", image).get("status").asString()).isEqualTo("Ready");
    }
  }

  /** Asks for a handshake within TLS 1.2, and then for a page. */
  private static void shakeHandsAgain(HttpClient trusting, URI server) throws IOException {
    try (SSLSocket line =
        (SSLSocket)
            trusting.sslContext().getSocketFactory().createSocket("127.0.0.1", server.getPort())) {
      line.setSoTimeout(30_000);
      line.setEnabledProtocols(new String[] {"TLSv1.2"});
      line.startHandshake();
      line.startHandshake();
      line.getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      if (line.getInputStream().read() < 0) {
        throw new EOFException("the server ended the connection");
      }
    }
  }

  private static String token(HttpClient http, ServerProcess server) throws Exception {
    String body =
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user":
          {"name": "admin", "domain": {"id": "default"}, "password": "%s"}}}}}
        """
            .formatted(ServerProcess.PASSWORD);
    HttpResponse<String> issued =
        http.send(
            HttpRequest.newBuilder(URI.create(server.url() + "/v3/auth/tokens"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(issued.statusCode()).describedAs(issued.body()).isEqualTo(201);
    return issued.headers().firstValue("X-Subject-Token").orElseThrow();
  }

  /** What a client gets that trusts this certificate alone. */
  private static int status(Path certificate, String url) throws Exception {
    try (HttpClient http = trusting(certificate)) {
      return get(http, url).statusCode();
    }
  }

  /** The location of the job. */
  private static String createZone(HttpClient http, ServerProcess server) throws Exception {
    String v1 = server.url() + "/zstack/v1";
    HttpResponse<String> login =
        http.send(
            HttpRequest.newBuilder(URI.create(v1 + "/accounts/login"))
                .PUT(
                    BodyPublishers.ofString(
                        ZStackClient.json(
                            "logInByAccount",
                            Map.of(
                                "accountName",
                                "admin",
                                "password",
                                ZStackClient.sha512(ServerProcess.PASSWORD)))))
                .build(),
            BodyHandlers.ofString());
    String session =
        new ZStackClient.Answer(200, login.body(), login).json().at("/inventory/uuid").asString();
    HttpResponse<String> accepted =
        http.send(
            HttpRequest.newBuilder(URI.create(v1 + "/zones"))
                .header("Authorization", "OAuth " + session)
                .POST(BodyPublishers.ofString(ZStackClient.json("params", Map.of("name", "zone1"))))
                .build(),
            BodyHandlers.ofString());
    return new ZStackClient.Answer(202, accepted.body(), accepted)
        .json()
        .get("location")
        .asString();
  }

  private static HttpResponse<String> get(HttpClient http, String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Test
  void aKeyOfAnotherCertificateStopsTheStart() {
    Map<String, String> one = pem("one", "-newkey", "rsa:2048");
    Map<String, String> other = pem("other", "-newkey", "rsa:2048");
    Map<String, String> mixed =
        Map.of(
            "STRONGROOM_TLS_CERTIFICATE", one.get("STRONGROOM_TLS_CERTIFICATE"),
            "STRONGROOM_TLS_KEY", other.get("STRONGROOM_TLS_KEY"));

    assertThatThrownBy(() -> new ServerProcess(directory, mixed))
        .message()
        .startsWith("the server ended with 2: ")
        .contains("one.crt", "other.key");
  }

  @Test
  void aCertificateThatIsNotThereStopsTheStart() {
    Map<String, String> missing =
        Map.of("STRONGROOM_TLS_CERTIFICATE", "no.crt", "STRONGROOM_TLS_KEY", "no.key");

    assertThatThrownBy(() -> new ServerProcess(directory, missing))
        .message()
        .startsWith("the server ended with 2: ")
        .contains("no.crt");
  }
}
