package org.strongroom.storage.nbd.server;

import java.io.IOException;
import org.strongroom.storage.format.Disk;

/** Opens a disk for one connection, which closes it. Called by several threads at once. */
public interface DiskOpener {
  Disk open() throws IOException;
}
