package org.strongroom.storage.packed;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.strongroom.storage.stream.BlockStream;

/**
 * The bytes of all members of a gzip file. Zeros behind the last one are what tapes, block devices
 * and some programs fill their last block with: they are passed over, as gzip does it; anything
 * else there is a fault.
 */
final class GzipMembers extends BlockStream {
  private final InputStream file;
  private GzipCompressorInputStream member;

  /**
   * Begins with the first member.
   *
   * @param file one that can be marked; a member leaves it right behind its last byte
   */
  GzipMembers(InputStream file) throws IOException {
    this.file = file;
    this.member = next();
  }

  private GzipCompressorInputStream next() throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(file)
        .setDecompressConcatenated(false)
        .get();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = member.read(target, offset, length);
    while (count < 0 && another()) {
      count = member.read(target, offset, length);
    }
    return count;
  }

  private boolean another() throws IOException {
    file.mark(1);
    int first = file.read();
    if (first <= 0) {
      while (first == 0) {
        first = file.read();
      }
      if (first > 0) {
        throw new IOException("something follows the zeros behind its end");
      }
      return false;
    }
    file.reset();
    member = next();
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
