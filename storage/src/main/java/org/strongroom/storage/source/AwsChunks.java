package org.strongroom.storage.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.stream.BlockStream;

/**
 * What was put into the chunks of {@code aws-chunked}: uploads to object stores are signed chunk by
 * chunk, and some stores keep them as they came.
 */
final class AwsChunks extends BlockStream {
  private static final Pattern HEAD = Pattern.compile("([0-9a-fA-F]{1,15})(;[!-~]*)?");
  private static final int LONGEST_LINE = 1024;

  private final InputStream in;
  private long left;
  private boolean first = true;
  private boolean ended;

  /**
   * @param in buffered
   */
  AwsChunks(InputStream in) {
    this.in = in;
  }

  /** Whether a body begins with the head of a chunk. */
  static boolean begin(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n");
    return end > 0 && HEAD.matcher(text.substring(0, end)).matches();
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (left == 0 && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(count, left));
    if (read < 0) {
      throw cutOff();
    }
    left -= read;
    return read;
  }

  private void next() throws IOException {
    if (!first && !line().isEmpty()) {
      throw damaged();
    }
    first = false;
    Matcher head = HEAD.matcher(line());
    if (!head.matches()) {
      throw damaged();
    }
    left = Long.parseLong(head.group(1), 16);
    ended = left == 0; // checksums and signatures may follow
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    while (line.length() <= LONGEST_LINE) {
      int octet = in.read();
      if (octet < 0) {
        throw cutOff();
      }
      if (octet == '\n') {
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
      }
      line.append((char) octet);
    }
    throw damaged();
  }

  private static IOException cutOff() {
    return new EOFException("the aws-chunked body is cut off");
  }

  private static IOException damaged() {
    return new IOException("the aws-chunked body is damaged: no chunk begins where one has to");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
