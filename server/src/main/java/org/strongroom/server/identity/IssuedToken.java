package org.strongroom.server.identity;

/**
 * A token that was just given out.
 *
 * @param text the secret that its bearer shows; it is kept nowhere
 */
public record IssuedToken(String text, Token token) {
  /** Without the text. */
  @Override
  public String toString() {
    return "IssuedToken[" + token + "]";
  }
}
