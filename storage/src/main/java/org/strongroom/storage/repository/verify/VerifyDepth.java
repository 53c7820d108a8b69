package org.strongroom.storage.repository.verify;

/** How closely packs are looked at. */
public enum VerifyDepth {
  /** The SHA-256 of each, which is its name; taken where it lies if the storage can. */
  DIGEST,
  /** Each blob is read, opened, unpacked and compared with its id too. */
  DATA
}
