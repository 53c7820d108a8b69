package org.strongroom.server.job;

/** A call came with the job uuid of an earlier one; nothing happens a second time. */
public final class DuplicateJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DuplicateJobException(String jobUuid) {
    super(
        "a call with the job uuid "
            + jobUuid
            + " was already made; poll its result, or use a new uuid");
  }
}
