package org.strongroom.server.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS before a mail server that speaks none, from the first byte on or by STARTTLS. */
final class TlsMailServer implements AutoCloseable {
  private final SSLContext tls;
  private final boolean starts;
  private final int behind;
  private final ServerSocket listener;
  private final StringBuffer clear = new StringBuffer();

  /**
   * Listens.
   *
   * @param starts whether TLS begins by STARTTLS
   * @param behind port of the mail server
   */
  TlsMailServer(SSLContext tls, boolean starts, int behind) throws IOException {
    this.tls = tls;
    this.starts = starts;
    this.behind = behind;
    this.listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What clients said before TLS. */
  String inTheClear() {
    return clear.toString();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (starts) {
        untilStartTls(client);
      }
      SSLSocket secure =
          (SSLSocket)
              tls.getSocketFactory()
                  .createSocket(client, client.getInetAddress().getHostAddress(), 0, true);
      secure.setUseClientMode(false);
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        secure.startHandshake();
        if (starts) {
          while (server.getInputStream().read() != '\n') {
            // its greeting was ours
          }
        }
        Thread.ofVirtual().start(() -> pass(secure, server));
        pass(server, secure);
      }
    } catch (IOException e) {
      // the client did not like the certificate
    }
  }

  private void untilStartTls(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    say(client, "220 mail ESMTP");
    String line = in.readLine();
    while (line != null && !line.equalsIgnoreCase("STARTTLS")) {
      clear.append(line).append('\n');
      say(client, line.startsWith("EHLO") ? "250-mail\r\n250 STARTTLS" : "530 STARTTLS first");
      line = in.readLine();
    }
    say(client, "220 go on");
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one of them has gone
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
