package org.strongroom.server.face.console.page;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.QueryReply;
import org.strongroom.api.coding.CsvCell;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.table.Address;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/**
 * All rows of a filter as a file for spreadsheets (RFC 4180), fetched page by page: none is kept.
 */
public final class Csv {
  private static final int ROWS_AT_ONCE = 500;
  private static final int MOST_ROWS_UNPAGED = 10_000;

  private Csv() {}

  /** Where the file goes; asked for when the first rows are there. */
  @FunctionalInterface
  public interface Target {
    OutputStream open() throws IOException;
  }

  /**
   * Writes them.
   *
   * @throws ApiException before anything is written, for a filter that cannot be read
   */
  public static void write(View view, Listing listing, Address address, Target target)
      throws IOException {
    List<String> fields =
        Inventories.fields(listing.inventory()).stream()
            .filter(field -> !field.equals("backupStorageRefs"))
            .toList();
    Map<String, Object> values = new TablePage(view, listing, address.from("")).parameters();
    boolean paged = !listing.key().isEmpty();
    values.put("limit", paged ? ROWS_AT_ONCE : MOST_ROWS_UNPAGED);
    List<? extends Record> rows = rows(view, listing, values);
    Writer file = new OutputStreamWriter(target.open(), StandardCharsets.UTF_8);
    file.write('\ufeff'); // without it spreadsheets take the file for another encoding
    line(file, fields);
    try {
      while (!rows.isEmpty()) {
        for (Record row : rows) {
          line(file, fields.stream().map(field -> cell(Inventories.value(row, field))).toList());
        }
        if (!paged || rows.size() < ROWS_AT_ONCE) {
          break;
        }
        values.put("after", Inventories.text(rows.getLast(), listing.key()));
        rows = rows(view, listing, values);
      }
    } catch (ApiException e) {
      // what went is on its way already; nobody is to take the file for whole
      line(file, List.of(view.say("csv.broken-off", e.error().details())));
    }
    file.flush();
  }

  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private static List<? extends Record> rows(
      View view, Listing listing, Map<String, Object> values) {
    List<? extends Record> rows =
        ((QueryReply<? extends Record>) view.asking().ask(listing.query(), values)).inventories();
    return rows == null ? List.of() : rows;
  }

  private static String cell(@Nullable Object value) {
    return value instanceof List<?> list
        ? String.join(" ", list.stream().map(String::valueOf).toList())
        : value == null ? "" : value.toString();
  }

  private static void line(Writer file, List<String> cells) throws IOException {
    boolean first = true;
    for (String cell : cells) {
      if (!first) {
        file.write(',');
      }
      file.write(CsvCell.of(cell));
      first = false;
    }
    file.write("\r\n");
  }
}
