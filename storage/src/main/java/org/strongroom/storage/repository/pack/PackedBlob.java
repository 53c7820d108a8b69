package org.strongroom.storage.repository.pack;

import java.util.List;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;

/**
 * A blob in its pack.
 *
 * @param id the SHA-256 of its plain bytes
 * @param offset of its sealed bytes in the pack
 * @param length of its sealed bytes
 * @param unpackedLength of its plain bytes if they were compressed, else 0
 */
public record PackedBlob(BlobType type, ContentId id, int offset, int length, int unpackedLength) {

  /** Bytes of the blob as it was before it was compressed and sealed. */
  public int plainLength() {
    return unpackedLength > 0 ? unpackedLength : length - MasterKey.OVERHEAD;
  }

  /** The first byte in the pack after it. */
  public int end() {
    return offset + length;
  }

  /**
   * Refuses what no pack can have: lengths out of any range, blobs that lie over each other.
   *
   * @param blobs those of one pack, in order of their offsets
   */
  public static void check(ContentId pack, List<PackedBlob> blobs) throws RepositoryException {
    long end = 0;
    for (PackedBlob blob : blobs) {
      long length = blob.length();
      if (blob.offset() < end
          || length <= MasterKey.OVERHEAD
          || blob.offset() + length > Integer.MAX_VALUE
          || length > blob.type().mostBytes() + (long) MasterKey.OVERHEAD
          || blob.unpackedLength() < 0
          || blob.unpackedLength() > blob.type().mostBytes()) {
        throw RepositoryException.damaged(
            "the pack %s is said to have blobs that it cannot have".formatted(pack));
      }
      end = blob.offset() + length;
    }
  }
}
