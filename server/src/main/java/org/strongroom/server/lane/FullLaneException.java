package org.strongroom.server.lane;

/** A lane has no room for more work of this owner. */
public final class FullLaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FullLaneException(String lane) {
    super("too much waits in lane " + lane);
  }
}
