package org.strongroom.storage.driver.swift;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;

/**
 * An object as HEAD tells it.
 *
 * @param etag without quotes; names its content
 * @param large whether it is a static large object, which is made of others
 * @param directory whether somebody's tool made it to stand for a directory
 */
record ObjectFacts(
    String name, long size, String etag, Instant modified, boolean large, boolean directory) {

  static ObjectFacts of(String label, String name, SwiftAnswer answer) throws StorageException {
    long size = answer.number("Content-Length");
    String etag = answer.etag().orElse("");
    if (size < 0 || etag.isEmpty()) {
      throw new StorageException(
          Reason.FAILED, "%s tells neither size nor ETag of '%s'".formatted(label, name));
    }
    boolean directory =
        size == 0 && answer.header("Content-Type").orElse("").startsWith("application/directory");
    return new ObjectFacts(
        name, size, etag, modified(answer), answer.isStaticLargeObject(), directory);
  }

  private static Instant modified(SwiftAnswer answer) {
    try {
      return Instant.from(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("Last-Modified").orElse("")));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
