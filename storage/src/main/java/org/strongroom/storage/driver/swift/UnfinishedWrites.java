package org.strongroom.storage.driver.swift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;

/** Removes what writes left that were killed or given up, and keeps what has become a file. */
final class UnfinishedWrites {
  private static final Pattern MARKER = Pattern.compile("\\.(.*)\\.part");

  private final SwiftStore store;

  UnfinishedWrites(SwiftStore store) {
    this.store = store;
  }

  /** What a write with this id left beside a file. */
  void abandon(StoragePath path, String writeId) throws StorageException {
    Optional<WriteMarker> marker = WriteMarker.read(store, WriteMarker.name(store, path, writeId));
    if (marker.isPresent()) {
      // From here on it does not commit; what it did before shows in the file.
      marker.get().giveUp(store);
    }
    StoragePath file = marker.flatMap(WriteMarker::file).map(path.parent()::resolve).orElse(path);
    clear(file, writeId, marker.flatMap(WriteMarker::group));
    if (!file.equals(path)) {
      clear(path, writeId, Optional.empty());
    }
    if (marker.isPresent()) {
      marker.get().remove(store);
    }
  }

  /** What is left of the write whose marker stands at the path. */
  void abandonMarker(StoragePath marker) throws StorageException {
    Matcher name = MARKER.matcher(marker.name());
    if (name.matches()) {
      abandon(marker, name.group(1));
    }
  }

  /** What a write has made durable. */
  record Durable(SegmentGroup group, WriteJournal journal) {}

  /**
   * What the write has made durable whose marker stands at the path.
   *
   * @return empty if it is no marker, or that of a write which has made nothing durable
   */
  Optional<Durable> durable(StoragePath marker) throws StorageException {
    Optional<SegmentGroup> group =
        !marker.segments().isEmpty() && TemporaryName.matches(marker.name())
            ? WriteMarker.read(store, store.names().of(marker)).flatMap(WriteMarker::group)
            : Optional.empty();
    return group.isEmpty()
        ? Optional.empty()
        : WriteJournal.read(store, group.get()).map(found -> new Durable(group.get(), found));
  }

  /** Also what runs left whose markers are gone already, up to this one. */
  void abandonEarlier(StoragePath path, String writeId) throws StorageException {
    Set<String> ids = new HashSet<>();
    String own = TemporaryName.of(writeId); // checks its form
    String work = own.substring(1, 33);
    String below = store.names().below(path.parent());
    List<ObjectListing.Item> items =
        new ArrayList<>(store.listing().all(store.files(), below + "." + work, true));
    items.addAll(segmentDirectories(below + "." + work));
    for (ObjectListing.Item item : items) {
      String name = item.name().substring(below.length()).replaceFirst("/$", "");
      Matcher marker = MARKER.matcher(name);
      if (marker.matches() && TemporaryName.matches(name) && TemporaryName.isUpTo(name, writeId)) {
        ids.add(marker.group(1));
      }
    }
    for (String id : ids) {
      abandon(path, id);
    }
  }

  private List<ObjectListing.Item> segmentDirectories(String prefix) throws StorageException {
    try {
      return store.listing().all(store.segments(), prefix, true);
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  private void clear(StoragePath file, String writeId, Optional<SegmentGroup> marked)
      throws StorageException {
    Optional<SegmentGroup> kept = group(file);
    List<String> gone = new ArrayList<>();
    for (ObjectListing.Item item : store.segmentsWith(SegmentGroup.base(store, file, writeId))) {
      if (kept.isEmpty() || !item.name().startsWith(kept.get().prefix())) {
        gone.add(item.name());
      }
    }
    if (kept.isPresent() && kept.equals(marked)) {
      tidy(kept.get());
    } else if (marked.isPresent()) {
      gone.addAll(unlisted(marked.get(), gone));
    }
    AtOnce.forEach(gone, name -> store.delete(store.segments(), name));
  }

  /** A list may lag behind: the segments that were under way when it was made. */
  private static List<String> unlisted(SegmentGroup group, List<String> listed) {
    long last =
        listed.stream()
            .filter(name -> name.startsWith(group.prefix()))
            .map(name -> name.substring(group.prefix().length()))
            .filter(name -> name.matches("\\d{8}"))
            .mapToLong(Long::parseLong)
            .max()
            .orElse(-1);
    List<String> more = new ArrayList<>();
    for (long next = last + 1; next <= last + 4; next++) {
      more.add(group.segment(next));
    }
    more.add(group.journal());
    return more;
  }

  /** The segments that a file is made of; empty if it is none of ours, or no large one. */
  Optional<SegmentGroup> group(StoragePath file) throws StorageException {
    return group(store.head(file));
  }

  /** The same of a file that was looked at. */
  Optional<SegmentGroup> group(Optional<ObjectFacts> found) throws StorageException {
    if (found.isEmpty() || !found.get().large()) {
      return Optional.empty();
    }
    return new Manifests(store)
        .read(store.files(), found.get().name())
        .filter(entries -> !entries.isEmpty())
        .flatMap(entries -> SegmentGroup.of(store, entries.getFirst()));
  }

  /** What a write still has to do that has become a file. */
  void tidy(SegmentGroup group) throws StorageException {
    Optional<WriteJournal> journal = WriteJournal.read(store, group);
    if (journal.isEmpty()) {
      return;
    }
    if (journal.get().replaced().isPresent()) {
      store.deleteAll(store.segments(), journal.get().replaced().get());
    }
    store.deleteAll(store.segments(), group.tails());
    store.delete(store.segments(), group.journal());
  }
}
