package org.strongroom.storage.driver.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageOperation;

/** Which calls of a {@link FaultInjectingDriver} go wrong. Thread-safe, changed at any time. */
public final class Faults {
  /** Runs within a call: to wait, to count, to pull another plug. */
  public interface Hook {
    void run() throws StorageException;
  }

  private record Failing(int times, Reason reason) {}

  private final Map<StorageOperation, Failing> failing = new EnumMap<>(StorageOperation.class);
  private final Map<StorageOperation, Hook> hooks = new EnumMap<>(StorageOperation.class);
  private final AtomicLong bytesToWrite = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong bytesToRead = new AtomicLong(Long.MAX_VALUE);

  /** Lets the next calls fail. */
  public synchronized Faults fail(StorageOperation operation, int times, Reason reason) {
    failing.put(operation, new Failing(times, reason));
    return this;
  }

  /** Runs something before each call, from now on. */
  public synchronized Faults before(StorageOperation operation, Hook hook) {
    hooks.put(operation, hook);
    return this;
  }

  /** Lets writing fail when so many more bytes have been written. */
  public Faults failWritingAfter(long bytes) {
    bytesToWrite.set(bytes);
    return this;
  }

  /** Lets reading fail when so many more bytes have been read. */
  public Faults failReadingAfter(long bytes) {
    bytesToRead.set(bytes);
    return this;
  }

  /** Lets everything go right again. */
  public synchronized void clear() {
    failing.clear();
    hooks.clear();
    bytesToWrite.set(Long.MAX_VALUE);
    bytesToRead.set(Long.MAX_VALUE);
  }

  void enter(StorageOperation operation) throws StorageException {
    Hook hook;
    Failing fault;
    synchronized (this) {
      hook = hooks.getOrDefault(operation, () -> {});
      fault = failing.getOrDefault(operation, new Failing(0, Reason.FAILED));
      if (fault.times() > 0) {
        failing.put(operation, new Failing(fault.times() - 1, fault.reason()));
      }
    }
    hook.run();
    if (fault.times() > 0) {
      throw new StorageException(fault.reason(), "injected fault: " + operation);
    }
  }

  void writing(int bytes) throws StorageException {
    spend(bytesToWrite, bytes, StorageOperation.WRITE);
  }

  void reading(int bytes) throws StorageException {
    spend(bytesToRead, bytes, StorageOperation.READ);
  }

  private static void spend(AtomicLong left, int bytes, StorageOperation operation)
      throws StorageException {
    if (left.addAndGet(-bytes) < 0) {
      throw new StorageException(Reason.FAILED, "injected fault: " + operation + " of bytes");
    }
  }
}
