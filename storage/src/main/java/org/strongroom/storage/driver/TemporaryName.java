package org.strongroom.storage.driver;

import java.util.regex.Pattern;

/** The names that unfinished writes have, {@code .<writeId>.part}. */
public final class TemporaryName {
  private static final Pattern WRITE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern NAME = Pattern.compile("\\.([0-9a-f]{32})\\.part");

  private TemporaryName() {}

  /**
   * @throws IllegalArgumentException unless the id is 32 lower-case hex digits
   */
  public static String of(String writeId) {
    if (!WRITE_ID.matcher(writeId).matches()) {
      throw new IllegalArgumentException("not a write id: " + writeId);
    }
    return "." + writeId + ".part";
  }

  /** Whether a file of this name was left by an unfinished write. */
  public static boolean matches(String fileName) {
    return NAME.matcher(fileName).matches();
  }
}
