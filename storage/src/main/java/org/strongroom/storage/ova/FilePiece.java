package org.strongroom.storage.ova;

import java.util.Locale;
import java.util.Optional;
import org.strongroom.storage.ova.archive.FileDigest;
import org.strongroom.storage.ova.archive.TarMember;

/**
 * A member of the archive that is a file of the descriptor, or one of the chunks of it.
 *
 * @param digest what its bytes must hash to, if a manifest that was read says so
 */
public record FilePiece(TarMember member, Optional<FileDigest> digest) {

  /** What a chunk is called (DSP0243 section 7.1): numbered from 0 in nine digits. */
  static String chunk(String file, int number) {
    return String.format(Locale.ROOT, "%s.%09d", file, number);
  }
}
