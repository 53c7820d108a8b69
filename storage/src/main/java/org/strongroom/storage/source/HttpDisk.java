package org.strongroom.storage.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.source.guard.LeastRate;

/**
 * A file of a web server, read by ranges, in pieces of a few megabytes. A server on which it
 * changes meanwhile is told from one on which it does not by its length and its ETag, weak ones
 * too, or the time of its last change.
 */
public final class HttpDisk implements ByteSource {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
  private static final int PIECE = 4 << 20;

  private final GuardedHttp http;
  private final HttpCall call;
  private final Optional<String> version;
  private final long size;
  private byte[] piece = new byte[0];
  private long pieceAt;

  private HttpDisk(GuardedHttp http, HttpCall call, Optional<String> version, long size) {
    this.http = http;
    this.call = call;
    this.version = version;
    this.size = size;
  }

  /**
   * Asks for the first byte, through redirects, and learns the length.
   *
   * @throws IOException if it can not be had, or not by ranges; the message names the url, masked
   */
  public static HttpDisk open(GuardedHttp http, ImageUrl url) throws IOException {
    HttpImages.Answer answer = new HttpImages(http).get(url, Map.of("Range", "bytes=0-0"), 206);
    try (HttpReply reply = answer.reply()) {
      long size = checked(reply, 0, 0);
      return new HttpDisk(http, answer.call(), version(reply), size);
    }
  }

  /** Without the mark of weak tags: some servers drop it a second after a file was written. */
  private static Optional<String> version(HttpReply reply) {
    return reply
        .header("ETag")
        .map(tag -> tag.replaceFirst("^W/", ""))
        .or(() -> reply.header("Last-Modified"));
  }

  /** The length of the whole. */
  private static long checked(HttpReply reply, long from, long to) throws IOException {
    Matcher range = RANGE.matcher(reply.header("Content-Range").orElse(""));
    if (reply.status() != 206
        || !range.matches()
        || Long.parseLong(range.group(1)) != from
        || Long.parseLong(range.group(2)) != to) {
      throw new IOException(
          "the server answered %d and not with the bytes that were asked for"
              .formatted(reply.status()));
    }
    return Long.parseLong(range.group(3));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    if (position < pieceAt || position >= pieceAt + piece.length) {
      fetch(position);
    }
    int at = (int) (position - pieceAt);
    int some = Math.min(target.remaining(), piece.length - at);
    target.put(piece, at, some);
    return some;
  }

  private void fetch(long position) throws IOException {
    long to = Math.min(position + PIECE, size) - 1;
    Map<String, String> headers = new HashMap<>(call.headers());
    headers.put("Range", "bytes=%d-%d".formatted(position, to));
    var busy = new BusyServer();
    while (true) {
      try (HttpReply reply = http.send(call.with(headers))) {
        if (busy.isOverAfterWait(reply)) {
          continue;
        }
        if (checked(reply, position, to) != size
            || (version.isPresent() && !version.equals(version(reply)))) {
          throw new IOException("the file changed on its server while it was read");
        }
        piece = bytes(reply, (int) (to - position + 1));
        pieceAt = position;
        return;
      }
    }
  }

  /** So many of the body, in bounded time. */
  private byte[] bytes(HttpReply reply, int count) throws IOException {
    Duration most = http.idle().plusSeconds(count / LeastRate.BYTES_PER_SECOND);
    try (var deadline = new CallDeadline(most)) {
      deadline.ends(reply::close);
      byte[] bytes;
      try {
        bytes = reply.body().readNBytes(count);
      } catch (IOException e) {
        throw deadline.explained(e);
      }
      if (bytes.length < count) {
        throw new IOException("the server broke off");
      }
      return bytes;
    }
  }

  @Override
  public void close() {
    piece = new byte[0];
  }
}
