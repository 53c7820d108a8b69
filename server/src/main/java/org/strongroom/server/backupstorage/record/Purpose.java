package org.strongroom.server.backupstorage.record;

/** What somebody wants to do with the bytes on a storage, which has to be Connected. */
public enum Purpose {
  /** New work that brings bytes, by registering or backing up: Enabled only. */
  TRANSFER,
  /** A step of such work that was accepted before: Draining is fine too. */
  GO_ON,
  /** Bytes are given out, by downloading or exporting: not Disabled. */
  READ,
  /** Look at what is there, whatever the state. */
  INSPECT,
  /** Remove bytes, whatever the state. */
  DELETE_BYTES
}
