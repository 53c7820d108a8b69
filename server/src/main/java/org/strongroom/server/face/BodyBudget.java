package org.strongroom.server.face;

/**
 * What all buffered bodies together may take. Callers who are not known take no more than half of
 * it, so that they leave room for those who are.
 */
final class BodyBudget {
  private static final long LARGEST = 64L << 20;

  private final long all;
  private long taken;
  private long takenByUnknown;

  /**
   * A budget.
   *
   * @param all in bytes
   */
  BodyBudget(long all) {
    this.all = all;
  }

  /** An eighth of the memory there is, within reason. */
  static BodyBudget usual() {
    return new BodyBudget(Math.min(LARGEST, Runtime.getRuntime().maxMemory() / 8));
  }

  /** Takes so many bytes, if they are there. */
  synchronized boolean take(long bytes, boolean known) {
    if (taken + bytes > all || (!known && takenByUnknown + bytes > all / 2)) {
      return false;
    }
    taken += bytes;
    takenByUnknown += known ? 0 : bytes;
    return true;
  }

  synchronized void giveBack(long bytes, boolean known) {
    taken -= bytes;
    takenByUnknown -= known ? 0 : bytes;
  }

  synchronized long taken() {
    return taken;
  }
}
