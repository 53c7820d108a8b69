package org.strongroom.storage.ova.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names inside an archive. Nothing is ever extracted under such a name, but an archive that tries
 * to break out of its directory is refused all the same (DSP0243: paths relative to the descriptor
 * without dot segments).
 */
public final class MemberName {
  private static final int MOST_SHOWN = 120;

  private MemberName() {}

  /**
   * The name without leading {@code ./} and empty or {@code .} segments; empty if it is absolute,
   * climbs with {@code ..}, or holds a backslash or control characters.
   */
  public static Optional<String> safe(String name) {
    if (name.startsWith("/") || name.chars().anyMatch(MemberName::isHostile)) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/", -1)) {
      if (segment.equals("..")) {
        return Optional.empty();
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return Optional.of(String.join("/", segments));
  }

  private static boolean isHostile(int character) {
    return character == '\\' || Character.isISOControl(character);
  }

  /** The directory of a name with its slash, empty at the top. */
  public static String directory(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  /** The part after the last slash. */
  public static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** A name from outside as it can stand in a message: quoted, on one line, not too long. */
  public static String shown(String name) {
    String cut = name.length() > MOST_SHOWN ? name.substring(0, MOST_SHOWN) + "…" : name;
    return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
