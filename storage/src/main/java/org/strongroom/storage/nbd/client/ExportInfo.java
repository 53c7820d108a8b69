package org.strongroom.storage.nbd.client;

import java.util.Map;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;

/**
 * What a server said of an export.
 *
 * @param size bytes
 * @param flags what it can do
 * @param leastBlock what offsets and lengths of requests are multiples of
 * @param mostBytes of one read or write
 * @param structured whether replies come in chunks
 * @param contexts by their numbers: those that were asked for and that it has
 */
record ExportInfo(
    long size,
    int flags,
    int leastBlock,
    long mostBytes,
    boolean structured,
    Map<Integer, Context> contexts) {
  private static final int LARGEST_LEAST_BLOCK = 64 * 1024;
  private static final long SMALLEST_MOST_BYTES = 4096;

  ExportInfo {
    contexts = Map.copyOf(contexts);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean readOnly() {
    return has(NbdProtocol.FLAG_READ_ONLY);
  }

  /**
   * Takes what the server told.
   *
   * @throws NbdProtocolException if it makes no sense
   */
  static ExportInfo of(
      long size,
      int flags,
      long leastBlock,
      long mostBytes,
      boolean structured,
      Map<Integer, Context> contexts)
      throws NbdProtocolException {
    if (size < 0) {
      throw new NbdProtocolException(
          "the export says that it has %s bytes".formatted(Long.toUnsignedString(size)));
    }
    if (leastBlock < 1 || leastBlock > LARGEST_LEAST_BLOCK || Long.bitCount(leastBlock) != 1) {
      throw new NbdProtocolException("its smallest block has %d bytes".formatted(leastBlock));
    }
    if (mostBytes < Math.max(leastBlock, SMALLEST_MOST_BYTES)) {
      throw new NbdProtocolException("its largest request has %d bytes".formatted(mostBytes));
    }
    if (size % leastBlock != 0) {
      throw new NbdProtocolException(
          "its size of %d bytes is no multiple of its smallest block of %d, so its end cannot be reached"
              .formatted(size, leastBlock));
    }
    return new ExportInfo(size, flags, (int) leastBlock, mostBytes, structured, contexts);
  }
}
