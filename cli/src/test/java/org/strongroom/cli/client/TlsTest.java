package org.strongroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.Workplace;

class TlsTest {
  private static final char[] STORE_PASSWORD = "changeit".toCharArray();
  @TempDir Path home;

  @Test
  void aCertificateOfOnesOwnIsTrustedWhenItIsNamed() throws Exception {
    Path store = home.resolve("store.p12");
    Path certificate = home.resolve("ca.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "s",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "s",
        "-file",
        certificate.toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(context(store)));

    try (WireServer server = new WireServer(https)) {
      Workplace workplace = new Workplace(home, "https://127.0.0.1:" + server.port());
      Workplace.Outcome strange = workplace.run("GetVersion");
      assertThat(strange.code()).isEqualTo(8);
      assertThat(strange.err()).contains("signed by nobody who is trusted here", "--ca-cert");
      assertThat(new Workplace(home, "http://127.0.0.1:" + server.port()).run("GetVersion").err())
          .contains("does not speak plain HTTP", "https://");
      assertThat(server.received()).isEmpty();

      assertThat(workplace.run("GetVersion", "--ca-cert", certificate.toString()).code()).isZero();
      assertThat(
              workplace.with("STRONGROOM_CA_CERT", certificate.toString()).run("GetVersion").code())
          .isZero();
      assertThat(server.received()).hasSize(2);
    }
  }

  @Test
  void aServerWithoutTlsIsToldApartFromOneThatIsNotThere() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(plain));
      assertThat(
              new Workplace(home, "https://127.0.0.1:" + plain.getLocalPort())
                  .run("GetVersion")
                  .err())
          .contains("does not speak TLS", "http://");
    }
    assertThat(new Workplace(home, "http://nowhere.invalid").run("GetVersion").err())
        .contains("no host of that name is known");
  }

  /** As HTTP servers answer what is no HTTP. */
  private static void refuse(ServerSocket plain) {
    try (Socket socket = plain.accept()) {
      socket.getInputStream().read(new byte[1024]);
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor()).isZero();
  }
}
