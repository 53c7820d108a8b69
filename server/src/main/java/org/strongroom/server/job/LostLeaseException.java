package org.strongroom.server.job;

/** Another node has taken the job over; this one must not touch it any more. */
final class LostLeaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostLeaseException(String jobUuid) {
    super("job " + jobUuid + " belongs to another node now");
  }
}
