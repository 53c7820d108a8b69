package org.strongroom.storage.ova.descriptor;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of the References section.
 *
 * @param href path relative to the descriptor, as written there
 * @param size bytes, compressed if it is; not every producer tells it
 * @param chunkSize bytes of each of its chunks but the last, if it is split
 */
public record OvfFile(
    String id,
    String href,
    OptionalLong size,
    OptionalLong chunkSize,
    Optional<Compression> compression) {

  /** The name that tells what is in it. */
  String expandedName() {
    return compression.map(how -> how.expandedName(href)).orElse(href);
  }
}
