package org.strongroom.storage.driver.s3;

import java.util.Optional;
import java.util.stream.Stream;

/** Finds in a failure what it came from. */
final class Causes {
  private static final int DEPTH = 20;

  private Causes() {}

  /** The outermost failure of the type. */
  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause)
        .limit(DEPTH)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
