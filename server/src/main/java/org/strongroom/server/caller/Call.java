package org.strongroom.server.caller;

import java.util.Optional;

/**
 * One call: who makes it, and the ids under which logs, events and audit know it.
 *
 * @param jobUuid the job that answers it, also for calls that are done at once
 * @param requestId the HTTP request that brought it
 * @param source the address that it came from; empty if the server makes it by itself
 * @param sessionDigest the digest of the session that it came with, if it was one
 */
public record Call(
    Caller caller,
    String jobUuid,
    String requestId,
    String source,
    Optional<String> sessionDigest) {

  /** A call without a session of its own, which came from no address. */
  public Call(Caller caller, String jobUuid, String requestId) {
    this(caller, jobUuid, requestId, "", Optional.empty());
  }

  /** A call that the server makes by itself. */
  public static Call bySystem(String why) {
    return new Call(Caller.SYSTEM, Uuid.random(), why);
  }

  /** Whether the server makes it by itself. */
  public boolean isBySystem() {
    return caller.equals(Caller.SYSTEM) && source.isEmpty();
  }
}
