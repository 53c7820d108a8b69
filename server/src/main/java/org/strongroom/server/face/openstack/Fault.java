package org.strongroom.server.face.openstack;

import java.util.OptionalInt;
import org.strongroom.api.ShortText;

/** Ends a request with a status and a sentence for its reader. */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int NO_RETRY = -1;

  private final int status;
  private final int retryAfter;

  public Fault(int status, String message) {
    this(status, message, NO_RETRY);
  }

  private Fault(int status, String message, int retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** What was sent can not be taken. */
  public static Fault badRequest(String message) {
    return new Fault(400, message);
  }

  /** Nothing, of this project at least, has the id. */
  public static Fault notFound(String noun, String id) {
    String shown = ShortText.of(id, 80);
    return new Fault(404, "%s %s could not be found.".formatted(noun, shown));
  }

  /** Not now; it may work after so many seconds. */
  public static Fault retryLater(String message, long seconds) {
    return new Fault(503, message, (int) seconds);
  }

  /** Too much is asked for. */
  static Fault overLimit(String message, int retryAfterSeconds) {
    return new Fault(413, message, retryAfterSeconds);
  }

  public int status() {
    return status;
  }

  /** Seconds after which it may work; empty if time does not help. */
  OptionalInt retryAfter() {
    return retryAfter == NO_RETRY ? OptionalInt.empty() : OptionalInt.of(retryAfter);
  }

  /** The sentence for the reader. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** What the body of the answer calls it. */
  String key() {
    return switch (status) {
      case 400 -> "badRequest";
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "itemNotFound";
      case 405 -> "badMethod";
      case 409 -> "conflictingRequest";
      case 413 -> "overLimit";
      case 415 -> "badMediaType";
      case 501 -> "notImplemented";
      case 503 -> "serviceUnavailable";
      default -> "computeFault";
    };
  }
}
