package org.strongroom.server.identity;

import java.util.Optional;

/** Tokens that another identity service gives out. */
@FunctionalInterface
public interface ForeignTokens {
  /** For a server that believes nobody else. */
  ForeignTokens NONE = text -> Optional.empty();

  /**
   * What a token means, if that service holds it valid.
   *
   * @throws KeystoneUnavailableException if the service does not tell
   */
  Optional<Token> find(String text);
}
