package org.strongroom.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** How a log-in names a user or a project. */
public sealed interface Named {

  /** Whether this is a text that anything can be called, so that a database takes it. */
  private static boolean usable(String text) {
    return text.length() <= 255
        && text.chars().noneMatch(Character::isISOControl)
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** The uuid that is meant, if it is one. */
  default Optional<String> uuid() {
    return Optional.empty();
  }

  /** The name that is meant, if it is one of the domain Default. */
  default Optional<String> name() {
    return Optional.empty();
  }

  /** By its uuid, with or without dashes. */
  record ById(String id) implements Named {
    @Override
    public Optional<String> uuid() {
      return Optional.of(id.replace("-", "").toLowerCase(Locale.ROOT)).filter(Named::usable);
    }
  }

  /** By its name in a domain. */
  record ByName(String text, DomainRef domain) implements Named {
    @Override
    public Optional<String> name() {
      return Optional.of(text).filter(t -> domain.isDefault()).filter(Named::usable);
    }
  }
}
