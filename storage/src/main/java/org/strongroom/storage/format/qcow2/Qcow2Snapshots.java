package org.strongroom.storage.format.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;

/** The internal snapshots of a qcow2 image, read one after the other. */
final class Qcow2Snapshots {
  private static final int FIXED_BYTES = 40;
  private static final int EXTRA_WITH_SIZE = 16;
  private static final int MOST_EXTRA = 1024;
  private static final int MOST_L1_ENTRIES = 4 << 20;

  private final ByteSource file;
  private final Qcow2Header header;

  Qcow2Snapshots(ByteSource file, Qcow2Header header) {
    this.file = file;
    this.header = header;
  }

  /**
   * The state of a snapshot.
   *
   * @param name or, if none is called so, the id
   * @throws ImageFormatException if there is none, or the table is damaged
   */
  Qcow2State named(String name) throws IOException {
    Qcow2State byId = null;
    for (Entry entry : entries()) {
      if (name.equals(text(entry.texts + entry.idBytes, entry.nameBytes))) {
        return state(entry);
      }
      if (byId == null && name.equals(text(entry.texts, entry.idBytes))) {
        byId = state(entry);
      }
    }
    if (byId == null) {
      throw ImageFormatException.refused(
          ImageFormat.QCOW2, "it has no internal snapshot '%s'".formatted(name));
    }
    return byId;
  }

  /**
   * The states of all snapshots.
   *
   * @throws ImageFormatException if the table is damaged
   */
  List<Qcow2State> all() throws IOException {
    List<Qcow2State> states = new ArrayList<>();
    for (Entry entry : entries()) {
      states.add(state(entry));
    }
    return states;
  }

  /** A row of the table: numbers, and where id and name stand behind each other. */
  private record Entry(HeaderBytes fixed, int extra, long texts, int idBytes, int nameBytes) {
    long end() {
      return (texts + idBytes + nameBytes + 7) / 8 * 8;
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    long offset = header.snapshotsOffset();
    for (int i = 0; i < header.snapshots(); i++) {
      HeaderBytes fixed = bytes(offset, FIXED_BYTES);
      long extra = fixed.unsignedIntAt(36);
      if (extra > MOST_EXTRA) {
        throw Qcow2Map.damaged("a snapshot has %d extra bytes".formatted(extra));
      }
      long texts = offset + FIXED_BYTES + extra;
      var entry =
          new Entry(
              fixed, (int) extra, texts, fixed.unsignedShortAt(12), fixed.unsignedShortAt(14));
      entries.add(entry);
      offset = entry.end();
    }
    return entries;
  }

  /** The disk may have grown or shrunk since; snapshots of old versions do not say. */
  private long virtualSize(Entry entry) throws IOException {
    long said =
        entry.extra >= EXTRA_WITH_SIZE
            ? bytes(entry.texts - entry.extra, EXTRA_WITH_SIZE).longAt(8)
            : 0;
    return said == 0 ? header.virtualSize() : said;
  }

  private Qcow2State state(Entry entry) throws IOException {
    HeaderBytes fixed = entry.fixed;
    long l1Offset = fixed.longAt(0);
    long entries = fixed.unsignedIntAt(8);
    boolean inside =
        l1Offset > 0
            && l1Offset % header.clusterSize() == 0
            && entries <= MOST_L1_ENTRIES
            && l1Offset <= file.size() - entries * 8;
    if (!inside) {
      throw Qcow2Map.damaged("the first-level table of a snapshot is not in the file");
    }
    long virtualSize = virtualSize(entry);
    long most = (entries * header.l2Entries()) << header.clusterBits();
    if (virtualSize < 0 || virtualSize > Math.max(most, header.virtualSize())) {
      throw Qcow2Map.damaged("a snapshot has a disk of %d bytes".formatted(virtualSize));
    }
    return new Qcow2State(l1Offset, (int) entries, virtualSize);
  }

  private String text(long offset, int length) throws IOException {
    byte[] text = new byte[length];
    fill(offset, ByteBuffer.wrap(text));
    return new String(text, StandardCharsets.UTF_8);
  }

  private HeaderBytes bytes(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    fill(offset, bytes);
    return new HeaderBytes(bytes.flip());
  }

  private void fill(long offset, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (file.read(offset + bytes.position(), bytes) < 0) {
        throw Qcow2Map.damaged("its snapshot table reaches beyond the file");
      }
    }
  }
}
