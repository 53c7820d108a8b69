package org.strongroom.server.identity;

import java.util.Optional;

/** How a log-in names a domain; there is only one, Default. */
public record DomainRef(Optional<String> id, Optional<String> name) {
  public static final String DEFAULT_ID = "default";
  public static final String DEFAULT_NAME = "Default";

  boolean isDefault() {
    return id.or(() -> name).filter(DEFAULT_ID::equalsIgnoreCase).isPresent();
  }
}
