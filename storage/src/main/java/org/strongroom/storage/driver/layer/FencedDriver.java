package org.strongroom.storage.driver.layer;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.WriteTurn;

/**
 * A storage in the hands of a work that somebody else may take over: its fence is asked before each
 * effect, and before the rename of each write.
 */
public final class FencedDriver extends ForwardingDriver {
  private static final Set<StorageOperation> EFFECTS =
      EnumSet.of(
          StorageOperation.CONNECT,
          StorageOperation.CHECK_WRITABLE,
          StorageOperation.CREATE,
          StorageOperation.RESUME,
          StorageOperation.ABANDON,
          StorageOperation.DELETE,
          StorageOperation.DELETE_TREE);

  private final StorageDriver driver;
  private final Fence fence;

  public FencedDriver(StorageDriver driver, Fence fence) {
    super(driver);
    this.driver = driver;
    this.fence = fence;
  }

  @Override
  protected <T> T forward(StorageOperation operation, Call<T> call) throws StorageException {
    if (EFFECTS.contains(operation)) {
      fence.confirm();
    }
    return call.run();
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return new FencedWrite(super.create(path, writeId, expectedLength), fence);
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return new FencedWrite(super.resume(path, writeId, offset, expectedLength), fence);
  }

  @Override
  public WriteTurn awaitTurn() throws InterruptedException {
    return new FencedTurn(driver.awaitTurn(), fence);
  }

  @Override
  public Optional<WriteTurn> pollTurn() {
    return driver.pollTurn().map(turn -> new FencedTurn(turn, fence));
  }

  private record FencedTurn(WriteTurn turn, Fence fence) implements WriteTurn {
    @Override
    public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
        throws StorageException {
      fence.confirm();
      return new FencedWrite(turn.create(path, writeId, expectedLength), fence);
    }

    @Override
    public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
        throws StorageException {
      fence.confirm();
      return new FencedWrite(turn.resume(path, writeId, offset, expectedLength), fence);
    }

    @Override
    public boolean isWanted() {
      return turn.isWanted();
    }

    @Override
    public void close() {
      turn.close();
    }
  }

  private static final class FencedWrite extends ForwardingWrite {
    private final Fence fence;

    FencedWrite(AtomicWrite write, Fence fence) {
      super(write);
      this.fence = fence;
    }

    @Override
    public void commit(Fence other) throws StorageException {
      super.commit(() -> {
        other.confirm();
        fence.confirm();
      });
    }
  }
}
