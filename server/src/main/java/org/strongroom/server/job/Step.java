package org.strongroom.server.job;

/**
 * One step of a job.
 *
 * @param <Q> the operation's parameters
 */
public interface Step<Q> {
  /** Shown in progress and logs. */
  String name();

  /**
   * Does the work. Runs again after a crash in the middle. Ends soon when the thread is
   * interrupted.
   */
  void run(Q request, Job job) throws Exception;

  /**
   * Takes back what a run, whole or in part, has left outside the database. May run more than once.
   */
  default void undo(Q request, Job job) throws Exception {}

  /** A step that leaves nothing to undo. */
  static <Q> Step<Q> of(String name, Body<Q> body) {
    return new Step<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void run(Q request, Job job) throws Exception {
        body.run(request, job);
      }
    };
  }

  /** The work of a step. */
  @FunctionalInterface
  interface Body<Q> {
    void run(Q request, Job job) throws Exception;
  }
}
