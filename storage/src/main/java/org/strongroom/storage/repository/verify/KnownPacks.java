package org.strongroom.storage.repository.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.index.BlobIndex;

/**
 * What verifications of one generation after the other have found, so that packs which several
 * stand on are looked at once. For one thread, and for one depth.
 */
public final class KnownPacks {
  private final Set<ContentId> looked = new HashSet<>();
  private final Map<ContentId, String> badPacks = new HashMap<>();
  private final Map<ContentId, Set<ContentId>> badBlobs = new HashMap<>();
  private Set<ContentId> indexFiles = Set.of();
  private BlobIndex index = new BlobIndex();

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

  /** The index as it was read last, if there are the same files still. */
  boolean hasIndexOf(Set<ContentId> files) {
    return indexFiles.equals(files);
  }

  void keepIndex(Set<ContentId> files, BlobIndex read) {
    indexFiles = Set.copyOf(files);
    index = read;
  }

  BlobIndex index() {
    return index;
  }
}
