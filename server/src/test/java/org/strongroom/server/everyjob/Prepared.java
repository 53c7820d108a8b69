package org.strongroom.server.everyjob;

import java.util.Map;

/**
 * A call that is about to be made, and how the world looks when it was carried out.
 *
 * @param values the parameters
 * @param next what is done right after it, whatever still goes on elsewhere
 * @param done looks
 */
record Prepared(Map<String, ?> values, Look next, Look done) {
  /** A look at the world. */
  interface Look {
    void look() throws Exception;
  }

  static Prepared of(Map<String, ?> values, Look done) {
    return new Prepared(values, () -> {}, done);
  }
}
