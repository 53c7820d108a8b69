package org.strongroom.server.catalog;

import org.jspecify.annotations.Nullable;

/** Runs units of work that write. */
interface Writer extends AutoCloseable {
  <T extends @Nullable Object> T write(Work<T> work);

  @Override
  void close();
}
