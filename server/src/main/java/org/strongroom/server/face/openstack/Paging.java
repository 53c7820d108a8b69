package org.strongroom.server.face.openstack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ShortText;

/** Which part of a list a request asks for, in which order, and where the next part is. */
public final class Paging {
  private static final int MOST = 1000;
  private static final String DESCENDING = "desc";

  /** Conditions that no row meets: every row has a uuid. */
  private static final List<String> NOTHING = List.of("uuid is null");

  private final Exchange exchange;
  private final int limit;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Paging(Exchange exchange) {
    this.exchange = exchange;
    long asked = exchange.query("limit").map(text -> whole("limit", text)).orElse((long) MOST);
    this.limit = (int) Math.min(asked, MOST);
  }

  /**
   * Reads {@code limit}, {@code offset}, {@code marker} and {@code sort}, and the filters.
   *
   * @param filters what rows can be narrowed by
   * @param order what rows can be sorted by: names that callers know, and the fields they stand for
   * @param usual the order if the caller names none, as queries write it
   * @param find the uuid of the row that a marker names
   * @throws Fault 400 for what can not be understood, and for a marker that names no row
   */
  public static Paging of(
      Exchange exchange,
      Filters filters,
      Map<String, String> order,
      String usual,
      Function<String, Optional<String>> find) {
    Optional<List<String>> conditions = filters.of(exchange);
    Paging paging = new Paging(exchange);
    paging.values.put("q", conditions.orElse(NOTHING));
    paging.values.put("limit", paging.limit);
    exchange.query("offset").ifPresent(text -> paging.values.put("start", start(text)));
    paging.values.put("sort", new ListOrder(order, usual).of(exchange));
    paging.values.put("replyWithCount", paging.counted());
    exchange
        .query("marker")
        .ifPresent(marker ->
            paging.values.put(
                "after",
                find.apply(marker)
                    .orElseThrow(
                        () -> Fault.badRequest("marker [%s] not found".formatted(cut(marker))))));
    return paging;
  }

  private static int start(String offset) {
    long start = whole("offset", offset);
    if (start > Integer.MAX_VALUE) {
      throw Fault.badRequest("offset is too large: at most %d".formatted(Integer.MAX_VALUE));
    }
    return (int) start;
  }

  private static long whole(String name, String text) {
    if (!text.matches("[0-9]+")) {
      throw Fault.badRequest("%s must be an integer of 0 or more".formatted(name));
    }
    return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
  }

  static String cut(String text) {
    return ShortText.of(text, 80);
  }

  /** Parameters of the query. */
  public Map<String, Object> values() {
    return new LinkedHashMap<>(values);
  }

  /** Whether the number of all rows is to be told. */
  private boolean counted() {
    return exchange.version().atLeast(45) && exchange.flag("with_count");
  }

  /**
   * The answer: the rows, the link to the next page if this one is full, the number of all if it
   * was asked for.
   *
   * @param marker tells the marker of a row by its place
   */
  public Map<String, @Nullable Object> list(
      String root, List<?> rows, IntFunction<String> marker, @Nullable Long total) {
    Map<String, @Nullable Object> answer = Answer.rooted(root, rows);
    if (limit > 0 && rows.size() == limit) {
      answer.put(root + "_links", List.of(next(marker.apply(limit - 1))));
    }
    if (counted()) {
      answer.put("count", total);
    }
    return answer;
  }

  private Map<String, String> next(String marker) {
    Map<String, List<String>> query = new LinkedHashMap<>(exchange.queries());
    query.remove("offset");
    query.put("marker", List.of(marker));
    Map<String, String> link = new LinkedHashMap<>();
    link.put("rel", "next");
    link.put("href", exchange.ownUrl() + "?" + text(query));
    return link;
  }

  private static String text(Map<String, List<String>> query) {
    List<String> pairs = new ArrayList<>();
    query.forEach(
        (name, texts) -> texts.forEach(text -> pairs.add(encoded(name) + "=" + encoded(text))));
    return pairs.stream().collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The order of a list. */
  private record ListOrder(Map<String, String> fields, String usual) {

    String of(Exchange exchange) {
      Optional<String> sort = exchange.query("sort");
      Optional<String> key = exchange.query("sort_key");
      Optional<String> direction = exchange.query("sort_dir");
      if (sort.isPresent()) {
        if (key.isPresent() || direction.isPresent()) {
          throw Fault.badRequest(
              "The 'sort_key' and 'sort_dir' parameters are deprecated and cannot be used with the"
                  + " 'sort' parameter.");
        }
        return several(sort.get());
      }
      return key.isPresent() || direction.isPresent()
          ? one(key.orElse("created_at"), direction.orElse(DESCENDING))
          : usual;
    }

    private String several(String sort) {
      List<String> parts = new ArrayList<>();
      for (String part : sort.split(",", -1)) {
        int colon = part.indexOf(':');
        parts.add(
            colon < 0
                ? one(part.strip(), DESCENDING)
                : one(part.substring(0, colon).strip(), part.substring(colon + 1).strip()));
      }
      return String.join(",", parts);
    }

    private String one(String key, String direction) {
      String field = fields.get(key);
      if (field == null) {
        throw Fault.badRequest(
            "Invalid sort key '%s': there are %s"
                .formatted(cut(key), fields.keySet().stream().sorted().toList()));
      }
      return switch (direction) {
        case "asc" -> "+" + field;
        case DESCENDING -> "-" + field;
        default ->
            throw Fault.badRequest(
                "Unknown sort direction '%s', must be 'asc' or 'desc'".formatted(cut(direction)));
      };
    }
  }
}
