package org.strongroom.storage.driver.layer;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.DigestedFile;
import org.strongroom.storage.driver.HostFiles;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.StoragePath;

/** Hands every call on to another driver: what policies are put round a storage with. */
public abstract class ForwardingDriver implements StorageDriver {
  private final StorageDriver driver;

  protected ForwardingDriver(StorageDriver driver) {
    this.driver = driver;
  }

  /** A call of the driver behind. */
  protected interface Call<T> {
    T run() throws StorageException;
  }

  /** Every call but {@link #close} comes by here; the default only runs it. */
  protected <T> T forward(StorageOperation operation, Call<T> call) throws StorageException {
    return call.run();
  }

  private void forwardAction(StorageOperation operation, Action action) throws StorageException {
    forward(
        operation,
        () -> {
          action.run();
          return true;
        });
  }

  private interface Action {
    void run() throws StorageException;
  }

  @Override
  public StorageFacts connect() throws StorageException {
    return forward(StorageOperation.CONNECT, driver::connect);
  }

  @Override
  public StorageFacts reconnect() throws StorageException {
    return forward(StorageOperation.RECONNECT, driver::reconnect);
  }

  @Override
  public void checkWritable() throws StorageException {
    forwardAction(StorageOperation.CHECK_WRITABLE, driver::checkWritable);
  }

  @Override
  public Set<String> extensions() throws StorageException {
    return forward(StorageOperation.FACTS, driver::extensions);
  }

  @Override
  public StorageFacts facts() throws StorageException {
    return forward(StorageOperation.FACTS, driver::facts);
  }

  @Override
  public Capacity ping(Duration timeout) throws StorageException {
    return forward(StorageOperation.PING, () -> driver.ping(timeout));
  }

  @Override
  public Capacity capacity() throws StorageException {
    return forward(StorageOperation.CAPACITY, driver::capacity);
  }

  @Override
  public Optional<StorageEntry> stat(StoragePath path) throws StorageException {
    return forward(StorageOperation.STAT, () -> driver.stat(path));
  }

  @Override
  public List<StorageEntry> list(StoragePath directory) throws StorageException {
    return forward(StorageOperation.LIST, () -> driver.list(directory));
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    return forward(StorageOperation.READ, () -> driver.read(path, offset));
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    return forward(StorageOperation.OPEN, () -> driver.open(path));
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return forward(StorageOperation.CREATE, () -> driver.create(path, writeId, expectedLength));
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return forward(
        StorageOperation.RESUME, () -> driver.resume(path, writeId, offset, expectedLength));
  }

  @Override
  public boolean readsUnfinished() {
    return driver.readsUnfinished();
  }

  @Override
  public BooleanSupplier readersWaiting() {
    return driver.readersWaiting();
  }

  @Override
  public void abandon(StoragePath path, String writeId) throws StorageException {
    forwardAction(StorageOperation.ABANDON, () -> driver.abandon(path, writeId));
  }

  @Override
  public void delete(StoragePath path) throws StorageException {
    forwardAction(StorageOperation.DELETE, () -> driver.delete(path));
  }

  @Override
  public void deleteTree(StoragePath path) throws StorageException {
    forwardAction(StorageOperation.DELETE_TREE, () -> driver.deleteTree(path));
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    return forward(StorageOperation.DIGEST, () -> driver.digest(path, algorithm, progress));
  }

  @Override
  public Map<StoragePath, DigestedFile> digests(List<StoragePath> paths, DigestAlgorithm algorithm)
      throws StorageException {
    return forward(StorageOperation.DIGEST, () -> driver.digests(paths, algorithm));
  }

  @Override
  public Optional<HostFiles> hostFiles() {
    return driver
        .hostFiles()
        .map(files ->
            (path, allowed) ->
                forward(StorageOperation.OPEN_HOST_FILE, () -> files.open(path, allowed)));
  }

  @Override
  public void close() {
    driver.close();
  }
}
