package org.strongroom.server.backupstorage;

/** What somebody wants to do with the bytes on a storage. */
public enum Purpose {
  /**
   * New bytes come, by registering or backing up: needs a storage that is Enabled and Connected.
   */
  TRANSFER,
  /** Bytes are given out, by downloading or exporting: needs the same. */
  READ,
  /** Look at what is there: needs a Connected storage; Disabled is fine. */
  INSPECT,
  /** Remove bytes: needs a Connected storage; Disabled is fine. */
  DELETE_BYTES
}
