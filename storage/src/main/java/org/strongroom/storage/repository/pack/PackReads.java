package org.strongroom.storage.repository.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.repository.file.RepositoryException;

/** Reads of pieces of packs. */
public final class PackReads {
  private PackReads() {}

  /**
   * Fills the first {@code length} bytes of {@code target}.
   *
   * @throws RepositoryException DAMAGED if the file ends before
   */
  public static void fully(ByteSource file, long position, byte[] target, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
    long at = position;
    while (buffer.hasRemaining()) {
      int count = file.read(at, buffer);
      if (count < 0) {
        throw RepositoryException.damaged("a pack is shorter than the index says");
      }
      at += count;
    }
  }
}
