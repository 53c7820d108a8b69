package org.strongroom.storage.driver.s3.call;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Calls of the SDK to one bucket, with its failures in our words. Where the store tells that the
 * bucket is in another region, or is to be named in another way, the call is made again so, and all
 * that follow.
 */
public final class S3Calls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(S3Calls.class);

  /** A store may send its callers in circles. */
  private static final int MOST_WAYS = 4;

  private final BucketAccess access;
  private final S3Failures failures;
  private final Function<BucketWay, S3Client> clients;
  private final Map<BucketWay, S3Client> made = new ConcurrentHashMap<>();
  private volatile BucketWay way;
  private int holders;
  private boolean closed;

  /**
   * @param clients makes a client; asks nothing of the store
   */
  public S3Calls(BucketAccess access, S3Failures failures, Function<BucketWay, S3Client> clients) {
    this.access = access;
    this.failures = failures;
    this.clients = clients;
    this.way = BucketWay.first(access);
  }

  public BucketAccess access() {
    return access;
  }

  public String bucket() {
    return access.bucketName();
  }

  /** How the bucket is reached now. */
  public BucketWay way() {
    return way;
  }

  /**
   * Makes a call.
   *
   * @param action what is tried, for errors
   */
  public <T> T call(S3Action action, Function<S3Client, T> call) throws IOException {
    while (true) {
      BucketWay used = way;
      try {
        return call.apply(made.computeIfAbsent(used, clients));
      } catch (SdkException | java.io.UncheckedIOException e) {
        if (!isChanged(used, e)) {
          throw failures.explain(action, e);
        }
      }
    }
  }

  /** Whether there is another way by now than the one that led to a failure. */
  private synchronized boolean isChanged(BucketWay used, RuntimeException failure) {
    if (!way.equals(used)) {
      return true; // another thread has found it
    }
    Optional<BucketWay> told = used.told(failure, access).filter(other -> !made.containsKey(other));
    if (told.isEmpty() || made.size() >= MOST_WAYS) {
      return false;
    }
    way = told.get();
    log.info("{} is reached by {}, as its store has told", access.label(), way);
    return true;
  }

  /** Something that is begun and has to be ended, even if the bucket is closed meanwhile. */
  public interface Holding extends AutoCloseable {
    @Override
    void close();
  }

  /** Holds the connections until the answer is closed. */
  public synchronized Holding hold() {
    holders++;
    return this::giveBack;
  }

  private synchronized void giveBack() {
    holders--;
    closeIfUnheld();
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeIfUnheld();
  }

  private void closeIfUnheld() {
    if (closed && holders == 0) {
      made.values().forEach(S3Client::close);
    }
  }

  @Override
  public String toString() {
    return access.label();
  }
}
