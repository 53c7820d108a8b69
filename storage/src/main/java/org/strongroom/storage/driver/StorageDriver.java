package org.strongroom.storage.driver;

import java.io.Closeable;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.strongroom.storage.ByteSource;

/**
 * One storage: the contract that every kind fulfils and that the conformance suite checks over real
 * servers. What only some kinds can do is asked for as a capability, such as {@link #hostFiles}:
 * nobody asks which kind a storage is of.
 *
 * <p>A driver is thread-safe and keeps its connection warm between calls; it connects by itself
 * when a call needs it and reconnects after a loss. It does no retrying, throttling or logging:
 * those are decorators. Every call is bounded in time, may be interrupted, and fails with a {@link
 * StorageException}, never with another exception for a reason that lies in the storage.
 *
 * <p>Paths are {@link StoragePath}s below the storage's root directory. A driver never follows a
 * symbolic link out of the root and changes nothing outside it.
 */
public interface StorageDriver extends Closeable {

  /**
   * Drops what is there of a connection, connects anew and makes the root directory with its
   * parents if it is missing. Places without directories have nothing to make.
   *
   * @throws StorageException with UNREACHABLE, TIMED_OUT, CREDENTIALS_REJECTED, HOST_KEY_CHANGED,
   *     WRONG_TYPE if a file stands in the root's place, PERMISSION_DENIED if the account may not
   *     write there
   */
  StorageFacts connect() throws StorageException;

  /**
   * Connects anew to a storage that was connected before, without making or changing anything: the
   * root that is missing then is a disk that is not mounted.
   *
   * @throws StorageException as {@link #connect}; NOT_FOUND if the root directory is missing
   */
  StorageFacts reconnect() throws StorageException;

  /**
   * Finds out whether something can be written at present, leaving nothing behind. A full disk
   * passes.
   *
   * @throws StorageException PERMISSION_DENIED if the file system is read-only or the account may
   *     not write there
   */
  void checkWritable() throws StorageException;

  /**
   * What a connect finds out, without making or changing anything on the storage.
   *
   * @throws StorageException NOT_FOUND if the root directory is missing
   */
  StorageFacts facts() throws StorageException;

  /**
   * What the storage's server offers beyond its protocol, by the names that the protocol gives it;
   * empty for storages without a server.
   */
  default Set<String> extensions() throws StorageException {
    return Set.of();
  }

  /**
   * Asks the storage for a sign of life over the warm connection, and for the capacity in the same
   * breath. A refused or dropped connection is tried once more with a new one within the same time.
   *
   * @param timeout how long the storage may be silent; TIMED_OUT afterwards. While its own
   *     transfers keep the line busy their bytes are the sign of life, and the capacity is the last
   *     one known; the call ends within twice the time
   */
  Capacity ping(Duration timeout) throws StorageException;

  Capacity capacity() throws StorageException;

  /** What stands at the path, without following a symbolic link; empty if nothing does. */
  Optional<StorageEntry> stat(StoragePath path) throws StorageException;

  /**
   * The entries of a directory in no particular order, temporary files of unfinished writes
   * included. Names that are no UTF-8 are left out: they cannot be told as paths, and none is ours.
   * Where there are only objects, a directory is what their names have before a slash: it is there
   * as long as it has entries.
   *
   * @throws StorageException NOT_FOUND, or WRONG_TYPE if it is not a directory
   */
  List<StorageEntry> list(StoragePath directory) throws StorageException;

  /**
   * A sequential stream from {@code offset} to the end of the file, read ahead so that the wire is
   * full. Ends early only with an exception: a file that shrinks under way is FAILED, not a short
   * stream.
   *
   * @throws StorageException NOT_FOUND; WRONG_TYPE; FAILED if offset lies beyond the end
   */
  InputStream read(StoragePath path, long offset) throws StorageException;

  /** The file for reads at any offset. */
  ByteSource open(StoragePath path) throws StorageException;

  /**
   * Begins an atomic, durable write: bytes go to a temporary name in the same directory (which is
   * made with its parents) and take their place at {@link AtomicWrite#commit()}. Where there are
   * only objects, an object of the temporary name tells where the bytes are.
   *
   * @param writeId names this attempt, see {@link TemporaryName}; part of the temporary name {@code
   *     .<writeId>.part}, so that what a killed process left can be found and removed with {@link
   *     #abandon}; a write with an id that is in use is EXISTS
   * @param expectedLength bytes that will come, or -1; more bytes than announced are refused by
   *     {@code commit}, fewer too
   */
  AtomicWrite create(StoragePath path, String writeId, long expectedLength) throws StorageException;

  /**
   * Goes on with a write that was closed after a {@link AtomicWrite#checkpoint()}, in its temporary
   * file. What lies there behind {@code offset} is cut off. Whether anybody else writes there still
   * cannot be told, so only the run of a work that began the write goes on with it; a later run
   * reads what is there. Where that cannot be read ({@link #readsUnfinished}), a later run takes
   * the write over here, and what the earlier one does afterwards changes nothing of it. That one
   * must not have begun to commit before all of its bytes were made durable.
   *
   * @param offset bytes of the temporary file that are kept
   * @param expectedLength bytes that the file will have in all, or -1
   * @throws StorageException NOT_FOUND; FAILED if there are fewer bytes than that
   */
  AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException;

  /**
   * Whether the bytes that an unfinished write has kept can be read by its temporary name. Where
   * there are only objects, those of an upload may not be; {@link #resume} takes it over then.
   */
  default boolean readsUnfinished() {
    return true;
  }

  /**
   * Waits until a file may be written, as long as that takes; an interrupt ends the waiting.
   * Storages without bounds make nobody wait.
   */
  default WriteTurn awaitTurn() throws InterruptedException {
    return new FreeTurn(this);
  }

  /** The same if nobody has to be waited for; else empty, at once. */
  default Optional<WriteTurn> pollTurn() {
    return Optional.of(new FreeTurn(this));
  }

  /**
   * Tells, whenever it is asked, whether others than whoever calls this now wait for a turn to
   * read.
   */
  default BooleanSupplier readersWaiting() {
    return () -> false;
  }

  /**
   * Removes the temporary file that a write with this id left beside {@code path}; nothing there is
   * success.
   */
  void abandon(StoragePath path, String writeId) throws StorageException;

  /**
   * Removes the temporary files beside {@code path} that this run of a work and earlier ones have
   * left, never those of later runs. A run does so before it commits: a rename of an earlier run
   * that hangs somewhere then finds nothing any more that it could put into the later one's place.
   */
  default void abandonEarlier(StoragePath path, String writeId) throws StorageException {
    List<StorageEntry> entries;
    try {
      entries = list(path.parent());
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        return;
      }
      throw e;
    }
    for (StorageEntry entry : entries) {
      if (TemporaryName.isUpTo(entry.path().name(), writeId)) {
        delete(entry.path());
      }
    }
  }

  /**
   * Removes a file or an empty directory; nothing there is success. A directory with entries:
   * FAILED, or nothing at all where there are only objects.
   */
  void delete(StoragePath path) throws StorageException;

  /**
   * Removes a directory with all below it, or a file; symbolic links are removed, not followed.
   * Nothing there is success.
   */
  void deleteTree(StoragePath path) throws StorageException;

  /**
   * The digest of a file, computed where the bytes lie if the storage can, else by reading them.
   *
   * @param progress told the bytes hashed so far, now and then
   * @return lower-case hexadecimal
   */
  String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException;

  /**
   * The digests of several files, each as {@link #digest} has it, at less cost than one by one
   * where the storage can. Nobody is told before all are done: they should take seconds, not hours.
   *
   * @return those of them that are there
   */
  default Map<StoragePath, DigestedFile> digests(List<StoragePath> paths, DigestAlgorithm algorithm)
      throws StorageException {
    var found = new HashMap<StoragePath, DigestedFile>();
    for (StoragePath path : paths) {
      DigestedFile.of(this, path, algorithm).ifPresent(file -> found.put(path, file));
    }
    return found;
  }

  /** The files of the storage's own host; empty for a place that has none. */
  default Optional<HostFiles> hostFiles() {
    return Optional.empty();
  }

  /**
   * Closes the connection and everything opened through it. The driver can not be used afterwards.
   */
  @Override
  void close();
}
