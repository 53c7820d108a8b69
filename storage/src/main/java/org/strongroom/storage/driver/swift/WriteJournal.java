package org.strongroom.storage.driver.swift;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a write has come, kept beside its segments.
 *
 * @param length bytes that are durable
 * @param segment bytes of each segment
 * @param levels segments and manifests of them, without the bytes behind the last full segment
 * @param replaced prefix of the segments of the object whose place the file takes
 */
record WriteJournal(long length, int segment, List<List<Piece>> levels, Optional<String> replaced) {

  void write(SwiftStore store, SegmentGroup group) throws StorageException {
    ObjectNode json = AuthHttp.JSON.createObjectNode();
    json.put("length", length).put("segment", segment);
    replaced.ifPresent(prefix -> json.put("replaced", prefix));
    ArrayNode all = json.putArray("levels");
    for (List<Piece> level : levels) {
      ArrayNode pieces = all.addArray();
      for (Piece piece : level) {
        pieces
            .addArray()
            .add(piece.name().substring(group.prefix().length()))
            .add(piece.etag())
            .add(piece.size())
            .add(piece.manifest());
      }
    }
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    store.putSegment(
        SwiftCall.of("PUT", store.segments(), group.journal())
            .with("ETag", Md5.hex(bytes))
            .with("Content-Type", "application/json")
            .with(bytes, bytes.length));
  }

  static Optional<WriteJournal> read(SwiftStore store, SegmentGroup group) throws StorageException {
    Optional<byte[]> bytes = store.content(store.segments(), group.journal());
    return bytes.isEmpty() ? Optional.empty() : Optional.of(parsed(store, group, bytes.get()));
  }

  /**
   * What has the durable bytes, in their order: segments, manifests of them, and what is behind.
   */
  List<Piece> pieces(SegmentGroup group) {
    List<Piece> pieces = new ArrayList<>();
    levels.reversed().forEach(pieces::addAll);
    long whole = Manifests.size(pieces);
    if (whole < length) {
      pieces.add(new Piece(group.tail(whole / segment), "", length - whole, false));
    }
    return pieces;
  }

  private static WriteJournal parsed(SwiftStore store, SegmentGroup group, byte[] bytes)
      throws StorageException {
    try {
      JsonNode json = AuthHttp.JSON.readTree(bytes);
      List<List<Piece>> levels = new ArrayList<>();
      for (JsonNode level : json.path("levels")) {
        List<Piece> pieces = new ArrayList<>();
        for (JsonNode piece : level) {
          pieces.add(
              new Piece(
                  group.prefix() + piece.path(0).asString(""),
                  piece.path(1).asString(""),
                  piece.path(2).asLong(0),
                  piece.path(3).asBoolean(false)));
        }
        levels.add(pieces);
      }
      String replaced = json.path("replaced").asString("");
      return new WriteJournal(
          json.path("length").asLong(0),
          json.path("segment").asInt(0),
          levels,
          replaced.isEmpty() ? Optional.empty() : Optional.of(replaced));
    } catch (JacksonException e) {
      throw new StorageException(
          Reason.FAILED,
          "%s: the journal of the write, '%s', cannot be read"
              .formatted(store.calls().label(), group.journal()),
          e);
    }
  }
}
