package org.strongroom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a query.
 *
 * @param inventories the rows; absent if only their number was asked for
 * @param total how many rows match without {@code limit}; present if asked for
 * @param fields the only fields of a row that are shown, and that are sure to be filled; empty for
 *     all. Not part of what goes over the wire
 */
public record QueryReply<T>(
    @Nullable List<T> inventories, @Nullable Long total, List<String> fields) {

  /** An answer with all fields. */
  public QueryReply(@Nullable List<T> inventories, @Nullable Long total) {
    this(inventories, total, List.of());
  }
}
