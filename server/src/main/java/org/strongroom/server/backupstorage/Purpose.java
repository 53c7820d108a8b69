package org.strongroom.server.backupstorage;

/** What somebody wants to do with the bytes on a storage. */
public enum Purpose {
  /** Register, back up: needs a storage that is Enabled and Connected. */
  WRITE,
  /** Read back what is there: needs a Connected storage. */
  READ,
  /** Remove bytes: needs a Connected storage; Disabled is fine. */
  DELETE_BYTES
}
