package org.strongroom.storage.repository.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;

/**
 * A snapshot in a repository, of a Strongroom server or of stock restic.
 *
 * @param id of its file, which changes when somebody tags it
 * @param time the moment that the data shows
 * @param tags words; ours are {@code strongroom} and {@code key:value}
 * @param original the id that it had first, if that is another one
 * @param logicalBytes of its files, 0 if it does not say
 */
public record Generation(
    ContentId id,
    Instant time,
    ContentId tree,
    List<String> paths,
    String hostname,
    String username,
    List<String> tags,
    Optional<ContentId> parent,
    Optional<ContentId> original,
    long logicalBytes) {
  public Generation {
    paths = List.copyOf(paths);
    tags = List.copyOf(tags);
  }

  /** The value of a tag {@code key:value}. */
  public Optional<String> tag(String key) {
    String prefix = key + ":";
    return tags.stream()
        .filter(tag -> tag.startsWith(prefix))
        .map(tag -> tag.substring(prefix.length()))
        .findFirst();
  }

  /** Whether it has this id, or had it before somebody tagged it. */
  public boolean isOrWas(ContentId wanted) {
    return id.equals(wanted) || original.filter(wanted::equals).isPresent();
  }
}
