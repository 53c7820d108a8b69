package org.strongroom.storage.repository.clean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.Json;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.Snapshots;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists of packs that no index has any more and that are to be deleted a day later: who still reads
 * by an old index finds them until then.
 */
final class CondemnedPacks {
  private static final String WHAT = "a list of packs to delete";

  private final RepositoryParts parts;

  CondemnedPacks(RepositoryParts parts) {
    this.parts = parts;
  }

  /**
   * A list.
   *
   * @param entry its file, whose time of change is when the packs were condemned
   */
  record Sentence(StorageEntry entry, Set<ContentId> packs) {}

  Map<ContentId, Sentence> sentences() throws IOException {
    var found = new HashMap<ContentId, Sentence>();
    for (Map.Entry<ContentId, StorageEntry> file :
        parts.files().list(FileKind.CONDEMNED).entrySet()) {
      found.put(file.getKey(), new Sentence(file.getValue(), read(file.getKey())));
    }
    return found;
  }

  Set<ContentId> all() throws IOException {
    var all = new HashSet<ContentId>();
    sentences().values().forEach(sentence -> all.addAll(sentence.packs()));
    return all;
  }

  ContentId write(List<ContentId> packs) throws StorageException {
    ObjectNode json = Json.newObject();
    ArrayNode ids = json.putArray("packs");
    packs.forEach(pack -> ids.add(pack.hex()));
    return parts.sealed().write(FileKind.CONDEMNED, Json.bytes(json));
  }

  /** What went. */
  record Deleted(int packs, long bytes) {
    Deleted and(Deleted other) {
      return new Deleted(packs + other.packs, bytes + other.bytes);
    }
  }

  /** After which the next ones may be deleted; empty if none are condemned. */
  Optional<Duration> nextIn(Instant now, Duration grace) throws IOException {
    return parts.files().list(FileKind.CONDEMNED).values().stream()
        .map(entry -> Duration.between(now, entry.modified().plus(grace)))
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .min(Comparator.naturalOrder());
  }

  /**
   * Deletes packs that were condemned long enough ago and that no index has. If one of them has
   * something that a generation needs and no index has any more, it is taken back instead.
   *
   * @param now by the storage's clock
   */
  Deleted deleteOld(Instant now, Duration grace) throws IOException {
    int count = 0;
    long bytes = 0;
    Map<ContentId, Sentence> sentences = sentences();
    sentences.values().removeIf(s -> s.entry().modified().plus(grace).isAfter(now));
    if (sentences.isEmpty()) {
      return new Deleted(0, 0);
    }
    Set<ContentId> generations = new Snapshots(parts.sealed()).ids();
    BlobIndex index = parts.index().reload();
    var due = new HashSet<ContentId>();
    sentences.values().forEach(sentence -> due.addAll(sentence.packs()));
    due.removeIf(index::hasPack);
    new Rescue(parts, index).takeBackWhatIsNeeded(due, generations);
    for (ContentId pack : due) {
      Interrupts.check();
      Optional<StorageEntry> entry = parts.files().stat(FileKind.PACK, pack);
      if (entry.isPresent()) {
        parts.files().delete(FileKind.PACK, pack);
        count++;
        bytes += entry.get().size();
      }
    }
    for (ContentId sentence : sentences.keySet()) {
      parts.files().delete(FileKind.CONDEMNED, sentence);
    }
    return new Deleted(count, bytes);
  }

  private Set<ContentId> read(ContentId file) throws IOException {
    byte[] json = parts.sealed().read(FileKind.CONDEMNED, file);
    return Json.read(
        new ByteArrayInputStream(json),
        WHAT,
        parser -> {
          var packs = new HashSet<ContentId>();
          Json.expect(parser, JsonToken.START_OBJECT, WHAT);
          Json.expect(parser, JsonToken.PROPERTY_NAME, WHAT);
          Json.expect(parser, JsonToken.START_ARRAY, WHAT);
          while (parser.nextToken() == JsonToken.VALUE_STRING) {
            packs.add(ContentId.parsed(parser.getString()));
          }
          if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw RepositoryException.damaged(WHAT + " has another form than it should");
          }
          return packs;
        });
  }
}
