package org.strongroom.server.face.identity;

import org.strongroom.api.ShortText;

/** A request that is answered with an error; the message says which part is wrong. */
final class IdentityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private IdentityException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  static IdentityException badRequest(String message) {
    return new IdentityException(400, message);
  }

  /** A credential of a kind that is not known here. */
  static IdentityException unsupportedMethod() {
    return new IdentityException(
        401, "Attempted to authenticate with an unsupported method; there are password and token.");
  }

  static IdentityException forbidden(String operation) {
    return new IdentityException(
        403, "You are not authorized to perform the requested action: " + operation + ".");
  }

  /** The thing is named, cut if it is long. */
  static IdentityException notFound(String noun, String name) {
    String shown = ShortText.of(name, 80);
    return new IdentityException(404, "Could not find %s: %s.".formatted(noun, shown));
  }
}
