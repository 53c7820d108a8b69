package org.strongroom.storage.repository.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.Json;
import org.strongroom.storage.repository.file.RepositoryException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON in {@code snapshots/}. */
public final class SnapshotFile {
  private static final int MOST_WORDS = 10_000;

  private SnapshotFile() {}

  /**
   * What a backup did, as newer restic shows it.
   *
   * @param newBlobs blobs that were stored
   * @param newBytes of them, before compression
   * @param storedBytes of them in packs
   */
  public record Summary(
      Instant start,
      Instant end,
      long logicalBytes,
      long newBlobs,
      long newBytes,
      long storedBytes) {}

  /** Writes one; the ids of {@code generation} itself are not looked at. */
  public static byte[] write(Generation generation, Summary summary) {
    ObjectNode json = Json.newObject();
    json.put("time", generation.time().toString());
    generation.parent().ifPresent(parent -> json.put("parent", parent.hex()));
    json.put("tree", generation.tree().hex());
    put(json.putArray("paths"), generation.paths());
    json.put("hostname", generation.hostname());
    json.put("username", generation.username());
    if (!generation.tags().isEmpty()) {
      put(json.putArray("tags"), generation.tags());
    }
    json.put("program_version", "strongroom");
    ObjectNode numbers = json.putObject("summary");
    numbers.put("backup_start", summary.start().toString());
    numbers.put("backup_end", summary.end().toString());
    numbers.put("files_new", generation.parent().isPresent() ? 0 : 1);
    numbers.put("files_changed", generation.parent().isPresent() ? 1 : 0);
    numbers.put("files_unmodified", 0);
    numbers.put("dirs_new", 0);
    numbers.put("dirs_changed", 0);
    numbers.put("dirs_unmodified", 0);
    numbers.put("data_blobs", summary.newBlobs());
    numbers.put("tree_blobs", 1);
    numbers.put("data_added", summary.newBytes());
    numbers.put("data_added_packed", summary.storedBytes());
    numbers.put("total_files_processed", 1);
    numbers.put("total_bytes_processed", summary.logicalBytes());
    return Json.bytes(json);
  }

  private static void put(ArrayNode array, List<String> words) {
    words.forEach(array::add);
  }

  public static Generation read(ContentId id, byte[] content) throws RepositoryException {
    ObjectNode json = Json.object(content, "the snapshot " + id.brief());
    return new Generation(
        id,
        Json.time(json, "time"),
        ContentId.parsed(Json.text(json, "tree")),
        words(json.path("paths")),
        Json.text(json, "hostname"),
        Json.text(json, "username"),
        words(json.path("tags")),
        id(json, "parent"),
        id(json, "original"),
        Math.max(0, json.path("summary").path("total_bytes_processed").asLong(0)));
  }

  private static Optional<ContentId> id(JsonNode json, String field) {
    return ContentId.parse(Json.text(json, field));
  }

  private static List<String> words(JsonNode array) throws RepositoryException {
    if (array.size() > MOST_WORDS) {
      throw RepositoryException.damaged("a snapshot has too many tags or paths");
    }
    var words = new ArrayList<String>();
    for (JsonNode word : array) {
      words.add(word.asString(""));
    }
    return words;
  }
}
