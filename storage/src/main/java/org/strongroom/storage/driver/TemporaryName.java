package org.strongroom.storage.driver;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that unfinished writes have, {@code .<writeId>.part}. A write id is 32 hex digits, with
 * a dash and a number if the same work is done in several runs, such as a job that another process
 * has taken up: the later run has the higher number.
 */
public final class TemporaryName {
  private static final Pattern WRITE_ID = Pattern.compile("([0-9a-f]{32})(?:-([0-9]{1,9}))?");
  private static final Pattern NAME = Pattern.compile("\\.(" + WRITE_ID + ")\\.part");

  private TemporaryName() {}

  /**
   * @throws IllegalArgumentException unless the id is of the right form
   */
  public static String of(String writeId) {
    parsed(writeId);
    return "." + writeId + ".part";
  }

  /** Whether a file of this name was left by an unfinished write. */
  public static boolean matches(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  /**
   * Whether a file of this name was left by this run of a work or by an earlier one, never by a
   * later one.
   */
  public static boolean isUpTo(String fileName, String writeId) {
    Matcher own = parsed(writeId);
    Matcher name = NAME.matcher(fileName);
    if (!name.matches()) {
      return false;
    }
    Matcher found = parsed(name.group(1));
    return found.group(1).equals(own.group(1)) && run(found) <= run(own);
  }

  /** Whether both are runs of one work. */
  public static boolean isSameWork(String writeId, String other) {
    Matcher one = WRITE_ID.matcher(writeId);
    return one.matches() && one.group(1).equals(parsed(other).group(1));
  }

  /**
   * The write ids of a work whose unfinished writes these file names are of, earlier runs than this
   * one only; the latest first.
   */
  public static List<String> earlierRuns(List<String> fileNames, String writeId) {
    int own = run(parsed(writeId));
    return fileNames.stream()
        .filter(name -> isUpTo(name, writeId))
        .map(name -> parsed(name.substring(1, name.length() - ".part".length())))
        .filter(id -> run(id) < own)
        .sorted(Comparator.comparingInt((Matcher id) -> run(id)).reversed())
        .map(Matcher::group)
        .toList();
  }

  private static int run(Matcher writeId) {
    return writeId.group(2) == null ? 0 : Integer.parseInt(writeId.group(2));
  }

  private static Matcher parsed(String writeId) {
    Matcher parsed = WRITE_ID.matcher(writeId);
    if (!parsed.matches()) {
      throw new IllegalArgumentException("not a write id: " + writeId);
    }
    return parsed;
  }
}
