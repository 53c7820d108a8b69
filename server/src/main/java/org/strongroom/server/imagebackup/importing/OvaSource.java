package org.strongroom.server.imagebackup.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.strongroom.server.imagebackup.record.OvaSummary;
import org.strongroom.storage.ova.OvaDisk;

/** An OVA that is to be imported, wherever it lies. */
interface OvaSource {
  /** Takes the disks. */
  interface Disks {
    /**
     * A disk has come up.
     *
     * @param bytes of its file
     */
    void take(OvaDisk disk, InputStream bytes) throws IOException, InterruptedException;
  }

  /**
   * Looks through it without reading the disks, as far as that can be had.
   *
   * @param mostExpanded bytes that a compressed one may expand to
   * @throws org.strongroom.storage.ova.archive.OvaException if it is broken or hostile
   */
  OvaSummary inspect(long mostExpanded) throws IOException;

  /**
   * Reads all disks once, each verified if a manifest names it, in whatever order. Only when this
   * returns is all proved that can be.
   *
   * @return why the bytes could not be verified; empty if they proved right
   */
  Optional<String> read(Disks disks) throws IOException, InterruptedException;
}
