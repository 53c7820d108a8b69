package org.strongroom.e2e.material;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.strongroom.testing.BootSector;

/**
 * A raw image that is made up as it is read, the same bytes each time.
 *
 * @param seed of its bytes; 0 for zeros, with the mark of a boot sector in each block of 4 KiB
 * @param length in bytes
 */
public record MadeImage(long seed, long length) {

  public InputStream stream() {
    return new Bytes();
  }

  public String sha256() {
    return sha256(stream());
  }

  public static String sha256(InputStream in) {
    try (in) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[65_536];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Bytes extends InputStream {
    private final Random random = new Random(seed);
    private final byte[] block = new byte[4096];
    private long position;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (position == length || count == 0) {
        return count == 0 ? 0 : -1; // a block is made only when some of it is wanted
      }
      int within = (int) (position % block.length);
      if (within == 0 && seed != 0) {
        random.nextBytes(block);
      }
      if (within == 0) {
        BootSector.mark(block);
      }
      int read = (int) Math.min(Math.min(count, block.length - within), length - position);
      System.arraycopy(block, within, target, offset, read);
      position += read;
      return read;
    }
  }
}
