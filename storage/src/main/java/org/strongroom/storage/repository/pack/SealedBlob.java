package org.strongroom.storage.repository.pack;

import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;

/** A blob that is ready for a pack. */
public final class SealedBlob {
  private final BlobType type;
  private final ContentId id;
  private final byte[] sealed;
  private final int unpackedLength;

  SealedBlob(BlobType type, ContentId id, byte[] sealed, int unpackedLength) {
    this.type = type;
    this.id = id;
    this.sealed = sealed;
    this.unpackedLength = unpackedLength;
  }

  public BlobType type() {
    return type;
  }

  public ContentId id() {
    return id;
  }

  /** Not a copy. */
  byte[] sealed() {
    return sealed;
  }

  /** Bytes of it before it was compressed. */
  public int plainLength() {
    return unpackedLength > 0 ? unpackedLength : sealed.length - MasterKey.OVERHEAD;
  }

  /** Of its plain bytes if they were compressed, else 0. */
  int unpackedLength() {
    return unpackedLength;
  }
}
