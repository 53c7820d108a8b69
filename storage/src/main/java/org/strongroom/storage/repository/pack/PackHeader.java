package org.strongroom.storage.repository.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;

/** The list of its blobs that each pack ends with. */
public final class PackHeader {
  private static final int PLAIN_ENTRY = 1 + Integer.BYTES + ContentId.BYTES;
  private static final int COMPRESSED_ENTRY = PLAIN_ENTRY + Integer.BYTES;
  private static final int MOST_BYTES = 16 << 20;

  private PackHeader() {}

  static byte[] write(List<PackedBlob> blobs) {
    ByteBuffer header =
        ByteBuffer.allocate(blobs.size() * COMPRESSED_ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    byte[] id = new byte[ContentId.BYTES];
    for (PackedBlob blob : blobs) {
      boolean compressed = blob.unpackedLength() > 0;
      header.put((byte) ((blob.type() == BlobType.DATA ? 0 : 1) + (compressed ? 2 : 0)));
      header.putInt(blob.length());
      if (compressed) {
        header.putInt(blob.unpackedLength());
      }
      blob.id().put(id, 0);
      header.put(id);
    }
    byte[] written = new byte[header.position()];
    header.flip().get(written);
    return written;
  }

  /**
   * Reads the list from a pack.
   *
   * @throws RepositoryException DAMAGED if it is no pack, or one that cannot be
   */
  public static List<PackedBlob> read(ByteSource file, ContentId pack, MasterKey key)
      throws IOException {
    long size = file.size();
    byte[] tail = new byte[Integer.BYTES];
    if (size < Integer.BYTES + MasterKey.OVERHEAD || size > Integer.MAX_VALUE) {
      throw RepositoryException.damaged("the pack %s has a length that cannot be".formatted(pack));
    }
    PackReads.fully(file, size - Integer.BYTES, tail, Integer.BYTES);
    long length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
    if (length < MasterKey.OVERHEAD || length > MOST_BYTES || length > size - Integer.BYTES) {
      throw RepositoryException.damaged("the pack %s has a header that cannot be".formatted(pack));
    }
    byte[] sealed = new byte[(int) length];
    PackReads.fully(file, size - Integer.BYTES - length, sealed, sealed.length);
    List<PackedBlob> blobs = parse(pack, key.open(sealed, 0, sealed.length));
    if (!blobs.isEmpty() && blobs.getLast().end() != size - Integer.BYTES - length) {
      throw RepositoryException.damaged(
          "the pack %s holds something else than its header says".formatted(pack));
    }
    return blobs;
  }

  private static List<PackedBlob> parse(ContentId pack, byte[] plain) throws RepositoryException {
    ByteBuffer header = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    var blobs = new ArrayList<PackedBlob>();
    long offset = 0;
    byte[] id = new byte[ContentId.BYTES];
    while (header.hasRemaining()) {
      int kind = header.get();
      boolean compressed = kind == 2 || kind == 3;
      if (kind < 0
          || kind > 3
          || header.remaining() < (compressed ? COMPRESSED_ENTRY : PLAIN_ENTRY) - 1) {
        throw RepositoryException.damaged(
            "the pack %s has a header that is not understood".formatted(pack));
      }
      int length = header.getInt();
      int unpacked = compressed ? header.getInt() : 0;
      header.get(id);
      blobs.add(
          new PackedBlob(
              kind % 2 == 0 ? BlobType.DATA : BlobType.TREE,
              ContentId.at(id, 0),
              (int) Math.min(offset, Integer.MAX_VALUE),
              length,
              unpacked));
      offset += length;
    }
    PackedBlob.check(pack, blobs);
    return blobs;
  }
}
