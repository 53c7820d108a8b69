package org.strongroom.server.face.console.table;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.api.ShortText;

/**
 * All that makes a list what it is: its url holds it, so that it can be kept and passed on.
 *
 * @param filter as it was written
 * @param sort a field with + or - before it; empty for the usual order
 * @param size rows on a page
 * @param after the row that the page begins behind; empty for the first page
 * @param columns what is shown of each row; empty for what the listing usually shows
 */
public record Address(
    String path, String filter, String sort, int size, String after, List<String> columns) {
  /** How many rows a page can have. */
  public static final List<Integer> SIZES = List.of(25, 100, 500);

  private static final int LONGEST = 2000;

  /** What a request asks for; what makes no sense is passed over. */
  public static Address of(Listing listing, Context ctx) {
    int size =
        SIZES.stream()
            .filter(each -> each.toString().equals(ctx.queryParam("size")))
            .findFirst()
            .orElse(SIZES.getFirst());
    return new Address(
        listing.url(),
        text(ctx, "q"),
        text(ctx, "sort"),
        size,
        text(ctx, "after"),
        columns(listing, ctx.queryParams("cols")));
  }

  /** A filter of a list in its usual order. */
  public static Address of(Listing listing, String filter) {
    return new Address(listing.url(), filter, "", SIZES.getFirst(), "", List.of());
  }

  /** What it is called stands first, whatever is asked for; the usual ones are none. */
  private static List<String> columns(Listing listing, List<String> asked) {
    Set<String> chosen = new LinkedHashSet<>(List.of(listing.nameField()));
    asked.stream()
        .flatMap(each -> Arrays.stream(each.split(",", 50)))
        .filter(listing.choosable()::contains)
        .forEach(chosen::add);
    List<String> columns = List.copyOf(chosen);
    return columns.size() == 1 || columns.equals(listing.columns()) ? List.of() : columns;
  }

  private static String text(Context ctx, String name) {
    String value = Optional.ofNullable(ctx.queryParam(name)).orElse("").strip();
    return ShortText.cut(value, LONGEST);
  }

  public Address sorted(String order) {
    return new Address(path, filter, order, size, "", columns);
  }

  public Address sized(int rows) {
    return new Address(path, filter, sort, rows, "", columns);
  }

  public Address from(String row) {
    return new Address(path, filter, sort, size, row, columns);
  }

  public Address filtered(String text) {
    return new Address(path, text, sort, size, "", columns);
  }

  public String url() {
    return url("");
  }

  /** The same as a file. */
  public String url(String suffix) {
    StringBuilder query = new StringBuilder();
    add(query, "q", filter);
    add(query, "sort", sort);
    add(query, "size", size == SIZES.getFirst() ? "" : String.valueOf(size));
    add(query, "after", after);
    add(query, "cols", String.join(",", columns));
    return path + suffix + query;
  }

  private static void add(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
