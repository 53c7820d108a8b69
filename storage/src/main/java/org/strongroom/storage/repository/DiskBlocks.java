package org.strongroom.storage.repository;

import java.io.IOException;
import java.util.BitSet;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.IdList;
import org.strongroom.storage.repository.work.ZeroBlobs;

/** The blocks of a disk: of each its id, or that it is zeros. */
final class DiskBlocks {
  private static final int LONGS = 4;

  private final long size;
  private final int blockSize;
  private final long[] words;
  private final BitSet zeros = new BitSet();
  private final BitSet set = new BitSet();

  DiskBlocks(long size, int blockSize) {
    this.size = size;
    this.blockSize = blockSize;
    this.words = new long[Math.multiplyExact(count(), LONGS)];
  }

  int count() {
    return Math.toIntExact(Math.ceilDiv(size, (long) blockSize));
  }

  long position(int block) {
    return (long) block * blockSize;
  }

  /** Bytes of a block: the last one may be shorter. */
  int length(int block) {
    return (int) Math.min(blockSize, size - position(block));
  }

  void set(int block, ContentId id) {
    int at = block * LONGS;
    words[at] = id.a();
    words[at + 1] = id.b();
    words[at + 2] = id.c();
    words[at + 3] = id.d();
    set.set(block);
    zeros.clear(block);
  }

  void setZero(int block) {
    zeros.set(block);
    set.set(block);
  }

  boolean isSet(int block) {
    return set.get(block);
  }

  void copy(int block, DiskBlocks other) {
    if (other.zeros.get(block)) {
      setZero(block);
    } else {
      set(block, other.id(block));
    }
  }

  /** Whether a block that is set in both has the same bytes. */
  boolean same(int block, DiskBlocks other) {
    boolean zero = zeros.get(block);
    return zero == other.zeros.get(block) && (zero || id(block).equals(other.id(block)));
  }

  private ContentId id(int block) {
    int at = block * LONGS;
    return new ContentId(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** Takes lengths of blobs of zeros. */
  interface Zeros {
    ContentId blob(int length) throws IOException;
  }

  /**
   * The blobs of the file in their order. The first block of zeros comes in pieces that restic
   * knows a sparse file by.
   */
  IdList content(Zeros zeroBlobs) throws IOException {
    var content = new IdList();
    boolean first = true;
    for (int block = 0; block < count(); block++) {
      if (!zeros.get(block)) {
        content.add(id(block));
        continue;
      }
      int left = length(block);
      while (first && left >= ZeroBlobs.SIGN) {
        content.add(zeroBlobs.blob(ZeroBlobs.SIGN));
        left -= ZeroBlobs.SIGN;
      }
      if (left > 0) {
        content.add(zeroBlobs.blob(left));
      }
      first = false;
    }
    return content;
  }

  /**
   * The blocks that a file's blobs are, as far as these lie on the same borders; the others are not
   * {@link #isSet}.
   */
  static DiskBlocks of(IdList content, BlobIndex index, long size, int blockSize) {
    var blocks = new DiskBlocks(size, blockSize);
    long position = 0;
    long zerosFrom = 0;
    for (int i = 0; i < content.size(); i++) {
      ContentId id = content.get(i);
      int entry = index.find(BlobType.DATA, id);
      if (entry < 0) {
        return new DiskBlocks(size, blockSize);
      }
      int length = index.plainLength(entry);
      boolean canBeZeros =
          length == blockSize || length == ZeroBlobs.SIGN || i == content.size() - 1;
      if (!canBeZeros || !ZeroBlobs.id(length).equals(id)) {
        zerosFrom = position + length;
      }
      int block = (int) Math.min(position / blockSize, Integer.MAX_VALUE);
      if (position + length > size) {
        return blocks;
      }
      if (position % blockSize == 0 && length == blocks.length(block) && zerosFrom > position) {
        blocks.set(block, id);
      }
      position += length;
      int last = (int) ((position - 1) / blockSize);
      if (zerosFrom <= blocks.position(last)
          && position == blocks.position(last) + blocks.length(last)) {
        blocks.setZero(last);
      }
    }
    return blocks;
  }
}
