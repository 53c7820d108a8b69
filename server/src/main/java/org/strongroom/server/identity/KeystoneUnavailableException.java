package org.strongroom.server.identity;

/**
 * The external Keystone does not tell whether a token is valid: 503, for the caller is not wrong.
 */
public final class KeystoneUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeystoneUnavailableException() {
    super(
        "The external identity service does not answer, so the token can not be checked. Try again later.");
  }
}
