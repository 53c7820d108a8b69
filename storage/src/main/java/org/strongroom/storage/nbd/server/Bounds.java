package org.strongroom.storage.nbd.server;

import java.time.Duration;

/** Until when something has to be done. One thread sets it, others look. */
final class Bounds {
  private volatile boolean set;
  private volatile long end;

  void begin(Duration time) {
    end = System.nanoTime() + time.toNanos();
    set = true;
  }

  void end() {
    set = false;
  }

  boolean isOver() {
    return set && System.nanoTime() - end >= 0;
  }
}
