package org.strongroom.server.objectstore;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An object store as a storage's row has it, without what proves who calls.
 *
 * @param endpoint url of the store, or where tokens are given
 * @param bucketName bucket or container
 * @param prefix of the names of its objects; empty for all
 * @param username access key or user
 * @param options the rest, a JSON object of texts
 * @param capacity bytes that were given for it
 */
public record StoreColumns(
    String endpoint,
    String bucketName,
    String prefix,
    @Nullable String region,
    @Nullable String username,
    String options,
    @Nullable Long capacity) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The options as text; those that are empty are left out. */
  static String json(Map<String, Optional<String>> options) {
    Map<String, String> given = new TreeMap<>();
    options.forEach((name, value) -> value.ifPresent(text -> given.put(name, text)));
    return JSON.writeValueAsString(given);
  }

  /** An option; empty if it was not given. */
  Optional<String> option(String name) {
    return Optional.ofNullable(JSON.readTree(options).get(name)).map(node -> node.stringValue());
  }

  OptionalLong room() {
    return capacity == null ? OptionalLong.empty() : OptionalLong.of(capacity);
  }
}
