package org.strongroom.storage.driver.swift;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The object {@code .<writeId>.part} beside a file that is being written: made before the first
 * segment, gone after the last effect of the write, never changed by the write itself. Whoever
 * gives the write up changes it first of all, and no write commits without its own.
 *
 * @param name of the object
 * @param file the name of the file in its directory; empty if the marker is not to be read
 */
record WriteMarker(String name, Optional<String> file, Optional<SegmentGroup> group, String etag) {
  private static final byte[] GIVEN_UP = "{\"givenUp\":true}".getBytes(StandardCharsets.US_ASCII);

  static String name(SwiftStore store, StoragePath path, String writeId) throws StorageException {
    return store.names().of(path.parent().resolve(TemporaryName.of(writeId)));
  }

  /**
   * Makes it.
   *
   * @throws StorageException EXISTS if there is one
   */
  static WriteMarker make(SwiftStore store, StoragePath path, String writeId, SegmentGroup group)
      throws StorageException {
    byte[] bytes =
        AuthHttp.JSON
            .createObjectNode()
            .put("file", path.name())
            .put("segments", group.prefix())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    String name = name(store, path, writeId);
    // No ETag: Swift does not take it together with a condition.
    SwiftCall call =
        SwiftCall.of("PUT", store.files(), name)
            .with("If-None-Match", "*")
            .with("Content-Type", "application/json")
            .with(bytes, bytes.length);
    SwiftAnswer answer = store.calls().send(call);
    var marker =
        new WriteMarker(name, Optional.of(path.name()), Optional.of(group), Md5.hex(bytes));
    if (answer.status() == 412) {
      // It may be ours: the answer to an earlier attempt got lost.
      if (!marker.stands(store)) {
        throw new StorageException(Reason.EXISTS, path + ": a write with this id is there already");
      }
    } else if (!answer.isSuccess()) {
      throw store.calls().failed(call, answer);
    }
    return marker;
  }

  static Optional<WriteMarker> read(SwiftStore store, String name) throws StorageException {
    Optional<byte[]> found = store.content(store.files(), name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String etag = Md5.hex(found.get());
    try {
      JsonNode json = AuthHttp.JSON.readTree(found.get());
      // whoever may write into the container could name the segments of another file
      Optional<SegmentGroup> group =
          text(json, "segments")
              .filter(prefix -> prefix.startsWith(name + "/"))
              .map(SegmentGroup::new);
      return Optional.of(new WriteMarker(name, text(json, "file"), group, etag));
    } catch (JacksonException e) {
      return Optional.of(new WriteMarker(name, Optional.empty(), Optional.empty(), etag));
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.of(json.path(name).asString("")).filter(text -> !text.isEmpty());
  }

  /** Whether it is as it was made. */
  boolean stands(SwiftStore store) throws StorageException {
    return store.head(store.files(), name).filter(found -> found.etag().equals(etag)).isPresent();
  }

  /** Changes it, so that its write does not commit any more. */
  void giveUp(SwiftStore store) throws StorageException {
    store
        .calls()
        .succeed(
            SwiftCall.of("PUT", store.files(), name)
                .with("ETag", Md5.hex(GIVEN_UP))
                .with("Content-Type", "application/json")
                .with(GIVEN_UP, GIVEN_UP.length));
  }

  void remove(SwiftStore store) throws StorageException {
    store.delete(store.files(), name);
  }
}
