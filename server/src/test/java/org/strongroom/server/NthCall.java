package org.strongroom.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** The n-th thing that a node does with its storages, its buckets or at a step's begin. */
public final class NthCall {
  /** What befalls a call. */
  public enum Fate {
    /** Its process stands still until {@link #goOn}, and no interrupt wakes it. */
    PAUSED,
    /** Nothing is heard of it until its time is over. */
    HANGS,
    /** It fails at once; the next one may not. */
    FAILS,
    /** From now on the storage cannot be reached. */
    GONE,
    /**
     * Not a storage but the catalog fails, in the n-th of the moments that it asks for the time.
     */
    CATALOG_FAILS
  }

  private final int number;
  private final Fate fate;
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  public NthCall(int number, Fate fate) {
    this.number = number;
    this.fate = fate;
  }

  /** A node that nothing befalls. */
  public static NthCall never() {
    return new NthCall(-1, Fate.FAILS);
  }

  public boolean isReached() {
    return reached.getCount() == 0;
  }

  /**
   * Waits for the call.
   *
   * @param vain whether it will not come any more
   * @return whether it came
   */
  public boolean awaitReached(BooleanSupplier vain) throws InterruptedException {
    while (!reached.await(2, TimeUnit.MILLISECONDS)) {
      if (vain.getAsBoolean()) {
        return isReached();
      }
    }
    return true;
  }

  /** How many calls there were. */
  public int calls() {
    return calls.get();
  }

  /** The fault is over. */
  public void goOn() {
    over.countDown();
  }

  /** A place where a process may be paused, but where no storage can fail. */
  public void passUnfailing() {
    if (fate == Fate.PAUSED && calls.incrementAndGet() == number) {
      reached.countDown();
      stand();
    }
  }

  /** Whether the catalog is to fail now. */
  public boolean isCatalogStruck() {
    boolean struck = fate == Fate.CATALOG_FAILS && calls.incrementAndGet() == number;
    if (struck) {
      reached.countDown();
    }
    return struck;
  }

  public void pass() throws StorageException {
    if (fate == Fate.CATALOG_FAILS) {
      return;
    }
    int call = calls.incrementAndGet();
    if (call == number || fate == Fate.GONE && number > 0 && call > number) {
      reached.countDown();
      befall();
    }
  }

  private void befall() throws StorageException {
    switch (fate) {
      case PAUSED -> stand();
      case HANGS -> throw new StorageException(Reason.TIMED_OUT, "injected: no answer in time");
      case CATALOG_FAILS -> throw new IllegalStateException("not a storage's");
      case FAILS -> throw new StorageException(Reason.FAILED, "injected: this call fails");
      case GONE -> {
        if (over.getCount() > 0) {
          throw new StorageException(Reason.UNREACHABLE, "injected: the storage is gone");
        }
      }
    }
  }

  private void stand() {
    boolean interrupted = false;
    while (over.getCount() > 0) {
      try {
        over.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
