package org.strongroom.server.face;

/** A request that is not even a call: 400 and a line of text. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRequestException(String message) {
    super(message);
  }
}
