package org.strongroom.e2e.calls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection from an address of its own, on which anything can be sent, also half of it. */
final class RawConnection implements AutoCloseable {
  private final Socket socket = new Socket();

  /**
   * Connects.
   *
   * @param source a loopback address such as {@code 127.0.0.2}
   */
  RawConnection(URI server, String source) throws IOException {
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Sends a request that closes the connection, and reads the whole answer. */
  static String answer(URI server, String source, String method, String path, String body)
      throws IOException {
    return answer(server, source, method, path, body, "Host: strongroom");
  }

  /** As above, with these headers. */
  static String answer(
      URI server, String source, String method, String path, String body, String headers)
      throws IOException {
    try (RawConnection connection = new RawConnection(server, source)) {
      connection.send(
          "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(method, path, headers, body.length(), body));
      return connection.rest();
    }
  }

  /** What the server sends until it closes the connection. */
  String rest() throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The next line that the server sends; empty once it has closed the connection. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** Whether the server has closed the connection; waits a moment for it. */
  boolean isClosed() throws IOException {
    socket.setSoTimeout(50);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
