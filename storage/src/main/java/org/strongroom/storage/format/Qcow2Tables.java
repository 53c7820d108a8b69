package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.storage.ByteSource;

/** The first-level table, held whole, and the second-level tables last used. */
final class Qcow2Tables {
  private static final int CACHE_BYTES = 8 << 20;

  private final ByteSource file;
  private final long fileSize;
  private final Qcow2Header header;
  private final ByteBuffer firstLevel;
  private final Map<Integer, ByteBuffer> cache;

  private Qcow2Tables(ByteSource file, Qcow2Header header, ByteBuffer firstLevel)
      throws IOException {
    this.file = file;
    this.fileSize = file.size();
    this.header = header;
    this.firstLevel = firstLevel;
    int most = CACHE_BYTES >> header.clusterBits();
    this.cache =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, ByteBuffer> eldest) {
            return size() > most;
          }
        };
  }

  /** Reads the first-level table and checks every entry of it. */
  static Qcow2Tables read(ByteSource file, Qcow2Header header) throws IOException {
    ByteBuffer firstLevel = readFully(file, header.l1Offset(), header.l1Entries() * 8);
    var tables = new Qcow2Tables(file, header, firstLevel);
    for (int i = 0; i < header.l1Entries(); i++) {
      tables.checkSecondLevel(firstLevel.getLong(i * 8) & Qcow2Map.OFFSET_MASK);
    }
    return tables;
  }

  /** The second-level table of a first-level entry; empty if nothing was ever written there. */
  Optional<ByteBuffer> secondLevel(int index) throws IOException {
    long offset = firstLevel.getLong(index * 8) & Qcow2Map.OFFSET_MASK;
    if (offset == 0) {
      return Optional.empty();
    }
    ByteBuffer table = cache.get(index);
    if (table == null) {
      table = readFully(file, offset, header.clusterSize());
      cache.put(index, table);
    }
    return Optional.of(table);
  }

  private void checkSecondLevel(long offset) throws ImageFormatException {
    if (offset % header.clusterSize() != 0 || offset > fileSize - header.clusterSize()) {
      throw Qcow2Map.damaged(
          "a first-level entry leads to %d, which is no cluster of the file".formatted(offset));
    }
  }

  private static ByteBuffer readFully(ByteSource file, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(offset + bytes.position(), bytes) < 0) {
        throw Qcow2Map.damaged("a table reaches beyond the file");
      }
    }
    return bytes.flip();
  }
}
