package org.strongroom.storage.repository.work;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.LoadedIndex;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.IdList;

/**
 * Where the blobs of a file are: in the file, by adding up their lengths, and in packs, by the
 * index. Takes 12 bytes a blob.
 */
public final class BlobLayout {
  private final BlobIndex index;
  private final int[] entries;
  private final long[] starts;
  private final long size;
  private final BitSet zeros;

  private BlobLayout(BlobIndex index, int[] entries, long[] starts, long size, BitSet zeros) {
    this.index = index;
    this.entries = entries;
    this.starts = starts;
    this.size = size;
    this.zeros = zeros;
  }

  /**
   * @throws RepositoryException MISSING if the index does not have all blobs; DAMAGED if they are
   *     another number of bytes than the file has
   */
  public static BlobLayout of(FileNode file, BlobIndex index) throws RepositoryException {
    IdList content = file.content();
    int[] entries = new int[content.size()];
    long[] starts = new long[content.size()];
    long position = 0;
    int length = 0;
    for (int i = 0; i < entries.length; i++) {
      if (i > 0 && content.isAsBefore(i)) { // zeros come by the thousand
        entries[i] = entries[i - 1];
      } else {
        entries[i] = index.find(BlobType.DATA, content.get(i));
        if (entries[i] < 0) {
          throw new RepositoryException(
              Reason.MISSING, "no index has the blob %s".formatted(content.get(i)));
        }
        length = index.plainLength(entries[i]);
      }
      starts[i] = position;
      position += length;
    }
    if (position != file.size()) {
      throw RepositoryException.damaged(
          "the blobs of a file of %d bytes are %d".formatted(file.size(), position));
    }
    return new BlobLayout(index, entries, starts, position, zeros(index, entries));
  }

  /** By the index as it is known, or anew if it does not have all. */
  public static BlobLayout of(FileNode file, LoadedIndex index) throws IOException {
    try {
      return of(file, index.current());
    } catch (RepositoryException e) {
      return of(file, index.refreshAsFarAsPossible());
    }
  }

  /** The same blobs by another index. */
  public BlobLayout in(BlobIndex newer) throws RepositoryException {
    int[] found = new int[entries.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = newer.find(BlobType.DATA, id(i));
      if (found[i] < 0) {
        throw new RepositoryException(Reason.MISSING, "no index has the blob %s".formatted(id(i)));
      }
    }
    return new BlobLayout(newer, found, starts, size, zeros);
  }

  public long size() {
    return size;
  }

  public int count() {
    return entries.length;
  }

  /** The blob that has a position of the file. */
  public int at(long position) {
    int found = Arrays.binarySearch(starts, position);
    return found >= 0 ? found : -found - 2;
  }

  public long start(int blob) {
    return starts[blob];
  }

  public int length(int blob) {
    return index.plainLength(entries[blob]);
  }

  public long end(int blob) {
    return start(blob) + length(blob);
  }

  public int entry(int blob) {
    return entries[blob];
  }

  public ContentId id(int blob) {
    return index.id(entries[blob]);
  }

  public BlobIndex index() {
    return index;
  }

  /** Whether a blob is zeros, as far as that can be told by its id: always, of blobs of ours. */
  public boolean isZero(int blob) {
    return zeros.get(blob);
  }

  /** The end of a stretch of blobs that are all zeros, or all not. */
  public long endOfRun(int blob) {
    int next = zeros.get(blob) ? zeros.nextClearBit(blob) : zeros.nextSetBit(blob);
    return next < 0 || next >= entries.length ? size : starts[next];
  }

  private static BitSet zeros(BlobIndex index, int[] entries) {
    var zeros = new BitSet();
    for (int blob = 0; blob < entries.length; blob++) {
      if (blob > 0 && blob < entries.length - 1 && entries[blob] == entries[blob - 1]) {
        zeros.set(blob, zeros.get(blob - 1));
        continue;
      }
      int length = index.plainLength(entries[blob]);
      boolean canBe =
          (Integer.bitCount(length) == 1 && length >= ZeroBlobs.SIGN) || blob == entries.length - 1;
      zeros.set(blob, canBe && ZeroBlobs.id(length).equals(index.id(entries[blob])));
    }
    return zeros;
  }
}
