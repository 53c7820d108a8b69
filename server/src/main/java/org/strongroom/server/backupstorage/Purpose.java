package org.strongroom.server.backupstorage;

/** What somebody wants to do with the bytes on a storage. */
public enum Purpose {
  /** Register, back up, download: needs a storage that is Enabled and Connected. */
  TRANSFER,
  /** Look at what is there: needs a Connected storage; Disabled is fine. */
  INSPECT,
  /** Remove bytes: needs a Connected storage; Disabled is fine. */
  DELETE_BYTES
}
