package org.strongroom.storage.driver.swift.session;

import java.time.InstantSource;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.StorageException;

/**
 * The token of a storage: renewed before it ends, and asked for by one of all who need it. Those
 * who wait share the failure too, or they would wait for as many time-outs as there are of them.
 */
public final class SwiftTokens {
  private final SessionSource source;
  private final InstantSource clock;
  private @Nullable SwiftSession current;
  private @Nullable FutureTask<SwiftSession> asking;

  public SwiftTokens(SessionSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** A token that is good for a while. */
  public SwiftSession session() throws StorageException {
    return other(null);
  }

  /** Another token than one that the store does not take. */
  SwiftSession renewed(SwiftSession refused) throws StorageException {
    return other(refused);
  }

  /** The next one that needs a token asks for it. */
  public synchronized void forget() {
    current = null;
  }

  private SwiftSession other(@Nullable SwiftSession refused) throws StorageException {
    FutureTask<SwiftSession> task;
    synchronized (this) {
      SwiftSession session = current;
      if (session != null && !session.equals(refused) && session.isGood(clock.instant())) {
        return session;
      }
      task = asking;
      if (task == null) {
        // In a thread of its own: whoever waits may be interrupted, the others wait on.
        task = AtOnce.start("swift token", this::ask);
        asking = task;
      }
    }
    return AtOnce.result(task);
  }

  private SwiftSession ask() throws StorageException {
    SwiftSession session = null;
    try {
      session = source.ask();
      return session;
    } finally {
      synchronized (this) {
        current = session;
        asking = null;
      }
    }
  }
}
