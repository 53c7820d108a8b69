package org.strongroom.storage.repository.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.strongroom.storage.repository.file.ContentId;

/**
 * What verifications of one generation after the other have found, so that packs which several
 * stand on are looked at once. For one thread, and for one depth.
 */
public final class KnownPacks {
  private final Set<ContentId> looked = new HashSet<>();
  private final Map<ContentId, String> badPacks = new HashMap<>();
  private final Map<ContentId, Set<ContentId>> badBlobs = new HashMap<>();
  private final Set<ContentId> indexFiles = new HashSet<>();

  boolean isNew(ContentId pack) {
    return !looked.contains(pack);
  }

  void add(ContentId pack, PackVerification.Finding finding) {
    looked.add(pack);
    finding.damage().ifPresent(damage -> badPacks.put(pack, damage));
    if (!finding.badBlobs().isEmpty()) {
      badBlobs.put(pack, finding.badBlobs());
    }
  }

  Map<ContentId, String> badPacks() {
    return badPacks;
  }

  /** Blobs that cannot be had from a pack, by packs. */
  Map<ContentId, Set<ContentId>> badBlobs() {
    return badBlobs;
  }

  boolean isNewIndex(ContentId file) {
    return !indexFiles.contains(file);
  }

  /** An index file that was found good. */
  void addIndex(ContentId file) {
    indexFiles.add(file);
  }
}
