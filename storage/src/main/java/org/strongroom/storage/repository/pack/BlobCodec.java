package org.strongroom.storage.repository.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.util.Arrays;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;

/**
 * Compresses and seals blobs, and opens them again. Keeps its buffers, so it is for one thread at a
 * time.
 */
public final class BlobCodec implements Closeable {
  private static final int LEVEL = 1;
  private static final int PROBE = 64 << 10;

  private final MasterKey key;
  private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(LEVEL);
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private byte[] packed = new byte[0];
  private byte[] opened = new byte[0];
  private byte[] unpacked = new byte[0];

  public BlobCodec(MasterKey key) {
    this.key = key;
  }

  /**
   * Compresses what shrinks, and seals. What comes of it is opened again and compared: a fault of
   * the compressor or the memory would be found by a restore else.
   */
  public SealedBlob seal(BlobType type, ContentId id, byte[] plain, int length)
      throws RepositoryException {
    int packedLength = shrinks(plain, length) ? pack(plain, length) : length;
    boolean isPacked = packedLength < length;
    byte[] sealed = isPacked ? key.seal(packed, 0, packedLength) : key.seal(plain, 0, length);
    var blob = new SealedBlob(type, id, sealed, isPacked ? length : 0);
    int end = unseal(sealed, 0, sealed.length, blob.unpackedLength());
    byte[] again = isPacked ? unpacked : opened;
    if (end != length || !Arrays.equals(again, 0, length, plain, 0, length)) {
      throw RepositoryException.damaged(
          "the blob %s did not come out again as it was".formatted(id));
    }
    return blob;
  }

  private boolean shrinks(byte[] plain, int length) {
    if (length <= PROBE) {
      return true;
    }
    int probe = pack(plain, PROBE);
    return probe < PROBE - PROBE / 64;
  }

  private int pack(byte[] plain, int length) {
    int bound = Math.toIntExact(Zstd.compressBound(length));
    if (packed.length < bound) {
      packed = new byte[bound];
    }
    return compressor.compressByteArray(packed, 0, packed.length, plain, 0, length);
  }

  /**
   * Opens a blob and compares it with its id: the tag of the seal proves the key alone.
   *
   * @param offset of its sealed bytes in {@code source}
   * @return its plain bytes, from the beginning of an array that may be longer and is used again by
   *     the next call
   * @throws RepositoryException DAMAGED
   */
  public byte[] open(PackedBlob blob, byte[] source, int offset) throws RepositoryException {
    int length = unseal(source, offset, blob.length(), blob.unpackedLength());
    byte[] plain = blob.unpackedLength() > 0 ? unpacked : opened;
    if (!ContentId.of(plain, 0, length).equals(blob.id())) {
      throw RepositoryException.damaged("the blob %s holds something else".formatted(blob.id()));
    }
    return plain;
  }

  /** A blob of another pack, sealed as it is; compared with its id as {@link #open} does. */
  public SealedBlob proved(PackedBlob blob, byte[] sealed) throws RepositoryException {
    byte[] plain = open(blob, sealed, 0);
    if (plain.length < blob.plainLength()) {
      throw RepositoryException.damaged("the blob %s is too short".formatted(blob.id()));
    }
    return new SealedBlob(blob.type(), blob.id(), sealed, blob.unpackedLength());
  }

  private int unseal(byte[] source, int offset, int length, int unpackedLength)
      throws RepositoryException {
    if (opened.length < length) {
      opened = new byte[length];
    }
    int plain = key.open(source, offset, length, opened);
    if (unpackedLength == 0) {
      return plain;
    }
    if (unpacked.length < unpackedLength) {
      unpacked = new byte[unpackedLength];
    }
    int got;
    try {
      got = decompressor.decompressByteArray(unpacked, 0, unpackedLength, opened, 0, plain);
    } catch (ZstdException e) {
      throw new RepositoryException(
          RepositoryException.Reason.DAMAGED, "a blob does not unpack as announced", e);
    }
    if (got != unpackedLength) {
      throw RepositoryException.damaged("a blob unpacks to another length than announced");
    }
    return got;
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
