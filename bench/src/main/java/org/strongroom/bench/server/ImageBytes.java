package org.strongroom.bench.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends and fetches the bytes of an image with next to no work on the client's side. */
public final class ImageBytes {
  private static final int PIECE = 1 << 20;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final StrongroomServer server;

  public ImageBytes(StrongroomServer server) {
    this.server = server;
  }

  /** Sends a file as the body of a PUT. */
  public void put(String path, Path file) throws IOException {
    try (SocketChannel channel = connect();
        FileChannel bytes = FileChannel.open(file)) {
      write(channel, "PUT", path, "Content-Length: " + bytes.size() + "\r\n");
      for (long sent = 0; sent < bytes.size(); ) {
        sent += bytes.transferTo(sent, bytes.size() - sent, channel);
      }
      head(channel, ByteBuffer.allocate(65_536));
    }
  }

  /** Fetches an image into a new file. */
  public void get(String path, Path file) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    try (SocketChannel channel = connect();
        FileChannel bytes =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      write(channel, "GET", path, "");
      Matcher length = LENGTH.matcher(head(channel, piece));
      if (!length.find()) {
        throw new IOException("the answer tells no length");
      }
      long left = Long.parseLong(length.group(1));
      while (true) {
        left -= piece.remaining();
        while (piece.hasRemaining()) {
          bytes.write(piece);
        }
        if (left <= 0) {
          return;
        }
        piece.clear();
        read(channel, piece);
        piece.flip();
      }
    }
  }

  private SocketChannel connect() throws IOException {
    URI url = server.url();
    return SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
  }

  private void write(SocketChannel channel, String method, String path, String headers)
      throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: bench\r\nAuthorization: %s\r\n%s\r\n"
            .formatted(method, path, server.api().authorization(), headers);
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Reads status and headers; what comes behind them is left in the buffer. */
  private static String head(SocketChannel channel, ByteBuffer buffer) throws IOException {
    buffer.clear();
    while (true) {
      read(channel, buffer);
      String text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate().flip()).toString();
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        if (text.charAt(9) != '2') {
          throw new IOException(text);
        }
        buffer.flip().position(end + 4);
        return text.substring(0, end + 2);
      }
    }
  }

  private static void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
    if (channel.read(buffer) < 0) {
      throw new EOFException("the server closed the connection");
    }
  }
}
