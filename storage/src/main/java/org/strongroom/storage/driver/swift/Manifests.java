package org.strongroom.storage.driver.swift;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Manifests of static large objects. */
final class Manifests {
  private static final int MOST_LEVELS = 10;

  private final SwiftStore store;

  Manifests(SwiftStore store) {
    this.store = store;
  }

  /**
   * A segment as a manifest names it.
   *
   * @param large whether it is a manifest itself
   */
  record Entry(String container, String object, String etag, long size, boolean large) {}

  /** What the store has to answer as ETag. */
  static String etag(List<Piece> pieces) {
    var all = new StringBuilder();
    pieces.forEach(piece -> all.append(piece.etag()));
    return Md5.hex(all.toString().getBytes(StandardCharsets.US_ASCII));
  }

  static long size(List<Piece> pieces) {
    return pieces.stream().mapToLong(Piece::size).sum();
  }

  /** A PUT that makes a large object of pieces; the store compares each with what it has. */
  SwiftCall put(String container, String object, List<Piece> pieces) {
    ArrayNode manifest = AuthHttp.JSON.createArrayNode();
    for (Piece piece : pieces) {
      manifest
          .addObject()
          .put("path", "/" + store.segments() + "/" + piece.name())
          .put("etag", piece.etag())
          .put("size_bytes", piece.size());
    }
    byte[] bytes = manifest.toString().getBytes(StandardCharsets.UTF_8);
    return SwiftCall.of("PUT", container, object)
        .asking("multipart-manifest=put")
        .with("Content-Type", "application/octet-stream")
        .with("ETag", etag(pieces))
        .with(bytes, bytes.length);
  }

  /**
   * Makes sure that a store which does not tell its features makes large objects of manifests: one
   * that knows none keeps the manifest itself, in the place of the file that was there.
   *
   * @param name of an object that is made for the trial
   */
  void requireLargeObjects(String name, List<Piece> pieces) throws StorageException {
    store.putSegment(put(store.segments(), name, pieces));
    boolean large = store.head(store.segments(), name).filter(ObjectFacts::large).isPresent();
    store.delete(store.segments(), name);
    if (!large) {
      throw store.withoutLargeObjects();
    }
  }

  /** The segments of a large object; empty if it is gone. */
  Optional<List<Entry>> read(String container, String object) throws StorageException {
    SwiftCall call = SwiftCall.of("GET", container, object).asking("multipart-manifest=get");
    SwiftAnswer answer = store.calls().send(call);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw store.calls().failed(call, answer);
    }
    List<Entry> entries = new ArrayList<>();
    try {
      for (JsonNode node : AuthHttp.JSON.readTree(answer.body())) {
        if (node.has("name")) {
          entries.add(entry(node));
        }
      }
    } catch (JacksonException e) {
      throw odd(object);
    }
    return Optional.of(entries);
  }

  private Entry entry(JsonNode node) throws StorageException {
    String name = node.path("name").asString("");
    int slash = name.indexOf('/', 1);
    if (!name.startsWith("/") || slash < 0 || slash == name.length() - 1) {
      throw odd(name);
    }
    return new Entry(
        name.substring(1, slash),
        name.substring(slash + 1),
        node.path("hash").asString(""),
        node.path("bytes").asLong(0),
        node.path("sub_slo").asBoolean(false));
  }

  private StorageException odd(String object) {
    return new StorageException(
        Reason.FAILED, "%s: the manifest of '%s' is none".formatted(store.calls().label(), object));
  }

  /** Removes a large object: first its segments, so that what is left can be found by it. */
  void delete(String container, String object) throws StorageException {
    delete(container, object, MOST_LEVELS);
  }

  private void delete(String container, String object, int levels) throws StorageException {
    List<Entry> segments = new ArrayList<>();
    for (Entry entry : read(container, object).orElse(List.of())) {
      if (!entry.large()) {
        segments.add(entry);
      } else if (levels > 0) {
        delete(entry.container(), entry.object(), levels - 1);
      }
    }
    AtOnce.forEach(segments, segment -> store.delete(segment.container(), segment.object()));
    store.delete(container, object);
  }
}
