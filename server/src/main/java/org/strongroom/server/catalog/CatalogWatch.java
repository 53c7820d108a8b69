package org.strongroom.server.catalog;

import java.time.Duration;
import java.util.function.Predicate;
import org.jooq.DSLContext;

/**
 * Waits for what others write into the catalog. It may be another management node that does, so
 * there is nobody to wake the waiting thread: it looks again and again.
 */
public final class CatalogWatch {
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final Database database;

  public CatalogWatch(Database database) {
    this.database = database;
  }

  /**
   * Waits as long as something is so.
   *
   * @param check run before each pause; ends the waiting by an exception
   */
  public void whileTrue(Predicate<DSLContext> state, Runnable check) throws InterruptedException {
    while (database.read(state::test)) {
      check.run();
      Thread.sleep(GLANCE);
    }
  }

  /**
   * As {@link #whileTrue}, but not for longer than so.
   *
   * @return whether it is over
   */
  public boolean isOverWithin(Duration patience, Predicate<DSLContext> state, Runnable check)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (database.read(state::test)) {
      check.run();
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(GLANCE);
    }
    return true;
  }
}
