package org.strongroom.server.face.console.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.api.QueryReply;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.page.TablePage;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.table.Address;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/**
 * Which rows of a list something is done with: those that were ticked, or all of a filter. Whoever
 * does it finds them, so that only what they see is touched.
 *
 * @param all whether it is the whole filter
 * @param filter as it was written
 * @param ticked uuids, unless it is the whole filter
 */
public record Selection(Listing listing, boolean all, String filter, List<String> ticked) {
  /** More than these are not done at once. */
  public static final int MOST = 10_000;

  private static final int AT_ONCE = 500;
  private static final int TICKED_AT_ONCE = 50;

  /** What a form sent. */
  public static Selection of(Listing listing, Form form) {
    boolean all = form.text("all").equals("true");
    List<String> ticked =
        form.all("uuid").stream().filter(each -> each.matches("[0-9a-f]{32}")).distinct().toList();
    return new Selection(listing, all, form.text("q"), all ? List.of() : ticked);
  }

  /**
   * The rows, at most one more than {@link #MOST}.
   *
   * @throws org.strongroom.api.ApiException for a filter that cannot be read
   */
  public List<Row> rows(View view) {
    List<Row> found = new ArrayList<>();
    if (all) {
      Map<String, Object> values =
          new TablePage(view, listing, Address.of(listing, filter)).parameters();
      collect(view, values, found);
      return found;
    }
    for (int from = 0; from < ticked.size(); from += TICKED_AT_ONCE) {
      List<String> some = ticked.subList(from, Math.min(ticked.size(), from + TICKED_AT_ONCE));
      collect(
          view,
          new HashMap<>(
              Map.of(
                  "q",
                  List.of(listing.key() + "?=" + String.join(",", some)),
                  "sort",
                  listing.sort())),
          found);
    }
    return found;
  }

  private void collect(View view, Map<String, Object> values, List<Row> found) {
    values.put("limit", AT_ONCE);
    List<? extends Record> rows;
    do {
      rows = page(view, values);
      for (Record row : rows) {
        found.add(
            new Row(
                Inventories.text(row, listing.key()), Inventories.text(row, listing.nameField())));
      }
      if (!rows.isEmpty()) {
        values.put("after", found.getLast().uuid());
      }
    } while (rows.size() == AT_ONCE && found.size() <= MOST);
  }

  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private List<? extends Record> page(View view, Map<String, Object> values) {
    List<? extends Record> rows =
        ((QueryReply<? extends Record>) view.asking().ask(listing.query(), values)).inventories();
    return rows == null ? List.of() : rows;
  }
}
