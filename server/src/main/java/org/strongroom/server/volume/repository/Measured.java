package org.strongroom.server.volume.repository;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a repository was found to hold.
 *
 * @param bytes of all files that stay
 * @param changes how often the account of it had changed before: whoever accounts for the bytes
 *     later finds out by it whether others have meanwhile
 */
public record Measured(long bytes, long changes) {
  private static final Pattern TEXT = Pattern.compile("(\\d+)(?:@(\\d+))?");

  /** What no account of a repository ever was at. */
  private static final long UNKNOWN = -1;

  /** As a job remembers it. */
  public String text() {
    return bytes + "@" + changes;
  }

  /** What {@link #text} gave, or the bytes alone that an earlier version has remembered. */
  public static Measured parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    String changes = parts.group(2);
    return new Measured(
        Long.parseLong(parts.group(1)), changes == null ? UNKNOWN : Long.parseLong(changes));
  }
}
