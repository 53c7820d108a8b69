package org.strongroom.server.identity;

/**
 * Credentials or a token that do not count. It tells nothing else: an unknown user, a wrong
 * password and a project without a role look the same.
 */
public final class UnauthorizedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnauthorizedException() {
    super("The request you have made requires authentication.");
  }
}
