package org.strongroom.storage.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An FTP server that announces a file of 2000 bytes, sends as many as it was told and then says
 * what it was told. Its PASV answers name another machine.
 */
final class FakeFtpServer implements AutoCloseable {
  private static final String HANG_UP = "hang up";

  private final ServerSocket control = listen();
  private final ServerSocket data = listen();
  private final int bytes;
  private final String end;

  FakeFtpServer(int bytes, String end) throws IOException {
    this.bytes = bytes;
    this.end = end;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return control.getLocalPort();
  }

  private void serve() {
    try (Socket connection = control.accept();
        var reader =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
      if (bytes < 1000 && end.equals(HANG_UP)) {
        return;
      }
      OutputStream out = connection.getOutputStream();
      say(out, "220 Hello");
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        say(out, answer(line.split(" ")[0]));
        if (line.startsWith("RETR")) {
          try (Socket transfer = data.accept()) {
            transfer.getOutputStream().write(new byte[bytes]);
          }
          if (end.equals(HANG_UP)) {
            return;
          }
          say(out, end);
        }
      }
    } catch (IOException e) {
      // The client has gone, or the test is over.
    }
  }

  private String answer(String command) {
    int port = data.getLocalPort();
    return switch (command) {
      case "USER" -> "331 Who";
      case "PASS" -> "230 Welcome";
      case "TYPE" -> "200 Fine";
      case "SIZE" -> "213 2000";
      case "PASV" -> "227 Entering (10,9,8,7,%d,%d)".formatted(port >> 8, port & 255);
      case "RETR" -> "150 Here it comes";
      default -> "502 Unknown";
    };
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Override
  public void close() throws IOException {
    control.close();
    data.close();
  }
}
