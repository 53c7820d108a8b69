package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpCall;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** A server of a private authority is believed where its certificate is named. */
class TrustedCertificatesTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  @TempDir Path directory;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    keytool("-genkeypair -keyalg EC -dname CN=test -ext san=ip:127.0.0.1");
    keytool("-exportcert -rfc -file ca.pem");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
  }

  private void keytool(String command) throws Exception {
    var all = new java.util.ArrayList<String>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(List.of(command.split(" ")));
    all.addAll(List.of("-alias", "s", "-keystore", "keys.p12", "-storepass", "changeit"));
    Process process = new ProcessBuilder(all).directory(directory.toFile()).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int status(Optional<Path> trusted) throws IOException {
    var guard = new AddressGuard(List.of(Network.parse("127.0.0.0/8")));
    var uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (var http =
            new GuardedHttp(guard, SourceTimeouts.DEFAULT, TrustedCertificates.context(trusted));
        var reply = http.send(HttpCall.get(uri, Map.of()), ending -> {})) {
      return reply.status();
    }
  }

  @Test
  void aPrivateAuthorityIsBelievedOnlyWhereItIsNamed() throws IOException {
    assertThat(status(Optional.of(directory.resolve("ca.pem")))).isEqualTo(204);
    assertThatThrownBy(() -> status(Optional.empty())).isInstanceOf(IOException.class);
  }

  @Test
  void aStoreIsBelievedByCertificatesOfItsOwn() throws IOException {
    String pem = Files.readString(directory.resolve("ca.pem"));
    try (StorageDriver believed = driver(Optional.of(pem));
        StorageDriver other = driver(Optional.empty())) {
      believed.facts();
      assertThatThrownBy(other::facts)
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.UNREACHABLE));
    }
  }

  private StorageDriver driver(Optional<String> certificates) {
    var access =
        new BucketAccess(
            URI.create("https://127.0.0.1:" + server.getAddress().getPort()),
            BucketAccess.DEFAULT_REGION,
            "bucket",
            new BucketCredential.AccessKey("key", "secret"));
    return TestStores.drivers(more -> TrustedCertificates.context(Optional.empty(), more))
        .make(
            new S3Store(
                new S3Place(access, "", S3Place.ObjectOptions.USUAL),
                certificates,
                OptionalLong.empty()));
  }

  /** Nothing is read of it before somebody speaks https: that is a good part of a start. */
  @Test
  void theTrustOfTheInstallationServesWhoeverAsksForIt() throws Exception {
    SSLContext trust = TrustedCertificates.context(Optional.empty());
    assertThat(trust.createSSLEngine("127.0.0.1", 443).getSupportedProtocols())
        .isEqualTo(SSLContext.getDefault().createSSLEngine().getSupportedProtocols());
    assertThat(trust.getSocketFactory().getDefaultCipherSuites())
        .isEqualTo(SSLContext.getDefault().getSocketFactory().getDefaultCipherSuites());
    assertThat(trust.getServerSocketFactory()).isNotNull();
    assertThat(trust.getDefaultSSLParameters().getProtocols()).isNotEmpty();
    assertThat(trust.getSupportedSSLParameters().getProtocols()).isNotEmpty();
    assertThat(trust.getClientSessionContext()).isNotNull();
    assertThat(trust.getServerSessionContext()).isNotNull();
    try (var client = HttpClient.newBuilder().sslContext(trust).build()) {
      assertThatThrownBy(() ->
              client.send(
                  HttpRequest.newBuilder(
                          URI.create("https://127.0.0.1:" + server.getAddress().getPort()))
                      .build(),
                  HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void aFileWithoutCertificatesStopsTheStart() throws IOException {
    Path nothing = Files.writeString(directory.resolve("nothing.pem"), "");
    for (Path file : List.of(nothing, directory.resolve("missing.pem"), directory)) {
      assertThatThrownBy(() -> TrustedCertificates.context(Optional.of(file)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("tls.trustedCertificates")
          .hasMessageContaining(file.toString());
    }
  }
}
