package org.strongroom.storage.ova.archive;

import java.io.IOException;
import java.io.InputStream;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/** What may follow the end of an archive: the zeros that tar fills its last record with. */
public final class Ending {
  private static final int MOST = 16 << 20;

  private Ending() {}

  /** Reads the rest, so that a gzip file's own checksum is verified too. */
  public static void check(InputStream rest) throws IOException {
    byte[] piece = new byte[64 * 1024];
    long seen = 0;
    for (int count = rest.read(piece); count >= 0; count = rest.read(piece)) {
      seen += count;
      if (seen > MOST) {
        throw new OvaException(
            Fault.TOO_LARGE,
            "more than %d bytes follow the end of the tar archive".formatted(MOST));
      }
    }
  }
}
