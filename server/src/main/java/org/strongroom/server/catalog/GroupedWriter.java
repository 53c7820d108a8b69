package org.strongroom.server.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of an SQLite database. Units of work that wait at the same time share a commit,
 * and so its sync to the disk, each behind a savepoint of its own: one that fails takes back only
 * itself. Writers queue here instead of fighting for SQLite's lock.
 */
final class GroupedWriter implements Writer {
  private static final int MOST_IN_A_GROUP = 256;

  private final Connection connection;
  private final DSLContext sql;
  private final BlockingQueue<Entry<?>> waiting = new ArrayBlockingQueue<>(4096);
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean ended;

  GroupedWriter(Connection connection, DSLContext sql) {
    this.connection = connection;
    this.sql = sql;
    this.thread = Thread.ofPlatform().name("catalog-writer").daemon().start(this::run);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    if (thread.equals(Thread.currentThread())) {
      throw new IllegalStateException("a unit of work must not write in another: it would wait");
    }
    Entry<T> entry = new Entry<>(work, sql);
    try {
      if (closed) {
        throw new IllegalStateException("the database is closed");
      }
      waiting.put(entry);
      if (ended) {
        failWaiting();
      }
      T result = entry.done.join();
      entry.transaction.committed();
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataAccessException("interrupted while waiting for the database", e);
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    return e;
  }

  private void run() {
    List<Entry<?>> group = new ArrayList<>(MOST_IN_A_GROUP);
    try {
      while (!closed || !waiting.isEmpty()) {
        group.clear();
        Entry<?> first = waiting.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          waiting.drainTo(group, MOST_IN_A_GROUP - 1);
          commit(group);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
      failWaiting();
    }
  }

  /** Nobody is there any more to do what waits. */
  private void failWaiting() {
    for (Entry<?> entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      entry.done.completeExceptionally(new IllegalStateException("the database is closed"));
    }
  }

  private void commit(List<Entry<?>> group) {
    try (Statement statement = connection.createStatement();
        PreparedStatement savepoint = connection.prepareStatement("SAVEPOINT work");
        PreparedStatement release = connection.prepareStatement("RELEASE work")) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        for (Entry<?> entry : group) {
          savepoint.execute();
          if (entry.run()) {
            release.execute();
          } else {
            statement.execute("ROLLBACK TO work");
          }
        }
        statement.execute("COMMIT");
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(statement, e);
        throw e;
      }
      group.forEach(Entry::complete);
    } catch (SQLException | RuntimeException | Error e) {
      DataAccessException failure = new DataAccessException("the database could not commit", e);
      group.forEach(entry -> entry.done.completeExceptionally(failure));
    }
  }

  private static void rollBack(Statement statement, Throwable reason) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e); // SQLite has rolled back by itself, on a full disk for instance
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new DataAccessException("the database could not be closed", e);
    }
  }

  private static final class Entry<T extends @Nullable Object> {
    private final Work<T> work;
    private final Transaction transaction;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Entry(Work<T> work, DSLContext sql) {
      this.work = work;
      this.transaction = new Transaction(sql);
    }

    boolean run() {
      try {
        result = work.run(transaction);
        return true;
      } catch (RuntimeException | Error e) {
        failure = e;
        return false;
      }
    }

    @SuppressWarnings("NullAway") // null is a result where T allows it
    void complete() {
      if (failure == null) {
        done.complete(result);
      } else {
        done.completeExceptionally(failure);
      }
    }
  }
}
