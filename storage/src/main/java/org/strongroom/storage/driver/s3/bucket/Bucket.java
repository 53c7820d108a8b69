package org.strongroom.storage.driver.s3.bucket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectOptions;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.driver.s3.call.BucketWay;
import org.strongroom.storage.driver.s3.call.Causes;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.storage.transfer.VerifyingInputStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A bucket of an S3-compatible object store. Thread-safe. Calls are tried again a few times while
 * the store can not be reached, are bounded in time, end soon when the thread is interrupted
 * ({@link java.io.InterruptedIOException}) and else fail with a {@link BucketException}.
 *
 * <p>Keys have from 1 to 1024 bytes in UTF-8, no control characters, and no empty segments or
 * segments {@code .} or {@code ..}, which could lead into another bucket: INVALID_KEY.
 */
public final class Bucket implements Closeable {
  /** Longest that removing something may take. */
  static final Duration REMOVAL = Duration.ofSeconds(10);

  private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);

  /** Under which name the digest is kept with an object. */
  public static final String SHA256 = "strongroom-sha256";

  private static final int PIECE = 256 << 10;

  private final S3Calls calls;
  private final Executor hashing;
  private final ObjectOptions options;
  private final InstantSource clock;
  private final CrcTrial crc;

  public Bucket(S3Calls calls, Executor hashing, ObjectOptions options, InstantSource clock) {
    this.calls = calls;
    this.hashing = hashing;
    this.options = options;
    this.clock = clock;
    this.crc = new CrcTrial(calls);
  }

  /**
   * Makes sure that the bucket is there. NO_SUCH_BUCKET if not.
   *
   * @return the room that a quota leaves, where the store tells one
   */
  public Capacity requireBucket() throws IOException {
    return requireBucket(LONGEST_LOOK);
  }

  /**
   * The same.
   *
   * @param timeout how long it may take, with all its repetitions
   * @return the room that a quota leaves, where the store tells one
   */
  public Capacity requireBucket(Duration timeout) throws IOException {
    try {
      return RgwQuota.of(
          calls
              .call(
                  S3Action.OPEN,
                  s3 ->
                      s3.headBucket(r ->
                          r.bucket(calls.bucket())
                              .overrideConfiguration(bounds -> bounds.apiCallTimeout(timeout))))
              .sdkHttpResponse());
    } catch (BucketException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        throw new BucketException(
            Reason.NO_SUCH_BUCKET, calls.access().label() + ": there is no such bucket", e);
      }
      askForWords(
          e,
          S3Action.OPEN,
          s3 ->
              s3.listObjectsV2(r ->
                  r.bucket(calls.bucket())
                      .maxKeys(1)
                      .overrideConfiguration(bounds -> bounds.apiCallTimeout(timeout))));
      return Capacity.unlimited(); // it is reached by another way now
    }
  }

  /**
   * Asks once more in a way whose answer has a body: that to HEAD tells no reason.
   *
   * @throws BucketException with the store's own words, else the failure of before; returns if the
   *     bucket is reached by another way now
   */
  private void askForWords(BucketException failure, S3Action action, Consumer<S3Client> call)
      throws IOException {
    boolean wordless =
        Causes.find(failure, AwsServiceException.class)
            .filter(answer -> answer.statusCode() < 500 && !Causes.hasWords(answer))
            .isPresent();
    if (!wordless) {
      throw failure;
    }
    BucketWay before = calls.way();
    calls.call(
        action,
        s3 -> {
          call.accept(s3);
          return true;
        });
    if (calls.way().equals(before)) {
      throw failure;
    }
  }

  /** The object; empty if there is none. NO_SUCH_BUCKET if the bucket itself is missing. */
  public Optional<ObjectFacts> head(String key) throws IOException {
    ObjectKey.checked(key);
    try {
      HeadObjectResponse found =
          calls.call(S3Action.READ, s3 -> s3.headObject(r -> r.bucket(calls.bucket()).key(key)));
      if (found.contentLength() == null || found.eTag() == null) {
        throw incomplete(key);
      }
      return Optional.of(
          new ObjectFacts(
              key,
              found.contentLength(),
              found.eTag(),
              Optional.ofNullable(found.lastModified()).orElse(Instant.EPOCH),
              digest(found.metadata())));
    } catch (BucketException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        askForWords(
            e,
            S3Action.READ,
            s3 -> s3.getObject(r -> r.bucket(calls.bucket()).key(key).range("bytes=0-0")).abort());
        throw e;
      }
      // An answer to HEAD does not tell what is missing.
      requireBucket();
      return Optional.empty();
    }
  }

  /** What others wrote there may be no digest. */
  private static Optional<String> digest(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(SHA256))
        .map(Map.Entry::getValue)
        .filter(value -> value.matches("[0-9a-f]{64}"))
        .findFirst();
  }

  /**
   * Objects whose keys begin with {@code prefix} and are wanted, in the order of their keys. Asks
   * for a thousand at a time.
   *
   * @param limit how many to answer at most
   * @throws BucketException FAILED if a million objects have gone by and the list is not over
   */
  public List<ObjectFacts> list(String prefix, Predicate<ObjectFacts> wanted, int limit)
      throws IOException {
    return calls.call(
        S3Action.LIST, s3 -> new Listing(s3, calls.access(), prefix).first(limit, wanted));
  }

  /**
   * What lies directly in a directory: the objects, in the order of their keys.
   *
   * @param below what the keys begin with: empty, or with a slash at its end
   * @param directories told the directories in it, as {@code below} is written
   */
  public List<ObjectFacts> listDirectory(String below, Consumer<String> directories)
      throws IOException {
    return calls.call(
        S3Action.LIST,
        s3 ->
            new Listing(s3, calls.access(), below, directories)
                .first(Integer.MAX_VALUE, object -> true));
  }

  /** Whether there is an object whose key begins so. */
  public boolean hasBelow(String prefix) throws IOException {
    return !list(prefix, object -> true, 1).isEmpty();
  }

  static BucketException incomplete(String key) {
    return new BucketException(
        Reason.FAILED, "the object store tells neither size nor ETag of '%s'".formatted(key));
  }

  /**
   * The bytes from {@code offset} to the end. Goes on where it broke off as long as the object is
   * the same one. Ends early only with an exception.
   *
   * @throws BucketException NOT_FOUND; CHANGED, also later, if the object was replaced
   */
  public InputStream read(ObjectFacts object, long offset) throws IOException {
    ObjectKey.checked(object.key());
    return new ObjectStream(calls, object, offset);
  }

  /**
   * The same, up to a byte that is not read any more.
   *
   * @param end at most the object's size
   */
  public InputStream read(ObjectFacts object, long offset, long end) throws IOException {
    ObjectKey.checked(object.key());
    return new ObjectStream(calls, object, offset, end);
  }

  /** The object for reads at any offset, of which few should go backwards or far ahead. */
  public ByteSource open(ObjectFacts object) {
    return new ObjectBytes(this, object);
  }

  /**
   * All bytes, checked against the digest that is kept with the object, if there is one: the last
   * of them come only when it has proved right, else the stream fails with a {@link
   * org.strongroom.storage.transfer.DigestMismatchException}.
   *
   * @param object as {@link #head} tells it
   */
  public InputStream readVerified(ObjectFacts object) throws IOException {
    InputStream bytes = read(object, 0);
    return object
        .sha256()
        .<InputStream>map(sha256 ->
            new VerifyingInputStream(
                bytes,
                "object '%s' of %s".formatted(object.key(), calls.access().label()),
                object.size(),
                sha256,
                hashing))
        .orElse(bytes);
  }

  /**
   * Whether what was found is the object that was to be made: by the digest that is kept with it
   * or, where stores lose that, by its bytes.
   *
   * @param listener told the bytes that are read for it
   */
  public boolean isSame(ObjectFacts found, NewObject object, TransferListener listener)
      throws IOException {
    if (found.size() != object.size()) {
      return false;
    }
    return found.sha256().isPresent()
        ? found.sha256().get().equals(object.sha256())
        : sha256(found, listener).equals(object.sha256());
  }

  /** The digest of an object's bytes, all of which are read. */
  String sha256(ObjectFacts object, TransferListener listener) throws IOException {
    Digest digest = Digest.of(DigestAlgorithm.SHA256);
    byte[] piece = new byte[PIECE];
    long done = 0;
    try (InputStream bytes = read(object, 0)) {
      for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
        digest.update(piece, count);
        done += count;
        listener.progress(done);
      }
    }
    return digest.hex();
  }

  /** Writes a small object, at most 5 MiB. */
  public void put(String key, byte[] bytes) throws IOException {
    ObjectKey.checked(key);
    calls.call(
        S3Action.WRITE,
        s3 ->
            s3.putObject(
                r -> {
                  r.bucket(calls.bucket()).key(key).contentMD5(contentMd5(bytes));
                  options.on(r);
                },
                RequestBody.fromBytes(bytes)));
  }

  /** Stores that lock objects take no bytes without it. */
  private static String contentMd5(byte[] bytes) {
    Digest md5 = Digest.of(DigestAlgorithm.MD5);
    md5.update(bytes, bytes.length);
    return Digest.base64(md5.hex());
  }

  /**
   * Deletes an object; nothing there is success. Whoever has made sure before that it may go can
   * rely on that for {@link #REMOVAL}: afterwards the call is given up, with all its repetitions.
   *
   * @throws BucketException UNREACHABLE if it took longer
   */
  public void delete(String key) throws IOException {
    delete(key, REMOVAL);
  }

  public void delete(String key, Duration most) throws IOException {
    ObjectKey.checked(key);
    try {
      calls.call(
          S3Action.DELETE,
          s3 ->
              s3.deleteObject(r ->
                  r.bucket(calls.bucket())
                      .key(key)
                      .overrideConfiguration(bounds -> bounds.apiCallTimeout(most))));
    } catch (BucketException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  /**
   * Begins an upload in parts. The object appears when {@link MultipartUpload#send} is through.
   *
   * @throws BucketException EXISTS if another object has the key
   */
  public MultipartUpload begin(NewObject object) throws IOException {
    return begin(object, PartPlan.partSize(object.size()));
  }

  public MultipartUpload begin(NewObject object, long partSize) throws IOException {
    if (head(object.key()).isPresent()) {
      throw new BucketException(
          Reason.EXISTS,
          "%s has an object '%s' already".formatted(calls.access().label(), object.key()));
    }
    BegunUploads uploads = uploads();
    BegunUploads.Beginning begun = uploads.begin(object.key(), Map.of(SHA256, object.sha256()));
    if (begun.again()) {
      for (String other : uploads.to(object.key())) {
        if (!other.equals(begun.uploadId())) {
          uploads.abort(object.key(), other);
        }
      }
    }
    return resume(object, begun.uploadId(), partSize);
  }

  /**
   * An upload that was begun before, perhaps by an earlier process. Nothing is asked yet.
   *
   * @param uploadId {@link MultipartUpload#uploadId}
   * @param partSize {@link MultipartUpload#partSize}
   */
  public MultipartUpload resume(NewObject object, String uploadId, long partSize) {
    return new MultipartUpload(
        this, calls, hashing, object, uploadId, new PartPlan(object.size(), partSize));
  }

  /** Uploads in parts that are under way. */
  public BegunUploads uploads() {
    return new BegunUploads(this);
  }

  /** Whether parts may go with their CRC-32C. */
  public CrcTrial crc() {
    return crc;
  }

  public S3Calls calls() {
    return calls;
  }

  ObjectOptions options() {
    return options;
  }

  InstantSource clock() {
    return clock;
  }

  public Executor hashing() {
    return hashing;
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public String toString() {
    return calls.toString();
  }
}
