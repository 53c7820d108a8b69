package org.strongroom.storage.ova.archive;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.stream.BlockStream;

/** The bytes of the member that a tar reader stands at, hashed as they go by. */
public final class MemberStream extends BlockStream {
  private final TarReader tar;
  private final Executor hashing;
  private final Map<DigestAlgorithm, MessageDigest> digests = new EnumMap<>(DigestAlgorithm.class);

  public MemberStream(TarReader tar, Set<DigestAlgorithm> algorithms, Executor hashing) {
    this.tar = tar;
    this.hashing = hashing;
    algorithms.forEach(algorithm -> digests.put(algorithm, Digests.start(algorithm)));
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = tar.read(target, offset, length);
    if (count > 0) {
      CompletableFuture.allOf(
              digests.values().stream()
                  .map(digest ->
                      CompletableFuture.runAsync(
                          () -> digest.update(target, offset, count), hashing))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
    return count;
  }

  /** Reads what its reader has left, and ends the digests, in lower-case hexadecimal. */
  public Map<DigestAlgorithm, String> finish() throws IOException {
    byte[] piece = new byte[64 * 1024];
    while (read(piece, 0, piece.length) >= 0) {
      // Only for the digests.
    }
    Map<DigestAlgorithm, String> found = new EnumMap<>(DigestAlgorithm.class);
    digests.forEach(
        (algorithm, digest) -> found.put(algorithm, HexFormat.of().formatHex(digest.digest())));
    return found;
  }
}
