package org.strongroom.storage.ova.writing;

import java.util.List;

/**
 * An OVA that was written.
 *
 * @param length bytes of the whole
 * @param sha256 of the whole, in lower-case hexadecimal
 * @param diskSha256 of each disk, in their order
 */
public record OvaWritten(long length, String sha256, List<String> diskSha256) {
  public OvaWritten {
    diskSha256 = List.copyOf(diskSha256);
  }
}
