package org.strongroom.server.copy;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;

/**
 * One of several writes of the same bytes, whose failure is its own: what comes after it is
 * dropped, and the others go on.
 */
final class SeparateWrite implements AtomicWrite {
  private final CopyTarget target;
  private final @Nullable AtomicWrite write;
  private final BiConsumer<CopyTarget, StorageException> ended;
  private volatile @Nullable StorageException failure;
  private volatile @Nullable StorageException dropped;

  private SeparateWrite(
      CopyTarget target,
      @Nullable AtomicWrite write,
      BiConsumer<CopyTarget, StorageException> ended) {
    this.target = target;
    this.write = write;
    this.ended = ended;
  }

  /** How a write begins. */
  interface Beginning {
    AtomicWrite begin() throws StorageException;
  }

  /**
   * Begins, or fails at once.
   *
   * @param ended told a failure, on the thread that writes
   */
  static SeparateWrite begin(
      CopyTarget target, Beginning beginning, BiConsumer<CopyTarget, StorageException> ended) {
    try {
      return new SeparateWrite(target, beginning.begin(), ended);
    } catch (StorageException e) {
      SeparateWrite failed = new SeparateWrite(target, null, ended);
      failed.fail(e);
      return failed;
    }
  }

  CopyTarget target() {
    return target;
  }

  /** Why it ended before its time. */
  Optional<StorageException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Nobody wants it any more: the thread that writes ends it. */
  void drop(StorageException why) {
    dropped = why;
  }

  private interface Act {
    void on(AtomicWrite write) throws StorageException;
  }

  private void unlessFailed(Act act) {
    AtomicWrite open = write;
    if (failure != null || open == null) {
      return;
    }
    try {
      StorageException unwanted = dropped;
      if (unwanted != null) {
        throw unwanted;
      }
      act.on(open);
    } catch (StorageException e) {
      open.close();
      fail(e);
    }
  }

  private void fail(StorageException e) {
    failure = e;
    ended.accept(target, e);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    unlessFailed(open -> open.write(bytes, offset, length));
  }

  @Override
  public void checkpoint() {
    unlessFailed(AtomicWrite::checkpoint);
  }

  @Override
  public void commit(Fence fence) {
    unlessFailed(open -> open.commit(fence));
  }

  @Override
  public boolean isProved() {
    return write != null && failure == null && write.isProved();
  }

  @Override
  public void close() {
    if (write != null) {
      write.close();
    }
  }
}
