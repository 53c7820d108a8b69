package org.strongroom.storage.repository.work;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.format.ChangedBlocks;
import org.strongroom.storage.repository.file.ContentId;

/**
 * What a generation is told to be.
 *
 * @param hostname the same for all generations of a disk, whatever it is called later: restic
 *     groups by it. The file in the snapshot is {@code /<hostname>.raw}
 * @param time the moment that the data shows
 * @param tags words without commas
 * @param parent the generation before it, if it is known
 * @param changed which blocks can differ from the parent's; advice: without a parent that it can be
 *     held against, everything is read
 * @param compared whether everything is read all the same, and held against that advice
 * @param resumed whether an earlier run of the same work was broken off: what it has stored without
 *     telling is looked for then
 */
public record BackupFacts(
    String hostname,
    Instant time,
    List<String> tags,
    Optional<ContentId> parent,
    Optional<ChangedBlocks> changed,
    boolean compared,
    boolean resumed) {
  public BackupFacts {
    tags = List.copyOf(tags);
    if (hostname.isEmpty()
        || hostname.indexOf('/') >= 0
        || tags.stream().anyMatch(tag -> tag.isEmpty() || tag.indexOf(',') >= 0)) {
      throw new IllegalArgumentException("no host name or tags for a snapshot");
    }
  }

  /** Of a disk that is read whole. */
  public static BackupFacts of(String hostname, Instant time, List<String> tags) {
    return new BackupFacts(hostname, time, tags, Optional.empty(), Optional.empty(), false, false);
  }

  /** With the generation before it. */
  public BackupFacts after(ContentId generation) {
    return new BackupFacts(
        hostname, time, tags, Optional.of(generation), changed, compared, resumed);
  }

  /** With what is known to have changed since the generation before it. */
  public BackupFacts changedOnly(ChangedBlocks blocks) {
    return new BackupFacts(hostname, time, tags, parent, Optional.of(blocks), false, resumed);
  }

  /** As {@link #changedOnly}, but read whole, to find out whether that is true. */
  public BackupFacts compared(ChangedBlocks blocks) {
    return new BackupFacts(hostname, time, tags, parent, Optional.of(blocks), true, resumed);
  }

  /** As a further run of a work. */
  public BackupFacts resumedRun() {
    return new BackupFacts(hostname, time, tags, parent, changed, compared, true);
  }

  public String fileName() {
    return hostname + ".raw";
  }
}
