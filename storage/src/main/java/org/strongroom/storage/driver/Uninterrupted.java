package org.strongroom.storage.driver;

/** What a thread does to clean up although it was told to stop. */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** What is done. */
  public interface Action<E extends Exception> {
    void run() throws E;
  }

  /** Does it as if nobody had interrupted the thread, which knows of that afterwards. */
  public static <E extends Exception> void run(Action<E> action) throws E {
    boolean interrupted = Thread.interrupted(); // a call would end at once
    try {
      action.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
