package org.strongroom.storage.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that does exactly what a test says, however wrong, on a loopback address. */
final class ScriptedHttpServer implements AutoCloseable {
  /** Answers one request; the connection is closed after it. */
  interface Script {
    void answer(String request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final CountDownLatch closed = new CountDownLatch(1);
  final List<String> requests = new CopyOnWriteArrayList<>();

  ScriptedHttpServer(ServerSocket socket, Script script) {
    this.socket = socket;
    Thread.ofVirtual().start(() -> accept(script));
  }

  static ScriptedHttpServer start(Script script) throws IOException {
    return new ScriptedHttpServer(
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  /** Answers each request in turn with one of these; the last one again and again. */
  static ScriptedHttpServer answering(byte[]... answers) throws IOException {
    var next = new java.util.concurrent.atomic.AtomicInteger();
    return start(
        (request, out) -> out.write(answers[Math.min(next.getAndIncrement(), answers.length - 1)]));
  }

  /** Head and body of an answer. */
  static byte[] answer(String head, byte[] body) {
    byte[] lines = (head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = java.util.Arrays.copyOf(lines, lines.length + body.length);
    System.arraycopy(body, 0, whole, lines.length, body.length);
    return whole;
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Waits until the server is closed: silence. */
  void silence() throws InterruptedException {
    closed.await();
  }

  private void accept(Script script) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection, script));
      } catch (IOException e) {
        // Closed, or a broken hand-shake.
      }
    }
  }

  private void serve(Socket connection, Script script) {
    try (connection) {
      var reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      var request = new StringBuilder();
      for (String line = reader.readLine(); line != null && !line.isEmpty(); ) {
        request.append(line).append('\n');
        line = reader.readLine();
      }
      requests.add(request.toString());
      script.answer(request.toString(), connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException | InterruptedException e) {
      // The client has gone.
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
