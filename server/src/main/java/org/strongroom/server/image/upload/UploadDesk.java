package org.strongroom.server.image.upload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;

/** Where the job of one image and the PUTs for it meet. One body at a time. */
public final class UploadDesk {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong arrived = new AtomicLong();
  private @Nullable UploadBody body;
  private boolean taken;
  private boolean attended;
  private boolean closed;

  /**
   * Puts a body on the desk. Whoever brought it then waits for its outcome.
   *
   * @return false if there is one already, or if nobody will come for it any more
   */
  boolean offer(UploadBody offered) {
    lock.lock();
    try {
      if (closed || body != null) {
        return false;
      }
      body = offered;
      taken = false;
      arrived.set(0);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The job is there and comes for bodies. */
  void attend() {
    lock.lock();
    try {
      attended = true;
    } finally {
      lock.unlock();
    }
  }

  boolean attended() {
    lock.lock();
    try {
      return attended;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a body back that the job did not come for; false if it has it. */
  boolean withdraw(UploadBody offered) {
    lock.lock();
    try {
      if (offered.equals(body) && !taken) {
        body = null;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a body.
   *
   * @param setting that bounds the waiting
   * @throws ApiException IMG.1001 if none comes within the idle time
   */
  UploadBody take(Duration idle, String setting) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = idle.toNanos();
      while (body == null) {
        if (nanos <= 0) {
          throw new ApiException(
              ErrorCode.UPLOAD_INTERRUPTED,
              "no upload came for %d s; it was given up (image/%s)"
                  .formatted(idle.toSeconds(), setting));
        }
        nanos = changed.awaitNanos(nanos);
      }
      taken = true;
      return body;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up a body that an earlier run of the job read from: what is left of it is no image. */
  void clearTaken(Throwable why) {
    lock.lock();
    try {
      if (!taken) {
        return;
      }
    } finally {
      lock.unlock();
    }
    clear(why);
  }

  /** The body has failed; another may come. */
  void clear(Throwable why) {
    UploadBody failed;
    lock.lock();
    try {
      failed = body;
      body = null;
      taken = false;
    } finally {
      lock.unlock();
    }
    if (failed != null) {
      failed.outcome().completeExceptionally(why);
    }
  }

  /** Nothing is taken any more. */
  void close(Throwable why) {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    clear(why);
  }

  /** So many bytes are safe; others may come. */
  void settle(UploadReceipt soFar) {
    UploadBody done;
    lock.lock();
    try {
      done = body;
      body = null;
      taken = false;
    } finally {
      lock.unlock();
    }
    if (done != null) {
      done.outcome().complete(soFar);
    }
  }

  /** The bytes are safe. */
  void succeed(UploadReceipt receipt) {
    UploadBody done;
    lock.lock();
    try {
      closed = true;
      done = body;
      body = null;
    } finally {
      lock.unlock();
    }
    if (done != null) {
      done.outcome().complete(receipt);
    }
  }

  void arrived(long bytes) {
    arrived.set(bytes);
  }

  /** Bytes of the present body that have come. */
  long arrived() {
    return arrived.get();
  }

  /**
   * Takes no body any more, because its job is to go on at another node.
   *
   * @return false if there is one: the job stays then
   */
  boolean leave() {
    lock.lock();
    try {
      if (body != null) {
        return false;
      }
      closed = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes bodies again after {@link #leave}: the job did not go. */
  void stay() {
    lock.lock();
    try {
      closed = false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the job has come for this body, or it is no longer here. */
  boolean isDecided(UploadBody offered) {
    lock.lock();
    try {
      return taken || !offered.equals(body);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is a body. */
  boolean occupied() {
    lock.lock();
    try {
      return body != null;
    } finally {
      lock.unlock();
    }
  }
}
