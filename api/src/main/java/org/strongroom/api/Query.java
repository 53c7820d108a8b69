package org.strongroom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that all queries share.
 *
 * @param q conditions, all of which have to hold: {@code name operator value}
 */
public record Query(
    @Parameter("a condition; repeat for more, all have to hold") List<String> q,
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
    @Parameter("field to sort by; + before it ascending, - descending") @Nullable String sort,
    @Parameter("only these fields, separated by commas") @Nullable String fields,
    @Parameter(Parameter.WITHOUT_EFFECT) @Nullable String groupBy,
    @Parameter(Parameter.WITHOUT_EFFECT) @Nullable String filterName,
    @Parameter("the one row with this uuid") @Nullable String uuid) {

  /** A query for all rows, up to the usual limit. */
  public static Query all() {
    return where();
  }

  /** A query with these conditions. */
  public static Query where(String... conditions) {
    return new Query(List.of(conditions), 1000, 0, false, false, null, null, null, null, null);
  }
}
