package org.strongroom.server.catalog;

/**
 * A unit of work: all of it becomes durable or nothing. It may run more than once, so it changes
 * nothing but the database; the rest belongs into {@link Transaction#afterCommit}.
 */
@FunctionalInterface
public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
  T run(Transaction transaction);
}
