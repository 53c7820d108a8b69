package org.strongroom.storage.repository.verify;

import java.util.List;
import java.util.Map;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.snapshot.Generation;

/**
 * What a verification found.
 *
 * @param packs that were looked at
 * @param bytes of them
 * @param badPacks what is wrong with packs
 * @param damaged generations that lack something
 * @param badFiles what is wrong with index files and snapshots
 */
public record VerifyResult(
    int packs,
    long bytes,
    Map<ContentId, String> badPacks,
    List<DamagedGeneration> damaged,
    List<String> badFiles) {

  /**
   * A generation that lacks something.
   *
   * @param blocks numbers of the blobs of its file that no good copy is there of; none if the file
   *     cannot be found at all
   */
  public record DamagedGeneration(Generation generation, String path, List<Integer> blocks) {}

  /** Whether nothing is wrong with what was looked at. */
  public boolean isGood() {
    return badPacks.isEmpty() && damaged.isEmpty() && badFiles.isEmpty();
  }
}
