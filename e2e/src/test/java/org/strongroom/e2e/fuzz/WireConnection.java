package org.strongroom.e2e.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A client that keeps its connection, and sends requests that no library would. */
final class WireConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final URI server;
  private final String source;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();

  /**
   * A client that is not connected yet.
   *
   * @param source a loopback address such as {@code 127.0.0.2}
   */
  WireConnection(URI server, String source) {
    this.server = server;
    this.source = source;
  }

  /**
   * Sends a request.
   *
   * @return the answer; empty if the server closed the connection instead of answering, which it
   *     may for a request whose end it cannot tell
   * @throws IOException if it did so otherwise
   */
  Optional<WireAnswer> send(WireRequest request) throws IOException {
    if (!request.framed()) {
      return alone(request);
    }
    boolean kept = socket.isConnected() && !socket.isClosed();
    try {
      return Optional.of(exchange(request));
    } catch (IOException e) {
      if (!kept || e instanceof java.net.SocketTimeoutException) {
        throw e;
      }
      close(); // the server closed it since the last answer
      return Optional.of(exchange(request));
    }
  }

  private WireAnswer exchange(WireRequest request) throws IOException {
    if (!socket.isConnected() || socket.isClosed()) {
      connect();
    }
    write(request.bytes());
    WireAnswer answer = read(request.method());
    if (answer.header("connection").equalsIgnoreCase("close")) {
      close();
    }
    return answer;
  }

  private Optional<WireAnswer> alone(WireRequest request) throws IOException {
    close();
    connect();
    try {
      write(request.bytes());
      socket.shutdownOutput();
      return Optional.of(read(request.method()));
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      close();
    }
  }

  /** An answer may come before all is sent; then the server stops reading. */
  private void write(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      if (bytes.length < 65_536) {
        throw e;
      }
    }
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
  }

  private WireAnswer read(String method) throws IOException {
    String status = line();
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int code = Integer.parseInt(status.split(" ", 3)[1]);
    if (code == 100) {
      return read(method);
    }
    byte[] body = new byte[0];
    if (!method.equals("HEAD") && code != 204 && code != 304) {
      body = body(headers);
    }
    return new WireAnswer(code, headers, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
        all.writeBytes(exactly(size));
        line();
      }
      line();
      return all.toByteArray();
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "the answer is cut off after %d of %d bytes".formatted(bytes.length, length));
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed instead of an answer");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
