package org.strongroom.storage.repository.restore;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackedBlob;
import org.strongroom.storage.repository.work.BlobLayout;
import org.strongroom.storage.repository.work.RepositoryParts;

/**
 * Reads ranges of packs and opens the blobs in them; where one is damaged a copy in another pack is
 * taken, and what has none is remembered. Thread-safe.
 */
final class BlobFetch {
  private static final int MOST_TOLD = 20;

  private final RepositoryParts parts;
  private final BlobLayout layout;
  private final TreeSet<Integer> damaged = new TreeSet<>();

  BlobFetch(RepositoryParts parts, BlobLayout layout) {
    this.parts = parts;
    this.layout = layout;
  }

  /**
   * Reads the bytes of a range.
   *
   * @param entry of a blob in the pack
   * @param target takes them from its beginning
   * @return false if the pack has gone or is too short: single blobs may be elsewhere
   */
  boolean read(int entry, int start, int end, byte[] target) throws IOException {
    ContentId pack = layout.index().pack(layout.index().packNumber(entry));
    try {
      parts.blobs().packs().read(pack, start, target, end - start);
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  /**
   * Opens a blob and compares it with its id.
   *
   * @param sealed the range that it is in, which begins at {@code start} of its pack; empty if it
   *     could not be read
   * @param blobs whose bytes these are
   * @return its bytes, at the beginning of an array that the codec may use again; nothing if no
   *     copy is good
   */
  byte[] open(BlobCodec codec, int entry, byte[] sealed, int start, List<Integer> blobs)
      throws IOException {
    PackedBlob blob = layout.index().entry(entry).blob();
    if (sealed.length > 0) {
      try {
        return codec.open(blob, sealed, blob.offset() - start);
      } catch (RepositoryException e) {
        return elsewhere(blob.id(), blobs);
      }
    }
    return elsewhere(blob.id(), blobs);
  }

  private byte[] elsewhere(ContentId id, List<Integer> blobs) throws IOException {
    try {
      return parts.blobs().read(BlobType.DATA, id);
    } catch (RepositoryException e) {
      synchronized (damaged) {
        damaged.addAll(blobs);
      }
      return new byte[0];
    }
  }

  /**
   * @throws RepositoryException DAMAGED if blobs had no good copy
   */
  void requireWhole() throws RepositoryException {
    synchronized (damaged) {
      if (!damaged.isEmpty()) {
        throw RepositoryException.damaged(describe());
      }
    }
  }

  private String describe() {
    return "%d blocks are damaged and have no other copy, everything else was restored: %s%s"
        .formatted(
            damaged.size(),
            damaged.stream()
                .limit(MOST_TOLD)
                .map(blob -> "%d at byte %d".formatted(blob, layout.start(blob)))
                .collect(Collectors.joining(", ")),
            damaged.size() > MOST_TOLD ? ", …" : "");
  }
}
