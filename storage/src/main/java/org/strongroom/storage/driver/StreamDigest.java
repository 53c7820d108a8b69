package org.strongroom.storage.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * Hashes bytes by reading them: for storages that cannot do it themselves. The hashing runs on
 * platform threads, as many as there are processors, so that any number of digests leaves the
 * virtual threads their carriers; meanwhile the next bytes are read.
 */
public final class StreamDigest {
  private static final int PIECE = 512 << 10;
  private static final Executor PROCESSORS =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().name("digest-", 0).daemon().factory());

  private StreamDigest() {}

  /**
   * Reads the stream to its end and closes it.
   *
   * @param progress told the bytes hashed so far, by the calling thread
   * @return lower-case hexadecimal
   */
  public static String of(InputStream stream, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    try (stream) {
      return hash(stream, MessageDigest.getInstance(algorithm.javaName()), progress);
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(StorageException.Reason.FAILED, String.valueOf(e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(InputStream stream, MessageDigest digest, LongConsumer progress)
      throws IOException {
    byte[] piece = new byte[PIECE];
    byte[] hashed = new byte[PIECE];
    long done = 0;
    CompletableFuture<Void> hashing = CompletableFuture.completedFuture(null);
    for (int came = stream.readNBytes(piece, 0, PIECE);
        came > 0;
        came = stream.readNBytes(piece, 0, PIECE)) {
      await(hashing);
      byte[] full = piece;
      int length = came;
      hashing = CompletableFuture.runAsync(() -> digest.update(full, 0, length), PROCESSORS);
      piece = hashed;
      hashed = full;
      done += came;
      progress.accept(done);
    }
    await(hashing);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void await(CompletableFuture<Void> hashing) throws IOException {
    try {
      hashing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while hashing");
    } catch (ExecutionException e) {
      throw new IOException("hashing failed", e);
    }
  }
}
