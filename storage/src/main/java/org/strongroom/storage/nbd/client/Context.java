package org.strongroom.storage.nbd.client;

import org.strongroom.storage.nbd.wire.NbdProtocol;

/** What can be asked about the blocks of an export. */
enum Context {
  /** Whether they are zeros. */
  ZEROS(NbdProtocol.STATE_ZERO),
  /** Whether they changed. */
  CHANGES(NbdProtocol.STATE_DIRTY);

  private final int mask;

  Context(int mask) {
    this.mask = mask;
  }

  /** The bit of a block's state that says so. */
  int mask() {
    return mask;
  }
}
