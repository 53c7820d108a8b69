package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a reader says of the version it has ({@code If-Match}, {@code If-None-Match}; RFC 9110,
 * section 13): {@code curl --etag-compare} reads nothing twice.
 */
final class Preconditions {
  private static final int NOT_MODIFIED = 304;
  private static final int PRECONDITION_FAILED = 412;
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private Preconditions() {}

  /**
   * The status to answer with instead of the file, if it is not to be sent.
   *
   * @param versions the strong ETags that the file has now; without commas
   */
  static Optional<Integer> answer(Context ctx, List<String> versions) {
    String wanted = ctx.header("If-Match");
    if (wanted != null && tags(wanted).noneMatch(tag -> is(tag, versions))) {
      return Optional.of(PRECONDITION_FAILED);
    }
    String had = ctx.header("If-None-Match");
    return had != null
            && tags(had)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> is(tag, versions))
        ? Optional.of(NOT_MODIFIED)
        : Optional.empty();
  }

  private static boolean is(String tag, List<String> versions) {
    return tag.equals("*") || versions.contains(tag);
  }

  private static Stream<String> tags(String list) {
    return COMMA.splitAsStream(list.strip());
  }
}
