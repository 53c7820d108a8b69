package org.strongroom.storage.driver.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Optional;
import org.strongroom.storage.driver.s3.bucket.PartSum;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A part of an upload that has arrived.
 *
 * @param number among the parts
 * @param size bytes
 * @param sum of what was sent
 * @param etag what the store named it
 */
record KeptPart(int number, long size, PartSum sum, String etag) {
  private static final int FIELDS = 4;

  /** One word, which {@link #parse} understands. */
  String text() {
    return "%d:%d:%s:%s".formatted(number, size, sum.text(), URLEncoder.encode(etag, UTF_8));
  }

  /** As the call that makes the object names it. */
  CompletedPart completed() {
    CompletedPart.Builder part = CompletedPart.builder().partNumber(number).eTag(etag);
    sum.on(part);
    return part.build();
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
      String etag = URLDecoder.decode(fields[3], UTF_8);
      return PartSum.parse(fields[2])
          .map(sum ->
              new KeptPart(Integer.parseInt(fields[0]), Long.parseLong(fields[1]), sum, etag));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
