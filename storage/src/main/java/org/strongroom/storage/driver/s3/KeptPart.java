package org.strongroom.storage.driver.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * A part of an upload that has arrived.
 *
 * @param number among the parts
 * @param size bytes
 * @param md5 of what was sent, in lower-case hexadecimal
 * @param etag what the store named it
 */
record KeptPart(int number, long size, String md5, String etag) {
  private static final int FIELDS = 4;

  /** One word, which {@link #parse} understands. */
  String text() {
    return "%d:%d:%s:%s".formatted(number, size, md5, URLEncoder.encode(etag, UTF_8));
  }

  /** Empty if the word is something else. */
  static Optional<KeptPart> parse(String text) {
    String[] fields = text.split(":", FIELDS);
    if (fields.length != FIELDS
        || !fields[0].matches("[0-9]{1,9}")
        || !fields[1].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new KeptPart(
              Integer.parseInt(fields[0]),
              Long.parseLong(fields[1]),
              fields[2],
              URLDecoder.decode(fields[3], UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
