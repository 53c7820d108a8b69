package org.strongroom.storage.repository;

import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;

/**
 * What a backup came to.
 *
 * @param snapshot the generation
 * @param logicalBytes of the disk
 * @param readBytes that were read of it
 * @param newBytes that no generation had before, as they were read
 * @param storedBytes that the storage got, of packs
 * @param remark what was not as the caller thought, such as a list of changes without its parent
 * @param unlisted what was found to differ from the generation before it though it was not told to
 *     have changed; looked for by {@link
 *     org.strongroom.storage.repository.work.BackupFacts#compared}
 */
public record BackupResult(
    ContentId snapshot,
    long logicalBytes,
    long readBytes,
    long newBytes,
    long storedBytes,
    Optional<String> remark,
    Optional<Unlisted> unlisted) {

  /**
   * Blocks that a list of changes left out.
   *
   * @param first byte of the first one
   */
  public record Unlisted(int blocks, long first) {}
}
