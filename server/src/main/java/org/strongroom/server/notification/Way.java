package org.strongroom.server.notification;

import java.io.IOException;
import java.util.function.Consumer;
import org.strongroom.server.notification.Outbox.Claimed;

/** How something reaches a kind of target. */
@FunctionalInterface
interface Way<T extends Target> {
  /**
   * Tells it.
   *
   * @param sending told how to end it from another thread, before anything that may take its time
   * @throws IOException with the reason if it did not arrive
   */
  void tell(T target, Claimed message, Consumer<Runnable> sending) throws IOException;
}
