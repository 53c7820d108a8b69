package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.ParallelReadStream;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageEntry.Kind;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.StreamDigest;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.bucket.WriteTrial;
import org.strongroom.storage.driver.s3.client.Patience;

/**
 * A storage in a bucket of an S3-compatible object store. Files are objects; an object that is
 * being written is an upload in parts, of which an object of the temporary name tells (see {@link
 * PendingWrite}). Calls are tried again as the {@link Patience} of the bucket says.
 */
public final class S3Driver implements StorageDriver {
  private final S3Place place;
  private final S3Keys keys;
  private final Bucket bucket;
  private final S3Leftovers leftovers;

  S3Driver(S3Place place, Bucket bucket) {
    this.place = place;
    this.keys = new S3Keys(place);
    this.bucket = bucket;
    this.leftovers = new S3Leftovers(bucket);
  }

  @Override
  public StorageFacts connect() throws StorageException {
    checkWritable();
    S3Reasons.run(new WriteTrial(bucket)::requireLocks);
    return facts();
  }

  @Override
  public StorageFacts reconnect() throws StorageException {
    return facts();
  }

  @Override
  public void checkWritable() throws StorageException {
    try {
      S3Reasons.run(() -> new WriteTrial(bucket).run(place.directory()));
    } catch (StorageException e) {
      if (e.reason() != Reason.NO_SPACE) {
        throw e;
      }
    }
  }

  @Override
  public StorageFacts facts() throws StorageException {
    return known(S3Reasons.call(bucket::requireBucket));
  }

  private StorageFacts known(Capacity capacity) {
    return new StorageFacts(
        place.url(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        capacity);
  }

  @Override
  public Capacity ping(Duration timeout) throws StorageException {
    return S3Reasons.call(() -> bucket.requireBucket(timeout));
  }

  /** Ceph's RGW tells the quotas of its bucket and user; there is no bound that others tell. */
  @Override
  public Capacity capacity() throws StorageException {
    return S3Reasons.call(bucket::requireBucket);
  }

  @Override
  public Optional<StorageEntry> stat(StoragePath path) throws StorageException {
    if (path.equals(StoragePath.ROOT)) {
      return Optional.of(directory(path));
    }
    Optional<StorageEntry> file =
        find(path).map(object -> file(path, object.size(), object.lastModified()));
    return file.isPresent() ? file : isDirectory(path) ? Optional.of(directory(path)) : file;
  }

  private Optional<ObjectFacts> find(StoragePath path) throws StorageException {
    String key = keys.of(path);
    return S3Reasons.call(() -> bucket.head(key));
  }

  private boolean isDirectory(StoragePath path) throws StorageException {
    String below = keys.below(path);
    return S3Reasons.call(() -> bucket.hasBelow(below));
  }

  private static StorageEntry file(StoragePath path, long size, Instant modified) {
    return new StorageEntry(path, Kind.FILE, size, modified);
  }

  private static StorageEntry directory(StoragePath path) {
    return new StorageEntry(path, Kind.DIRECTORY, 0, Instant.EPOCH);
  }

  @Override
  public List<StorageEntry> list(StoragePath directory) throws StorageException {
    String below = keys.below(directory);
    List<StorageEntry> entries = new ArrayList<>();
    List<ObjectFacts> objects =
        S3Reasons.call(() ->
            bucket.listDirectory(
                below,
                name ->
                    S3Keys.path(directory, below, name.substring(0, name.length() - 1))
                        .ifPresent(path -> entries.add(directory(path)))));
    for (ObjectFacts object : objects) {
      S3Keys.path(directory, below, object.key())
          .ifPresent(path -> entries.add(file(path, object.size(), object.lastModified())));
    }
    if (objects.isEmpty() && entries.isEmpty() && !directory.equals(StoragePath.ROOT)) {
      throw find(directory).isPresent()
          ? new StorageException(Reason.WRONG_TYPE, directory + " is a file")
          : notFound(directory);
    }
    return entries;
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    ObjectFacts object = require(path);
    return S3Reasons.call(() -> new ToldStream(bucket.read(object, offset)));
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    return new ToldBytes(bucket.open(require(path)));
  }

  private ObjectFacts require(StoragePath path) throws StorageException {
    Optional<ObjectFacts> found = path.equals(StoragePath.ROOT) ? Optional.empty() : find(path);
    if (found.isEmpty()) {
      throw path.equals(StoragePath.ROOT) || isDirectory(path)
          ? new StorageException(Reason.WRONG_TYPE, path + " is a directory")
          : notFound(path);
    }
    return found.get();
  }

  private static StorageException notFound(StoragePath path) {
    return new StorageException(Reason.NOT_FOUND, path + ": no such object");
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    StoragePath.requireBelowRoot(path);
    String key = keys.of(path);
    String marker = keys.of(path.parent().resolve(TemporaryName.of(writeId)));
    return S3Reasons.call(() -> S3Write.begin(bucket, key, marker, writeId, expectedLength));
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    StoragePath.requireBelowRoot(path);
    String marker = keys.of(path.parent().resolve(TemporaryName.of(writeId)));
    String key = keys.of(path);
    Optional<PendingWrite> own = pending(marker, key);
    Optional<PendingWrite> pending = own;
    if (own.isEmpty()) {
      for (String earlier : S3Reasons.call(() -> leftovers.earlier(marker))) {
        pending = pending.isPresent() ? pending : pending(earlier, key);
      }
    }
    PendingWrite found =
        pending.orElseThrow(() -> notFound(path.parent().resolve(TemporaryName.of(writeId))));
    boolean takenOver = own.isEmpty();
    return S3Reasons.call(
        () -> S3Write.goOn(bucket, found, takenOver, marker, writeId, offset, expectedLength));
  }

  /** Whoever may write into the bucket could name another object: that is none. */
  private Optional<PendingWrite> pending(String marker, String key) throws StorageException {
    return S3Reasons.call(() -> leftovers.read(marker)).filter(found -> found.key().equals(key));
  }

  @Override
  public boolean readsUnfinished() {
    return false;
  }

  @Override
  public void abandon(StoragePath path, String writeId) throws StorageException {
    delete(path.parent().resolve(TemporaryName.of(writeId)));
  }

  @Override
  public void delete(StoragePath path) throws StorageException {
    StoragePath.requireBelowRoot(path);
    String key = keys.of(path);
    S3Reasons.run(() -> {
      if (TemporaryName.matches(path.name())) {
        leftovers.clear(key);
      }
      bucket.delete(key);
    });
  }

  @Override
  public void deleteTree(StoragePath path) throws StorageException {
    delete(path);
    String below = keys.below(path);
    S3Reasons.run(() -> leftovers.clearTree(below));
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    ObjectFacts object = require(path);
    return StreamDigest.of(
        new ParallelReadStream(
            object.size(),
            (from, until) ->
                new ToldStream(S3Reasons.call(() -> bucket.read(object, from, until)))),
        algorithm,
        progress);
  }

  @Override
  public void close() {
    bucket.close();
  }

  /** A stream whose failures are a storage's. */
  private static final class ToldStream extends InputStream {
    private final InputStream in;

    ToldStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws StorageException {
      return S3Reasons.call(in::read);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws StorageException {
      return S3Reasons.call(() -> in.read(target, offset, length));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private record ToldBytes(ByteSource source) implements ByteSource {
    @Override
    public long size() throws IOException {
      return source.size();
    }

    @Override
    public int read(long position, java.nio.ByteBuffer target) throws StorageException {
      return S3Reasons.call(() -> source.read(position, target));
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
