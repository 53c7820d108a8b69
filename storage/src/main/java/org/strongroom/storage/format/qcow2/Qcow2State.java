package org.strongroom.storage.format.qcow2;

/**
 * A state of the disk that a qcow2 image keeps: the active one, or an internal snapshot.
 *
 * @param l1Offset of its first-level table
 * @param l1Entries what the table has; places beyond it read as zeros
 * @param virtualSize bytes that the guest saw then
 */
record Qcow2State(long l1Offset, int l1Entries, long virtualSize) {
  static Qcow2State active(Qcow2Header header) {
    return new Qcow2State(header.l1Offset(), header.l1Entries(), header.virtualSize());
  }
}
