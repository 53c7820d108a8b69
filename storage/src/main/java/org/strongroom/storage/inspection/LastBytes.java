package org.strongroom.storage.inspection;

import java.nio.ByteBuffer;
import org.strongroom.storage.format.HeaderBytes;

/** The last bytes of a stream. */
final class LastBytes {
  private final byte[] kept;
  private int count;

  LastBytes(int most) {
    this.kept = new byte[most];
  }

  void accept(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, kept.length);
    int stay = Math.min(count, kept.length - taken);
    System.arraycopy(kept, count - stay, kept, 0, stay);
    System.arraycopy(bytes, offset + length - taken, kept, stay, taken);
    count = stay + taken;
  }

  /** As many as there are. */
  HeaderBytes bytes() {
    return new HeaderBytes(ByteBuffer.wrap(kept, 0, count));
  }
}
