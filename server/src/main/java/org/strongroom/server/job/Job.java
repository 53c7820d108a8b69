package org.strongroom.server.job;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Call;

/** A running job, as its steps see it. */
public final class Job {
  private static final Logger log = LoggerFactory.getLogger(Job.class);

  private final Call call;
  private final String resourceUuid;
  private final Map<String, String> memory;
  private final JobProgress progress;
  private final Lease lease;
  private final CopyOnWriteArrayList<Runnable> onStop = new CopyOnWriteArrayList<>();
  private volatile @Nullable ApiError stopReason;
  private @Nullable Thread thread;
  private volatile boolean interrupted;
  private volatile boolean awaiting;

  Job(Call call, String resourceUuid, Map<String, String> memory, Lease lease) {
    this.call = call;
    this.resourceUuid = resourceUuid;
    this.memory = new ConcurrentHashMap<>(memory);
    this.progress = new JobProgress();
    this.lease = lease;
  }

  public String uuid() {
    return call.jobUuid();
  }

  public Call call() {
    return call;
  }

  public String resourceUuid() {
    return resourceUuid;
  }

  /**
   * Keeps a text for later steps, the last transaction and undoing; durable when the step ends.
   * Stored encrypted.
   */
  public void remember(String key, String value) {
    memory.put(key, value);
  }

  public Optional<String> recall(String key) {
    return Optional.ofNullable(memory.get(key));
  }

  Map<String, String> memory() {
    return Map.copyOf(memory);
  }

  /** This run's right to carry the job on; to be asked before what cannot be taken back. */
  public Lease lease() {
    return lease;
  }

  /** Tells how far the job is. */
  public JobProgress progress() {
    return progress;
  }

  /**
   * Ends the step if the job is to stop, or the server stops: then the step runs again.
   *
   * @throws ApiException SYS.1017 after a cancel, SYS.1001 at the deadline
   * @throws LostLeaseException if another run has taken the job up
   */
  public void checkStopped() {
    if (lease.isLost()) {
      throw new LostLeaseException(uuid());
    }
    ApiError reason = stopReason;
    if (reason != null) {
      throw new ApiException(reason);
    }
    if (interrupted) {
      throw new IllegalStateException("the server stops");
    }
  }

  /** Why the job is to stop; empty as long as it may go on. */
  Optional<ApiError> stopReason() {
    return Optional.ofNullable(stopReason);
  }

  /**
   * Runs the action when the job is to stop, at once if that is already so: closes a stream that is
   * read, for instance.
   */
  public void onStop(Runnable action) {
    onStop.add(action);
    if (stopReason != null || interrupted || lease.isLost()) {
      action.run();
    }
  }

  /** Waits for something. */
  @FunctionalInterface
  public interface Waiting<T> {
    T come() throws InterruptedException;
  }

  /**
   * Waits for what a caller is to bring. Nothing is lost if that is cut off and begins again, so a
   * server that stops does not wait for its end.
   */
  public <T> T awaiting(Waiting<T> waiting) throws InterruptedException {
    awaiting = true;
    try {
      return waiting.come();
    } finally {
      awaiting = false;
    }
  }

  /** Whether it does nothing but wait for what a caller is to bring. */
  boolean isAwaiting() {
    return awaiting;
  }

  /** After null no interrupt comes any more. */
  synchronized void runsOn(@Nullable Thread current) {
    thread = current;
  }

  /** The server stops: the step is cut off and runs again at the next start. */
  void interrupt() {
    interrupted = true;
    wake();
  }

  boolean interrupted() {
    return interrupted;
  }

  /** Another run has taken the job up, or may have: this one ends without undoing anything. */
  void lose() {
    lease.lose();
    wake();
  }

  void stop(ErrorCode code, String why) {
    synchronized (this) {
      if (stopReason != null) {
        return;
      }
      stopReason = ApiError.of(code, why);
    }
    wake();
  }

  private void wake() {
    for (Runnable action : onStop) {
      try {
        action.run();
      } catch (RuntimeException e) {
        log.warn("job {} could not be woken up as it asked for", uuid(), e);
      }
    }
    synchronized (this) {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
