package org.strongroom.storage.packed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.strongroom.storage.stream.BlockStream;

/**
 * The bytes of all members of a packed file. Zeros behind the last one are what tapes, block
 * devices and some programs fill their last block with: they are passed over; anything else there
 * is a fault.
 */
final class Members extends BlockStream {
  /** Opens what begins where the file stands, and leaves it right behind the last byte of that. */
  interface Opener {
    InputStream open(InputStream file) throws IOException;
  }

  private final InputStream file;
  private final byte[] magic;
  private final Opener opener;
  private InputStream member;

  /**
   * Begins with the first member.
   *
   * @param file one that can be marked
   * @param magic what each member begins with
   */
  Members(InputStream file, String magic, Opener opener) throws IOException {
    this.file = file;
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    this.opener = opener;
    this.member = opener.open(file);
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
    file.mark(magic.length);
    byte[] head = file.readNBytes(magic.length);
    if (Arrays.equals(head, magic)) {
      file.reset();
      member = opener.open(file);
      return true;
    }
    file.reset();
    int next = file.read();
    while (next == 0) {
      next = file.read();
    }
    if (next >= 0) {
      throw new BytesBehindEndException();
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
