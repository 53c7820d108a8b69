package org.strongroom.server.caller;

/**
 * One call: who makes it, and the ids under which logs, events and audit know it.
 *
 * @param jobUuid the job that answers it, also for calls that are done at once
 * @param requestId the HTTP request that brought it
 */
public record Call(Caller caller, String jobUuid, String requestId) {

  /** A call that the server makes by itself. */
  public static Call bySystem(String why) {
    return new Call(Caller.SYSTEM, Uuid.random(), why);
  }
}
