package org.strongroom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a query.
 *
 * @param inventories the rows; absent if only their number was asked for
 * @param total how many rows match without {@code limit}; present if asked for
 */
public record QueryReply<T>(@Nullable List<T> inventories, @Nullable Long total) {}
