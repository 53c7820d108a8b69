package org.strongroom.storage.nbd.server;

import org.strongroom.storage.format.Disk;

/**
 * What a connection goes on with after its handshake.
 *
 * @param disk of this connection alone, which closes it
 * @param structured whether replies go in chunks
 * @param allocation whether the caller may ask what is zeros
 */
record Agreed(ServedDisk served, Disk disk, boolean structured, boolean allocation) {}
