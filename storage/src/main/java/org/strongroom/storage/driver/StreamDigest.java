package org.strongroom.storage.driver;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Hashes bytes by reading them: for storages that cannot do it themselves. */
public final class StreamDigest {
  private static final int PIECE = 256 << 10;

  private StreamDigest() {}

  /**
   * Reads the stream to its end and closes it.
   *
   * @param progress told the bytes hashed so far
   * @return lower-case hexadecimal
   */
  public static String of(InputStream stream, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    try (stream) {
      MessageDigest digest = MessageDigest.getInstance(algorithm.javaName());
      byte[] piece = new byte[PIECE];
      long done = 0;
      for (int came = stream.read(piece); came >= 0; came = stream.read(piece)) {
        digest.update(piece, 0, came);
        done += came;
        progress.accept(done);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(StorageException.Reason.FAILED, String.valueOf(e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
