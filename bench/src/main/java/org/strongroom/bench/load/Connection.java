package org.strongroom.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One kept-alive connection: sends a request, counts the whole answer by its Content-Length. */
final class Connection implements AutoCloseable {
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(4096);
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private final byte[] head = new byte[4096];
  private int headLength;
  private long bodyLeft;
  private long started;

  Connection(InetSocketAddress server) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
  }

  SocketChannel channel() {
    return channel;
  }

  /** When the request was sent, by {@link System#nanoTime()}. */
  long started() {
    return started;
  }

  /** Sends the next request, if there is one. */
  boolean send(RequestStream requests) throws IOException {
    out.clear();
    if (!requests.next(out)) {
      return false;
    }
    out.flip();
    headLength = 0;
    bodyLeft = -1;
    started = System.nanoTime();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    return true;
  }

  /**
   * Takes what has come.
   *
   * @return the status once the answer is complete, else 0
   */
  int receive() throws IOException {
    in.clear();
    int read = channel.read(in);
    if (read < 0) {
      throw new EOFException("the server closed a connection");
    }
    in.flip();
    while (bodyLeft < 0 && in.hasRemaining()) {
      head[headLength++] = in.get();
      if (headLength > 3
          && head[headLength - 1] == '\n'
          && head[headLength - 2] == '\r'
          && head[headLength - 3] == '\n') {
        bodyLeft = contentLength();
      }
    }
    if (bodyLeft < 0) {
      return 0;
    }
    bodyLeft -= in.remaining();
    return bodyLeft == 0 ? (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0' : 0;
  }

  private long contentLength() throws IOException {
    for (int i = 12; i < headLength - LENGTH.length; i++) {
      if (isLengthAt(i)) {
        return number(i + LENGTH.length);
      }
    }
    throw new IOException("no Content-Length: " + lastHead());
  }

  /** Status line and headers of the last answer. */
  String lastHead() {
    return new String(head, 0, headLength, StandardCharsets.US_ASCII);
  }

  private boolean isLengthAt(int start) {
    for (int i = 0; i < LENGTH.length; i++) {
      int c = head[start + i];
      if (c >= 'A' && c <= 'Z') {
        c += 'a' - 'A';
      }
      if (c != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private long number(int from) {
    long number = 0;
    for (int i = from; head[i] != '\r'; i++) {
      if (head[i] != ' ') {
        number = number * 10 + head[i] - '0';
      }
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
