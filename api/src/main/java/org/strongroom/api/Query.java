package org.strongroom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that all queries share.
 *
 * @param q conditions, all of which have to hold: {@code name operator value}
 */
public record Query(
    @Parameter(
            value = "a condition; repeat for more, all have to hold",
            maxLength = 65_536,
            maxItems = 100)
        List<String> q,
    @Parameter(
            value = "at most so many rows",
            min = 0,
            max = Integer.MAX_VALUE,
            defaultValue = "1000")
        int limit,
    @Parameter(value = "skip so many rows", min = 0, max = Integer.MAX_VALUE, defaultValue = "0")
        int start,
    @Parameter(value = "only the number of rows", defaultValue = "false") boolean count,
    @Parameter(value = "rows and their number without limit", defaultValue = "false")
        boolean replyWithCount,
    @Parameter("field to sort by; + before it ascending, - descending; several with commas")
        @Nullable String sort,
    @Parameter("only these fields, separated by commas") @Nullable String fields,
    @Parameter(Parameter.WITHOUT_EFFECT) @Nullable String groupBy,
    @Parameter(Parameter.WITHOUT_EFFECT) @Nullable String filterName,
    @Parameter("the one row with this uuid") @Nullable String uuid,
    @Parameter(
            value = "only rows that come after the one with this uuid, in the order asked for",
            since = "1.0")
        @Nullable String after) {

  /** A query that begins with the first row. */
  public Query(
      List<String> q,
      int limit,
      int start,
      boolean count,
      boolean replyWithCount,
      @Nullable String sort,
      @Nullable String fields,
      @Nullable String groupBy,
      @Nullable String filterName,
      @Nullable String uuid) {
    this(q, limit, start, count, replyWithCount, sort, fields, groupBy, filterName, uuid, null);
  }

  /** A query for all rows, up to the usual limit. */
  public static Query all() {
    return where();
  }

  /** A query with these conditions. */
  public static Query where(String... conditions) {
    return new Query(List.of(conditions), 1000, 0, false, false, null, null, null, null, null);
  }
}
