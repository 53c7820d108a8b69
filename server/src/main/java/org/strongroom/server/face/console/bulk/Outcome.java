package org.strongroom.server.face.console.bulk;

/**
 * What became of a row.
 *
 * @param words the reason, unless it is done
 * @param job that did it, if one was begun
 */
public record Outcome(Row row, End end, String words, String job) {
  /** How it ended. */
  public enum End {
    DONE,
    FAILED,
    /** It was begun and goes on by itself; nobody waits for it here. */
    GOES_ON,
    /** Nothing was asked for. */
    NOT_BEGUN
  }
}
