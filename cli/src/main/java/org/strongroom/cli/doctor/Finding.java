package org.strongroom.cli.doctor;

/**
 * What a check found.
 *
 * @param check what was looked at
 * @param found what is so
 * @param advice what to do; empty if nothing is to be done
 */
public record Finding(String check, State state, String found, String advice) {
  /** How it is. */
  public enum State {
    OK,
    /** Will be a problem, or may be one. */
    WARNING,
    PROBLEM,
    /** Could not be looked at. */
    SKIPPED
  }

  static Finding ok(String check, String found) {
    return new Finding(check, State.OK, found, "");
  }

  static Finding warning(String check, String found, String advice) {
    return new Finding(check, State.WARNING, found, advice);
  }

  static Finding problem(String check, String found, String advice) {
    return new Finding(check, State.PROBLEM, found, advice);
  }

  static Finding skipped(String check, String why) {
    return new Finding(check, State.SKIPPED, why, "");
  }
}
