package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;

/** Finds out whether a bucket takes objects, before anything relies on it. */
public final class WriteTrial {
  /** What the names of objects begin with that are only written to find out whether one can. */
  static final String PROBE = ".strongroom-probe-";

  private static final Logger log = LoggerFactory.getLogger(WriteTrial.class);

  private final Bucket bucket;
  private final S3Calls calls;

  public WriteTrial(Bucket bucket) {
    this.bucket = bucket;
    this.calls = bucket.calls();
  }

  /**
   * Makes sure that the bucket exists and that objects can be written, read and deleted, by doing
   * so with a small one.
   *
   * @throws BucketException NO_SUCH_BUCKET, DENIED, UNREACHABLE, REFUSED_ADDRESS, FAILED
   */
  public void run() throws IOException {
    run("");
  }

  /**
   * The same, where keys begin with a prefix.
   *
   * @param directory empty, or with a slash at its end
   */
  public void run(String directory) throws IOException {
    bucket.requireBucket();
    String key = directory + PROBE + UUID.randomUUID();
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] back = awaited(AtOnce.start("s3 trial", () -> tried(key, bytes)));
    if (!Arrays.equals(bytes, back)) {
      throw new BucketException(
          Reason.NOT_KEPT, calls.access().label() + " gives back other bytes than were written");
    }
  }

  /**
   * Writes, reads and removes. On a thread of its own, which nobody interrupts: a call that is
   * given up may come to pass after what was to take it back.
   */
  private byte[] tried(String key, byte[] bytes) throws IOException {
    try (var _ = calls.hold()) {
      bucket.put(key, bytes);
      byte[] back = readAtMost(key, bytes.length + 1);
      bucket.delete(key);
      return back;
    } catch (IOException | RuntimeException e) {
      deleteQuietly(key, e);
      throw e;
    }
  }

  private <T> T awaited(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while trying " + bucket);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException told
          ? told
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private void deleteQuietly(String key, Exception because) {
    try {
      bucket.delete(key);
    } catch (IOException | RuntimeException e) {
      because.addSuppressed(e);
    }
  }

  private byte[] readAtMost(String key, int count) throws IOException {
    ObjectFacts found =
        bucket
            .head(key)
            .orElseThrow(() ->
                new BucketException(
                    Reason.NOT_KEPT, calls.access().label() + " has not kept what was written"));
    try (InputStream in = bucket.read(found, 0)) {
      return in.readNBytes(count);
    }
  }

  /**
   * Makes sure that objects can be locked, if they are to be. A store that does not tell is
   * believed until it refuses a lock.
   *
   * @throws BucketException FAILED if the bucket has no locks
   */
  public void requireLocks() throws IOException {
    if (bucket.options().lock().isEmpty()) {
      return;
    }
    boolean locks;
    try {
      locks =
          calls.call(
              S3Action.READ_LOCKS,
              s3 ->
                  Optional.ofNullable(
                          s3.getObjectLockConfiguration(r -> r.bucket(calls.bucket()))
                              .objectLockConfiguration())
                      .map(ObjectLockConfiguration::objectLockEnabled)
                      .filter(ObjectLockEnabled.ENABLED::equals)
                      .isPresent());
    } catch (BucketException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        log.info("whether {} has locks is not told: {}", bucket, e.getMessage());
        return;
      }
      locks = false;
    }
    if (!locks) {
      throw new BucketException(
          Reason.FAILED,
          calls.access().label()
              + " locks no objects: make a bucket with object lock, or leave objectLockMode out");
    }
  }
}
