package org.strongroom.cli.command;

/** What the process ends with: a contract with scripts. */
public final class ExitCode {
  public static final int OK = 0;

  /** The call was made, or tried, and failed. */
  public static final int FAILED = 1;

  /** What was typed can not be taken; nothing was sent. */
  public static final int USAGE = 2;

  /** The user stopped waiting. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
