package org.strongroom.storage.driver.swift;

import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCalls;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a store tells of its limits at {@code /info}; what Swift has by default where it tells
 * nothing.
 *
 * @param largeObjects whether there are static large objects; empty if it is not told
 * @param mostSegments of a manifest
 * @param page entries of a list that may be asked for at once
 * @param longestName bytes of an object's name
 * @param told whether the limits are the store's own
 */
record SwiftInfo(
    Optional<Boolean> largeObjects,
    int mostSegments,
    long smallestSegment,
    long largestObject,
    int page,
    int longestName,
    boolean told) {
  static final SwiftInfo UNTOLD =
      new SwiftInfo(Optional.empty(), 1000, 1 << 20, 5L << 30, 1000, 1024, false);

  /** Reads it; one that cannot be read is none. */
  static SwiftInfo read(SwiftCalls calls) {
    try {
      SwiftAnswer answer = calls.beside("/info");
      return answer.status() == 200 ? parsed(AuthHttp.JSON.readTree(answer.body())) : UNTOLD;
    } catch (StorageException | JacksonException e) {
      return UNTOLD; // it may be hidden: nothing depends on it but how well limits fit
    }
  }

  private static SwiftInfo parsed(JsonNode info) {
    JsonNode slo = info.path("slo");
    JsonNode swift = info.path("swift");
    if (!swift.isObject()) {
      return UNTOLD;
    }
    return new SwiftInfo(
        Optional.of(slo.isObject()),
        (int) number(slo, "max_manifest_segments", UNTOLD.mostSegments(), 2, 100_000),
        number(slo, "min_segment_size", 1, 1, 1 << 30),
        number(swift, "max_file_size", UNTOLD.largestObject(), 1 << 20, Long.MAX_VALUE),
        (int) number(swift, "container_listing_limit", UNTOLD.page(), 1, 1000),
        (int) number(swift, "max_object_name_length", UNTOLD.longestName(), 64, 4096),
        true);
  }

  private static long number(JsonNode node, String name, long otherwise, long least, long most) {
    JsonNode value = node.path(name);
    return value.isIntegralNumber() ? Math.clamp(value.asLong(), least, most) : otherwise;
  }
}
