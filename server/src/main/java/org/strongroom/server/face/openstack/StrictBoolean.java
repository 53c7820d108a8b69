package org.strongroom.server.face.openstack;

import java.util.Locale;
import java.util.Optional;

/** Booleans as texts, of which only the known ones count. */
final class StrictBoolean {
  private StrictBoolean() {}

  /** True or false; empty for any other text. */
  static Optional<Boolean> parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "1", "t", "true", "on", "y", "yes" -> Optional.of(true);
      case "0", "f", "false", "off", "n", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
