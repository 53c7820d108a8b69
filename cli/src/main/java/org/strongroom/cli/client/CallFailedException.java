package org.strongroom.cli.client;

import java.util.Optional;
import org.strongroom.api.ErrorCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The call failed: at the server, or on the way there. */
public final class CallFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The code of what is found on the way to the server, as existing clients number it: no
   * connection, or an answer that is none of an API.
   */
  public static final String HTTP_ERROR = "sdk.1000";

  private static final String TIMED_OUT = "sdk.1001";
  private static final String INTERNAL = "sdk.1002";
  private static final String INVALID_SESSION = "ID.1001";

  private final transient JsonNode error;
  private final transient Optional<String> requestId;

  /**
   * @param error the object that the server answers under {@code error}
   */
  public CallFailedException(JsonNode error) {
    this(error, Optional.empty());
  }

  /**
   * @param requestId under which the server's log knows the call
   */
  public CallFailedException(JsonNode error, Optional<String> requestId) {
    super(error.path("code").asString("") + ": " + error.path("details").asString(""));
    this.error = error;
    this.requestId = requestId;
  }

  /** The same of another request: a job is known by the call that began it, not by looks at it. */
  CallFailedException ofRequest(Optional<String> began) {
    return began.isPresent() ? new CallFailedException(error, began) : this;
  }

  /** The server could not be reached, or answered what an API does not answer. */
  public static CallFailedException http(String details) {
    return of(HTTP_ERROR, "The HTTP call failed", details);
  }

  /** The session is not valid, as an answer without a body says. */
  public static CallFailedException invalidSession(String details) {
    return of(INVALID_SESSION, "The session is not valid", details);
  }

  static CallFailedException timedOut(String details) {
    return of(TIMED_OUT, "The call took too long", details);
  }

  /** Something that was promised does not hold: a digest, a file. */
  public static CallFailedException here(String details) {
    return of(INTERNAL, "The command failed", details);
  }

  /** What was named is not there, as the server says it of a uuid. */
  public static CallFailedException notFound(String details) {
    return of(ErrorCode.NOT_FOUND.code(), ErrorCode.NOT_FOUND.description(), details);
  }

  private static CallFailedException of(String code, String description, String details) {
    return new CallFailedException(
        JsonMapper.shared()
            .createObjectNode()
            .put("code", code)
            .put("description", description)
            .put("details", details));
  }

  /** Nobody is logged in to this server. */
  public static CallFailedException notLoggedIn(ServerAddress address) {
    return invalidSession("not logged in to " + address.root());
  }

  /** The id under which the server's log, events and audit know the call; empty if it had none. */
  public Optional<String> requestId() {
    return requestId;
  }

  /** Code, description, details and cause. */
  public JsonNode error() {
    return error;
  }

  /** Whether it is no answer of the API, but of what stands before it. */
  boolean isOnTheWay() {
    return error.path("code").asString("").equals(HTTP_ERROR);
  }

  /** Whether the server no longer knows the session, or never did. */
  public boolean isInvalidSession() {
    return error.path("code").asString("").equals(INVALID_SESSION);
  }
}
