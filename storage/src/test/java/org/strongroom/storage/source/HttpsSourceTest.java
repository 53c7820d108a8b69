package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.RefusedAddressException;

/** TLS goes to the checked address and still proves the host name. */
class HttpsSourceTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path directory;
  private HttpsServer server = uninitialized();
  private Sources sources = uninitialized();
  private final List<String> names = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    KeyStore keys = keysFor("image.test");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext(
        "/",
        exchange -> {
          var session =
              (ExtendedSSLSession)
                  ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
          session
              .getRequestedServerNames()
              .forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
          boolean away = exchange.getRequestURI().getPath().equals("/away");
          if (away) {
            exchange.getResponseHeaders().add("Location", "http://image.test/plain");
          }
          exchange.sendResponseHeaders(away ? 302 : 200, 3);
          exchange.getResponseBody().write(new byte[] {1, 2, 3});
          exchange.close();
        });
    server.start();
    sources = new Sources(Sources.loopback(), context(keys));
  }

  @AfterEach
  void stop() throws IOException {
    sources.close();
    server.stop(0);
  }

  @Test
  void theNameIsAskedForAndProved() throws IOException {
    assertThat(sources.read(url("image.test", "/a"))).containsExactly(1, 2, 3);
    assertThat(names).containsExactly("image.test");
  }

  @Test
  void aCertificateOfAnotherNameIsRefused() {
    assertThatThrownBy(() -> sources.read(url("other.test", "/a")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.test");
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() throws IOException {
    try (var plain = Sources.allowingLoopback()) {
      assertThatThrownBy(() -> plain.read(url("image.test", "/a")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no answer from https://image.test");
    }
  }

  @Test
  void aRedirectToPlainHttpIsRefused() {
    assertThatThrownBy(() -> sources.read(url("image.test", "/away")))
        .hasMessageContaining("from https to http");
  }

  @Test
  void aNameThatLeadsToARefusedAddressIsRefused() throws Exception {
    var guard =
        new AddressGuard(
            List.of(), host -> new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")});
    try (var guarded = new Sources(guard, Sources.systemTrust())) {
      assertThatThrownBy(() -> guarded.read(url("image.test", "/a")))
          .isInstanceOf(RefusedAddressException.class)
          .hasMessageContaining("'image.test'")
          .hasMessageContaining("169.254.169.254")
          .hasMessageContaining("image.url.allow");
    }
  }

  private String url(String host, String path) {
    return "https://%s:%d%s".formatted(host, server.getAddress().getPort(), path);
  }

  private KeyStore keysFor(String name) throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, PASSWORD);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    trusted.setCertificateEntry("test", keys.getCertificate("test"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T uninitialized() {
    return null;
  }
}
