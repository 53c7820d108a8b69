package org.strongroom.server.face.console.page;

import java.util.List;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.server.face.console.frame.View;

/**
 * The first rows of a query.
 *
 * @param total how many there are in all
 */
record Found<T>(List<T> rows, long total) {
  /** Finds at most so many, and counts the rest only if there is one. */
  static <T> Found<T> of(
      View view,
      Class<? extends Request<QueryReply<T>>> query,
      int limit,
      String sort,
      List<String> conditions) {
    String[] all = conditions.toArray(String[]::new);
    List<T> rows = view.find(query, limit, sort, all);
    return new Found<>(rows, rows.size() < limit ? rows.size() : view.count(query, all));
  }

  static <T> Found<T> none() {
    return new Found<>(List.of(), 0);
  }

  /** How many are not among the rows. */
  long more() {
    return total - rows.size();
  }
}
