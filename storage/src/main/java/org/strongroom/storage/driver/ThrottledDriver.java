package org.strongroom.storage.driver;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Bounds how many transfers one storage carries at a time, so that a slow one ties up no more than
 * its share of the server. A transfer counts from its beginning until its stream or write is
 * closed; further ones wait their turn. Short calls pass freely.
 */
public final class ThrottledDriver extends ForwardingDriver {
  private final Semaphore turns;

  /**
   * A file of the host is read to be written to the same storage. Did both take turns of one kind,
   * many at once would hold the first and wait for each other's second.
   */
  private final Semaphore hostFileTurns;

  private final Duration patience;

  /**
   * @param transfers how many may run at once
   * @param patience how long another one waits for its turn before it is TIMED_OUT
   */
  public ThrottledDriver(StorageDriver driver, int transfers, Duration patience) {
    super(driver);
    this.turns = new Semaphore(transfers, true);
    this.hostFileTurns = new Semaphore(transfers, true);
    this.patience = patience;
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    return inTurn(turns, turn -> new CountedStream(super.read(path, offset), turn));
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return inTurn(
        turns, turn -> new CountedWrite(super.create(path, writeId, expectedLength), turn));
  }

  @Override
  public WriteTurn awaitTurn() throws InterruptedException {
    turns.acquire();
    return new HeldTurn(new Turn(turns));
  }

  private AtomicWrite createNow(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return super.create(path, writeId, expectedLength);
  }

  /** A turn that is had, for a write that is still to begin. */
  private final class HeldTurn implements WriteTurn {
    private final Turn turn;
    private boolean used;

    HeldTurn(Turn turn) {
      this.turn = turn;
    }

    @Override
    public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
        throws StorageException {
      if (used) {
        throw new IllegalStateException("one turn is for one write");
      }
      AtomicWrite write = createNow(path, writeId, expectedLength);
      used = true;
      return new CountedWrite(write, turn);
    }

    @Override
    public void close() {
      if (!used) {
        turn.end();
      }
    }
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    return inTurn(
        turns,
        turn -> {
          try {
            return super.digest(path, algorithm, progress);
          } finally {
            turn.end();
          }
        });
  }

  @Override
  public HostFile openHostFile(String absolutePath, Predicate<String> allowed)
      throws StorageException {
    return inTurn(
        hostFileTurns,
        turn -> {
          HostFile file = super.openHostFile(absolutePath, allowed);
          return new HostFile(
              file.resolvedPath(), file.size(), new CountedStream(file.stream(), turn));
        });
  }

  private interface Transfer<T> {
    T begin(Turn turn) throws StorageException;
  }

  private <T> T inTurn(Semaphore kind, Transfer<T> transfer) throws StorageException {
    try {
      if (!kind.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StorageException(
            StorageException.Reason.TIMED_OUT, "the storage is busy with other transfers");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          StorageException.Reason.FAILED, "interrupted while waiting for other transfers", e);
    }
    var turn = new Turn(kind);
    try {
      return transfer.begin(turn);
    } catch (StorageException | RuntimeException e) {
      turn.end();
      throw e;
    }
  }

  /** One running transfer; ends once, however often it is told to. */
  private static final class Turn {
    private final Semaphore turns;
    private final AtomicBoolean over = new AtomicBoolean();

    Turn(Semaphore turns) {
      this.turns = turns;
    }

    void end() {
      if (!over.getAndSet(true)) {
        turns.release();
      }
    }
  }

  private static final class CountedStream extends FilterInputStream {
    private final Turn turn;

    CountedStream(InputStream stream, Turn turn) {
      super(stream);
      this.turn = turn;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        turn.end();
      }
    }
  }

  private record CountedWrite(AtomicWrite write, Turn turn) implements AtomicWrite {
    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      write.write(bytes, offset, length);
    }

    @Override
    public void commit(Fence fence) throws StorageException {
      write.commit(fence);
    }

    @Override
    public void close() {
      try {
        write.close();
      } finally {
        turn.end();
      }
    }
  }
}
