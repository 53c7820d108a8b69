package org.strongroom.api;

import java.util.regex.Pattern;

/**
 * Words where a path names a resource by its uuid, such as {@code ceph} in {@code
 * /backup-storage/ceph}: they ask for what this API does not have at all. To delete what has such a
 * name would be a success.
 */
public final class PathWord {
  /** A word or several: no beginning of a uuid, but the name of something that is not here. */
  private static final Pattern WORDS = Pattern.compile("(?i)(?=.*[g-z])[a-z]+([-_][a-z]+)*");

  private PathWord() {}

  /**
   * Whether the variable of a path names a resource by its uuid. Sessions are none: any text may be
   * asked after and ended.
   */
  public static boolean isUuid(String variable) {
    return (variable.equals("uuid") || variable.endsWith("Uuid"))
        && !variable.equals("sessionUuid");
  }

  /** Whether the value of such a variable is a word, which no resource has for a uuid. */
  public static boolean standsForUuid(String variable, String value) {
    return isUuid(variable) && WORDS.matcher(value).matches();
  }
}
