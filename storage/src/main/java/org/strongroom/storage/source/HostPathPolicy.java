package org.strongroom.storage.source;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of a storage's own host may become images: those that the whitelist names, less those
 * that the blacklist names unless the filter leaves it out. They are the configuration {@code
 * download.localPath.whitelist}, {@code .blacklist} and {@code .customFilter} of category image.
 *
 * <p>A list holds patterns separated by semicolons. In a pattern {@code *} stands for any text,
 * slashes included, and every pattern also covers all that lies below what it matches. Paths are
 * tested after links have been resolved.
 */
public final class HostPathPolicy implements Predicate<String> {
  /** Hidden and {@code ~} directories, and what belongs to the system. */
  public static final String DEFAULT_BLACKLIST =
      "*/.*;*/~*;/etc;/usr/local/zstack;/var/log;/dev;/proc;/sys";

  /** Nothing, until an administrator names something. */
  public static final String DEFAULT_WHITELIST = "";

  /** Both lists count. */
  public static final String DEFAULT_FILTER = "blacklist";

  private final List<Pattern> refused;
  private final List<Pattern> allowed;
  private final boolean byBlacklist;
  private final List<String> ownPrefixes;

  /**
   * @param filter {@code blacklist}, {@code whitelist}, or both with a semicolon between; the
   *     whitelist counts in any case
   * @param ownPrefixes directories refused whatever the lists say: Strongroom's own data
   * @throws IllegalArgumentException if the filter names anything else, or a pattern does not begin
   *     with a slash or an asterisk
   */
  public HostPathPolicy(
      String blacklist, String whitelist, String filter, List<String> ownPrefixes) {
    this.refused = patterns(blacklist);
    this.allowed = patterns(whitelist);
    List<String> filters = split(filter).toList();
    this.byBlacklist = filters.contains("blacklist");
    if (filters.isEmpty()
        || !filters.stream()
            .allMatch(name -> name.equals("blacklist") || name.equals("whitelist"))) {
      throw new IllegalArgumentException(
          "the filter is blacklist, whitelist, or both with a semicolon, not '%s'"
              .formatted(filter));
    }
    this.ownPrefixes = List.copyOf(ownPrefixes);
  }

  /**
   * Whether this file may be read.
   *
   * @param path absolute, with links resolved
   */
  @Override
  public boolean test(String path) {
    boolean canonical =
        path.startsWith("/")
            && Stream.of(path.split("/")).noneMatch(part -> part.equals("..") || part.equals("."));
    return canonical
        && ownPrefixes.stream().noneMatch(own -> within(own, path))
        && matches(allowed, path)
        && !(byBlacklist && matches(refused, path));
  }

  private static boolean within(String directory, String path) {
    String below = directory.endsWith("/") ? directory : directory + "/";
    return (path + "/").startsWith(below);
  }

  private static boolean matches(List<Pattern> patterns, String path) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
  }

  private static List<Pattern> patterns(String list) {
    return split(list).map(HostPathPolicy::pattern).toList();
  }

  private static Stream<String> split(String list) {
    return Stream.of(list.split("[;\\n]")).map(String::strip).filter(part -> !part.isEmpty());
  }

  private static Pattern pattern(String text) {
    if (!text.startsWith("/") && !text.startsWith("*")) {
      throw new IllegalArgumentException(
          "'%s' is no path pattern: it begins neither with / nor with *".formatted(text));
    }
    String whole = text.length() > 1 ? text.replaceFirst("/+$", "") : text;
    var regex = new StringBuilder();
    for (String literal : whole.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex + (whole.equals("/") ? ".*" : "(/.*)?"), Pattern.DOTALL);
  }
}
