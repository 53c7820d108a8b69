package org.strongroom.server.job;

/** The job was taken up elsewhere, or may have been; this run of it must not touch anything. */
public final class LostLeaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostLeaseException(String jobUuid) {
    super("job " + jobUuid + " is no longer this run's: it goes on elsewhere");
  }
}
