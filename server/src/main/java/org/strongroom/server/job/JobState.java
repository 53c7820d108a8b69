package org.strongroom.server.job;

/** Where a job is in its life, in the words of existing clients. */
public enum JobState {
  RUNNING("Running"),
  /** Taking back what it did: after a failure, a cancel or its deadline. */
  CANCELING("Canceling"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed"),
  CANCELED("Canceled");

  private final String text;

  JobState(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public static JobState of(String text) {
    for (JobState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a job: " + text);
  }
}
