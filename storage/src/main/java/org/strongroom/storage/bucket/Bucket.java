package org.strongroom.storage.bucket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A bucket of an S3-compatible object store. Thread-safe. Calls are tried again a few times while
 * the store can not be reached, are bounded in time, end soon when the thread is interrupted
 * ({@link java.io.InterruptedIOException}) and else fail with a {@link BucketException}.
 *
 * <p>Keys have from 1 to 1024 bytes in UTF-8, no control characters and no segments {@code .} or
 * {@code ..}, which could lead into another bucket: INVALID_KEY.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class Bucket implements Closeable {
  Bucket() {}

  /**
   * Makes sure that the bucket exists and that objects can be written, read and deleted, by doing
   * so with a small one.
   *
   * @throws BucketException NO_SUCH_BUCKET, DENIED, UNREACHABLE, REFUSED_ADDRESS, FAILED
   */
  public void checkWritable() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The object; empty if there is none. NO_SUCH_BUCKET if the bucket itself is missing. */
  public Optional<ObjectFacts> head(String key) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Objects whose keys begin with {@code prefix} and are wanted, in the order of their keys. Asks
   * for a thousand at a time.
   *
   * @param limit how many to answer at most
   */
  public List<ObjectFacts> list(String prefix, Predicate<ObjectFacts> wanted, int limit)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * The bytes from {@code offset} to the end. Goes on where it broke off as long as the object is
   * the same one. Ends early only with an exception.
   *
   * @throws BucketException NOT_FOUND; CHANGED, also later, if the object was replaced
   */
  public InputStream read(ObjectFacts object, long offset) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * All bytes, checked against the digest that is kept with the object, if there is one: the last
   * of them come only when it has proved right, else the stream fails with a {@link
   * org.strongroom.storage.transfer.DigestMismatchException}.
   */
  public InputStream readVerified(ObjectFacts object) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Writes a small object, at most 5 MiB. */
  public void put(String key, byte[] bytes) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Deletes an object; nothing there is success. */
  public void delete(String key) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Begins an upload in parts. The object appears when {@link MultipartUpload#send} is through.
   *
   * @throws BucketException EXISTS if another object has the key
   */
  public MultipartUpload begin(NewObject object) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * An upload that was begun before, perhaps by an earlier process. Nothing is asked yet.
   *
   * @param uploadId {@link MultipartUpload#uploadId}
   * @param partSize {@link MultipartUpload#partSize}
   */
  public MultipartUpload resume(NewObject object, String uploadId, long partSize) {
    throw new UnsupportedOperationException();
  }

  /** The ids of uploads to this key that were begun and neither ended nor given up. */
  public List<String> uploads(String key) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
