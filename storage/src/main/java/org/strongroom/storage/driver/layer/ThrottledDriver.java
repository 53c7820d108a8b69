package org.strongroom.storage.driver.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.DigestedFile;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.driver.HostFiles;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.WriteTurn;

/**
 * Bounds how many transfers one storage carries at a time, so that a slow one ties up no more than
 * its share of the server. A transfer counts from its beginning until its stream or write is
 * closed; further ones wait their turn. Short calls pass freely.
 *
 * <p>Turns are shared fairly between owners: those who wait are served in turn, and none has more
 * than three quarters at once. The last turn is kept for the server's own work.
 */
public final class ThrottledDriver extends ForwardingDriver {
  /** Whose work has no account: the server's own. */
  public static final String SERVER = "";

  private static final long SMALL = 1 << 20;

  private final FairTurns<StorageOperation> reads;
  private final FairTurns<StorageOperation> writes;

  /** Of manifests, markers and the like, which come at once and must not wait behind images. */
  private final FairTurns<StorageOperation> smallWrites;

  /**
   * A file of the host is read to be written to the same storage. Did both take turns of one kind,
   * many at once would hold the first and wait for each other's second.
   */
  private final FairTurns<StorageOperation> hostFiles;

  private final Duration patience;
  private final Supplier<String> owner;

  /** Of a storage whose work is all the server's own. */
  public ThrottledDriver(StorageDriver driver, int transfers, Duration patience) {
    this(driver, transfers, patience, () -> SERVER);
  }

  /**
   * @param transfers how many of each kind may run at once: reads, writes of images, small writes,
   *     reads of the host's files
   * @param patience how long another one waits for its turn before it is TIMED_OUT
   * @param owner tells for whom the present thread works; {@link #SERVER} if for nobody
   */
  public ThrottledDriver(
      StorageDriver driver, int transfers, Duration patience, Supplier<String> owner) {
    super(driver);
    Bound bound = new Bound(transfers);
    this.reads = new FairTurns<>(bound);
    this.writes = new FairTurns<>(bound);
    this.smallWrites = new FairTurns<>(bound);
    this.hostFiles = new FairTurns<>(bound);
    this.patience = patience;
    this.owner = owner;
  }

  private record Bound(int all) implements FairTurns.Room<StorageOperation> {
    @Override
    public boolean hasFor(String owner, StorageOperation what, int ofOwner, int ofAll) {
      if (owner.equals(SERVER)) {
        return ofAll < all;
      }
      return ofAll < Math.max(1, all - 1) && ofOwner < Math.max(1, all - Math.max(2, all / 4));
    }
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    return inTurn(
        reads, StorageOperation.READ, turn -> new CountedStream(super.read(path, offset), turn));
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    boolean small = expectedLength >= 0 && expectedLength <= SMALL;
    return inTurn(
        small ? smallWrites : writes,
        StorageOperation.CREATE,
        turn -> new CountedWrite(super.create(path, writeId, expectedLength), turn));
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return inTurn(
        writes,
        StorageOperation.RESUME,
        turn -> new CountedWrite(super.resume(path, writeId, offset, expectedLength), turn));
  }

  @Override
  public WriteTurn awaitTurn() throws InterruptedException {
    return new HeldTurn(
        writes.await(owner.get(), StorageOperation.CREATE, FairTurns.FOR_EVER).orElseThrow());
  }

  @Override
  public Optional<WriteTurn> pollTurn() {
    return writes.poll(owner.get(), StorageOperation.CREATE).map(HeldTurn::new);
  }

  @Override
  public BooleanSupplier readersWaiting() {
    String mine = owner.get();
    return () -> reads.isWantedBeside(mine);
  }

  private AtomicWrite createNow(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return super.create(path, writeId, expectedLength);
  }

  private AtomicWrite resumeNow(StoragePath path, String writeId, long offset, long length)
      throws StorageException {
    return super.resume(path, writeId, offset, length);
  }

  /** A turn that is had, for a write that is still to begin. */
  private final class HeldTurn implements WriteTurn {
    private final FairTurns<StorageOperation>.Turn turn;
    private boolean used;

    HeldTurn(FairTurns<StorageOperation>.Turn turn) {
      this.turn = turn;
    }

    @Override
    public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
        throws StorageException {
      return begun(() -> createNow(path, writeId, expectedLength));
    }

    @Override
    public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
        throws StorageException {
      return begun(() -> resumeNow(path, writeId, offset, expectedLength));
    }

    private AtomicWrite begun(Call<AtomicWrite> beginning) throws StorageException {
      if (used) {
        throw new IllegalStateException("one turn is for one write");
      }
      AtomicWrite write = beginning.run();
      used = true;
      return new CountedWrite(write, turn);
    }

    @Override
    public boolean isWanted() {
      return turn.isWanted();
    }

    @Override
    public void close() {
      if (!used) {
        turn.close();
      }
    }
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    return inReadersTurn(() -> super.digest(path, algorithm, progress));
  }

  @Override
  public Map<StoragePath, DigestedFile> digests(List<StoragePath> paths, DigestAlgorithm algorithm)
      throws StorageException {
    return inReadersTurn(() -> super.digests(paths, algorithm));
  }

  private <T> T inReadersTurn(Call<T> call) throws StorageException {
    return inTurn(
        reads,
        StorageOperation.DIGEST,
        turn -> {
          try {
            return call.run();
          } finally {
            turn.close();
          }
        });
  }

  @Override
  public Optional<HostFiles> hostFiles() {
    return super.hostFiles()
        .map(files ->
            (path, allowed) ->
                inTurn(
                    hostFiles,
                    StorageOperation.OPEN_HOST_FILE,
                    turn -> {
                      HostFile file = files.open(path, allowed);
                      return new HostFile(
                          file.resolvedPath(), file.size(), new CountedStream(file.stream(), turn));
                    }));
  }

  private interface Transfer<T> {
    T begin(FairTurns<StorageOperation>.Turn turn) throws StorageException;
  }

  private <T> T inTurn(
      FairTurns<StorageOperation> kind, StorageOperation operation, Transfer<T> transfer)
      throws StorageException {
    FairTurns<StorageOperation>.Turn turn = await(kind, operation);
    try {
      return transfer.begin(turn);
    } catch (StorageException | RuntimeException e) {
      turn.close();
      throw e;
    }
  }

  private FairTurns<StorageOperation>.Turn await(
      FairTurns<StorageOperation> kind, StorageOperation operation) throws StorageException {
    try {
      return kind.await(owner.get(), operation, patience)
          .orElseThrow(() ->
              new StorageException(
                  StorageException.Reason.TIMED_OUT, "the storage is busy with other transfers"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          StorageException.Reason.FAILED, "interrupted while waiting for other transfers", e);
    }
  }

  private static final class CountedStream extends FilterInputStream {
    private final FairTurns<StorageOperation>.Turn turn;

    CountedStream(InputStream stream, FairTurns<StorageOperation>.Turn turn) {
      super(stream);
      this.turn = turn;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        turn.close();
      }
    }
  }

  private static final class CountedWrite extends ForwardingWrite {
    private final FairTurns<StorageOperation>.Turn turn;

    CountedWrite(AtomicWrite write, FairTurns<StorageOperation>.Turn turn) {
      super(write);
      this.turn = turn;
    }

    @Override
    public void close() {
      try {
        super.close();
      } finally {
        turn.close();
      }
    }
  }
}
