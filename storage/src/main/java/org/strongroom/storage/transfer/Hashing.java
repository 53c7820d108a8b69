package org.strongroom.storage.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.DigestAlgorithm;

/**
 * One digest, computed chunk by chunk in order on a shared pool of platform threads. A transfer
 * that waits for its source holds none of them. Fed by one thread.
 */
final class Hashing {
  private final DigestAlgorithm algorithm;
  private final Executor pool;
  private final MessageDigest digest;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  Hashing(DigestAlgorithm algorithm, Executor pool) {
    this.algorithm = algorithm;
    this.pool = pool;
    try {
      this.digest = MessageDigest.getInstance(algorithm.javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One of nothing yet, of the same kind. */
  Hashing another() {
    return new Hashing(algorithm, pool);
  }

  /** Adds a chunk, which is released when it has been hashed. */
  void add(Chunk chunk) {
    last =
        last.thenRunAsync(() -> digest.update(chunk.bytes(), 0, chunk.length()), pool)
            .whenComplete((done, failure) -> chunk.release());
  }

  /** The digest of what was added so far, in lower-case hexadecimal; more may follow. */
  CompletableFuture<String> soFar() {
    return last.thenApply(done -> {
      try {
        return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** The digest of all that was added, in lower-case hexadecimal, when it is done. */
  CompletableFuture<String> finish() {
    return last.thenApply(done -> HexFormat.of().formatHex(digest.digest()));
  }
}
