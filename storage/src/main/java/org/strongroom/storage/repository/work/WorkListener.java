package org.strongroom.storage.repository.work;

import java.io.IOException;

/**
 * What the caller of a work on a repository is told while it runs, by the thread that called.
 * Whatever it throws stops the work, as an interrupt does.
 */
public interface WorkListener {
  /** Listens to nothing. */
  WorkListener NONE = new WorkListener() {};

  /**
   * Told often: hand it on with restraint.
   *
   * @param done bytes so far
   * @param total bytes in all
   */
  default void progress(long done, long total) throws IOException {}

  /** A clean-up looks at what a generation stands on, as the so-manieth of so many. */
  default void marks(int generation, int generations) throws IOException {}

  /**
   * Told every few seconds while somebody else holds a lock, such as an administrator's {@code
   * restic prune}.
   *
   * @param holder the lock, and who holds it since when
   */
  default void waitsFor(String holder) throws IOException {}
}
