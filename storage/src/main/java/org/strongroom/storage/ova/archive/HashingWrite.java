package org.strongroom.storage.ova.archive;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;

/** A write that hashes all that goes through it, while that is on its way. */
public final class HashingWrite implements AtomicWrite {
  private final AtomicWrite target;
  private final Executor hashing;
  private final MessageDigest digest = Digests.start(DigestAlgorithm.SHA256);
  private long written;

  public HashingWrite(AtomicWrite target, Executor hashing) {
    this.target = target;
    this.hashing = hashing;
  }

  public void write(byte[] bytes) throws StorageException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    var hashed = CompletableFuture.runAsync(() -> digest.update(bytes, offset, length), hashing);
    try {
      target.write(bytes, offset, length);
      written += length;
    } finally {
      hashed.join();
    }
  }

  /** Bytes so far. */
  public long written() {
    return written;
  }

  /** Ends the digest, in lower-case hexadecimal. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void checkpoint() throws StorageException {
    target.checkpoint();
  }

  @Override
  public void commit(Fence fence) throws StorageException {
    target.commit(fence);
  }

  @Override
  public boolean isProved() {
    return target.isProved();
  }

  @Override
  public void close() {
    target.close();
  }
}
