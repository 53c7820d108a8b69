package org.strongroom.server.login;

import java.util.Optional;

/**
 * Whom somebody claims to be.
 *
 * @param name as it was sent; anything
 * @param uuid the account's, if there is one of that name
 */
public record Claim(String name, Optional<String> uuid) {
  private static final int LONGEST_SHOWN = 64;

  /** What budgets are kept for: unknown accounts have theirs, too, so that nothing shows. */
  String key() {
    return uuid.orElse(name);
  }

  /** The name without what could forge a line of the log, and not too long. */
  String shownName() {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .limit(LONGEST_SHOWN)
        .map(c -> Character.isLetterOrDigit(c) || " ._@+-".indexOf(c) >= 0 ? c : '?')
        .forEach(shown::appendCodePoint);
    return name.codePointCount(0, name.length()) > LONGEST_SHOWN ? shown + "…" : shown.toString();
  }
}
