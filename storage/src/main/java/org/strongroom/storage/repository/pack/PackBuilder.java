package org.strongroom.storage.repository.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;

/** Puts sealed blobs of one type together. Not thread-safe. */
public final class PackBuilder {
  private final MasterKey key;
  private final List<byte[]> pieces = new ArrayList<>();
  private final List<PackedBlob> blobs = new ArrayList<>();
  private final MessageDigest digest = ContentId.sha256();
  private int length;

  public PackBuilder(MasterKey key) {
    this.key = key;
  }

  /** Where the next blob will lie: the bytes of all so far. */
  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return blobs.isEmpty();
  }

  public void add(SealedBlob blob) {
    blobs.add(
        new PackedBlob(
            blob.type(), blob.id(), length, blob.sealed().length, blob.unpackedLength()));
    append(blob.sealed());
  }

  private void append(byte[] piece) {
    pieces.add(piece);
    digest.update(piece);
    length += piece.length;
  }

  /** Adds the header, with which the pack is complete. Once only. */
  public FinishedPack finish() {
    byte[] header = key.seal(PackHeader.write(blobs));
    append(header);
    append(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(header.length)
            .array());
    return new FinishedPack(
        ContentId.at(digest.digest(), 0), List.copyOf(pieces), length, List.copyOf(blobs));
  }

  /**
   * A pack that can be written.
   *
   * @param pieces its bytes, one after the other
   */
  public record FinishedPack(
      ContentId id, List<byte[]> pieces, int length, List<PackedBlob> blobs) {}
}
