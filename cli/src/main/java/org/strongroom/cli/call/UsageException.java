package org.strongroom.cli.call;

/** What was typed can not be taken; the message says why, and nothing was sent. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
