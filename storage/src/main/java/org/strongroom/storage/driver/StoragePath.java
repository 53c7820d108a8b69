package org.strongroom.storage.driver;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A path below a storage's root: one or more segments, each 1 to 255 bytes of UTF-8, none of them
 * {@code .} or {@code ..}, without NUL or {@code /}. Spaces, quotes, newlines and any other Unicode
 * are fine. The root itself is {@link #ROOT}, without segments.
 */
public record StoragePath(List<String> segments) {
  public static final StoragePath ROOT = new StoragePath(List.of());

  /**
   * @throws IllegalArgumentException if a segment is empty, too long, {@code .}, {@code ..}, or
   *     holds NUL or a slash
   */
  public StoragePath {
    segments = List.copyOf(segments);
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("not a file name: '" + segment + "'");
      }
      if (segment.indexOf('/') >= 0 || segment.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("file name holds a slash or NUL: '" + segment + "'");
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > 255) {
        throw new IllegalArgumentException("file name is longer than 255 bytes: '" + segment + "'");
      }
    }
  }

  /** Parses {@code a/b/c}; a leading slash is not accepted. */
  public static StoragePath of(String path) {
    return path.isEmpty() ? ROOT : new StoragePath(List.of(path.split("/", -1)));
  }

  /**
   * @throws IllegalArgumentException for the root, which is never moved, replaced or removed
   */
  public static void requireBelowRoot(StoragePath path) {
    if (path.segments().isEmpty()) {
      throw new IllegalArgumentException("the root itself");
    }
  }

  public StoragePath resolve(String segment) {
    var extended = new java.util.ArrayList<>(segments);
    extended.add(segment);
    return new StoragePath(extended);
  }

  /**
   * @throws IllegalStateException for the root
   */
  public StoragePath parent() {
    if (segments.isEmpty()) {
      throw new IllegalStateException("the root has no parent");
    }
    return new StoragePath(segments.subList(0, segments.size() - 1));
  }

  /**
   * @throws IllegalStateException for the root
   */
  public String name() {
    if (segments.isEmpty()) {
      throw new IllegalStateException("the root has no name");
    }
    return segments.getLast();
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }
}
