package org.strongroom.server.lane;

/** Nobody waits for the work any more, or the lane has closed. */
public final class AbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AbandonedException(String lane) {
    super("work in lane " + lane + " was given up");
  }
}
