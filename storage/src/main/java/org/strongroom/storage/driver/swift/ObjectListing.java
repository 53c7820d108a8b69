package org.strongroom.storage.driver.swift;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.ObjectNames;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import org.strongroom.storage.driver.swift.session.SwiftCalls;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The names in a container, page by page. */
final class ObjectListing {
  private static final int MOST_PAGES = 10_000;

  private final SwiftCalls calls;
  private final SwiftInfo info;

  ObjectListing(SwiftCalls calls, SwiftInfo info) {
    this.calls = calls;
    this.info = info;
  }

  /**
   * An object, or a directory that stands for all whose names begin so.
   *
   * @param name with a slash at its end if it is a directory
   * @param large whether it is a static large object
   */
  record Item(
      String name,
      boolean directory,
      long size,
      Instant modified,
      String contentType,
      boolean large) {}

  /** Takes page after page. */
  interface Pages {
    void take(List<Item> page) throws StorageException;
  }

  /** All names with this prefix; those with a slash behind it are put together if so wanted. */
  List<Item> all(String container, String prefix, boolean together) throws StorageException {
    List<Item> items = new ArrayList<>();
    pages(container, prefix, together, items::addAll);
    return items;
  }

  /** Whether there is any name with this prefix. */
  boolean any(String container, String prefix) throws StorageException {
    return !page(container, "limit=1", prefix).isEmpty();
  }

  /** The same as {@link #all}, for more names than fit into memory. */
  void pages(String container, String prefix, boolean together, Pages pages)
      throws StorageException {
    String marker = "";
    for (int count = 0; count < MOST_PAGES; count++) {
      String query =
          "limit=%d%s&marker=%s"
              .formatted(info.page(), together ? "&delimiter=%2F" : "", ObjectNames.encode(marker));
      List<Item> page = page(container, query, prefix);
      if (page.isEmpty()) {
        return;
      }
      String last = page.getLast().name();
      if (!isBehind(last, marker)) {
        throw odd(container, "comes to the same names again");
      }
      pages.take(page);
      marker = last;
      if (info.told() && page.size() < info.page()) {
        return;
      }
    }
    throw odd(container, "has more pages than are read of one");
  }

  private static boolean isBehind(String name, String marker) {
    return Arrays.compareUnsigned(
            name.getBytes(StandardCharsets.UTF_8), marker.getBytes(StandardCharsets.UTF_8))
        > 0;
  }

  private List<Item> page(String container, String query, String prefix) throws StorageException {
    SwiftAnswer answer =
        calls.succeed(
            SwiftCall.container("GET", container)
                .asking("format=json&" + query + "&prefix=" + ObjectNames.encode(prefix)));
    if (answer.status() == 204) {
      return List.of();
    }
    List<Item> items = new ArrayList<>();
    try {
      for (JsonNode each : AuthHttp.JSON.readTree(answer.body())) {
        Item item = item(each);
        if (!item.name().startsWith(prefix) || item.name().isEmpty()) {
          throw odd(container, "names what was not asked for");
        }
        items.add(item);
      }
    } catch (JacksonException e) {
      throw odd(container, "is no JSON");
    }
    return items;
  }

  private static Item item(JsonNode node) {
    if (node.has("subdir")) {
      return new Item(node.path("subdir").asString(""), true, 0, Instant.EPOCH, "", false);
    }
    return new Item(
        node.path("name").asString(""),
        false,
        Math.max(0, node.path("bytes").asLong(0)),
        time(node.path("last_modified").asString("")),
        node.path("content_type").asString(""),
        node.has("slo_etag"));
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text.replaceFirst("Z$", ""))
          .toInstant(ZoneOffset.UTC)
          .truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private StorageException odd(String container, String what) {
    return new StorageException(
        Reason.FAILED,
        "%s: the store's list of container '%s' %s".formatted(calls.label(), container, what));
  }
}
