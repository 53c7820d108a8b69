package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.flag;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.QueryReply;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Address;
import org.strongroom.server.face.console.table.FilterText;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/** A list: filter, order, rows, and the way to the next ones. */
public final class TablePage {
  /** The filter of images that were deleted and can be recovered. */
  public static final String TRASH = "status=Deleted";

  private static final Set<String> LONG = Set.of("description", "reason", "details");

  /** A few words that stand in one line. */
  private static final Set<String> WORDS = Set.of("what", "change", "operation");

  /** Paths and urls, which break anywhere. */
  private static final Set<String> PLACES = Set.of("url", "address", "endpoint");

  /** What settings are, which may be long words. */
  private static final Set<String> VALUES = Set.of("value", "defaultValue");

  /** What has to be there first. */
  private static final Map<String, String> NEXT =
      Map.of(
          "image-backups", "backup-nodes",
          "volume-snapshots", "volumes",
          "deliveries", "notifications",
          "jobs", "schedules");

  private final View view;
  private final Listing listing;
  private final Address address;
  private List<Choice> choices = List.of();

  public TablePage(View view, Listing listing, Address address) {
    this.view = view;
    this.listing = listing;
    this.address = address;
  }

  /**
   * Something that can be done with several rows at once.
   *
   * @param operation by name
   * @param dangerous whether it takes away
   */
  public record Choice(String operation, String words, boolean dangerous) {}

  /** What was found; an error is told in the place of rows, so that the filter can be mended. */
  private record Found(
      List<? extends Record> rows, boolean more, @Nullable Long total, @Nullable String problem) {}

  /**
   * The whole page.
   *
   * @param actions that create what is listed
   * @param many what can be done with several rows at once; empty for nothing
   */
  public Page page(Node actions, List<Choice> many) {
    this.choices = many;
    String title = view.say(listing.path() + ".title");
    return new Page(
        List.of(),
        title,
        all(
            el(
                "div.head",
                el(
                    "div",
                    el("h1", text(title)),
                    el("p.lead", text(view.say(listing.path() + ".lead")))),
                el("div.actions", actions, trash())),
            filter(),
            Frame.live("rows", address.url(), listing.path().equals("jobs"), table(actions))));
  }

  private Node filter() {
    return el(
        "form.filter",
        at("method", "get"),
        at("action", address.path()),
        at("role", "search"),
        el("label.vh", at("for", "q"), text(view.say("filter.label"))),
        el(
            "input",
            at("id", "q"),
            at("name", "q"),
            at("type", "search"),
            at("value", address.filter()),
            at(
                "placeholder",
                view.say("filter.placeholder", view.texts().field(listing.nameField()))
                    + time().map(field -> view.say("filter.or", field + ">-24h")).orElse("")),
            at("list", "suggestions"),
            at("autocomplete", "off"),
            at("spellcheck", "false"),
            at("aria-describedby", "filter-help"),
            at("maxlength", "2000")),
        el(
            "datalist",
            at("id", "suggestions"),
            all(
                Inventories.suggestions(listing.inventory()).stream()
                    .map(each -> el("option", at("value", each))))),
        hidden("sort", address.sort()),
        el("label.vh", at("for", "size"), text(view.say("filter.size"))),
        el(
            "select",
            at("id", "size"),
            at("name", "size"),
            all(
                Address.SIZES.stream()
                    .map(size ->
                        el(
                            "option",
                            at("value", size),
                            flag("selected", size == address.size()),
                            text(view.say("filter.rows", size)))))),
        el("button", at("type", "submit"), text(view.say("filter.apply"))),
        columnChoice(),
        link(address.url(".csv"), at("class", "button quiet"), at("download", ""), text("CSV")),
        el("p.hint", at("id", "filter-help"), text(view.say("filter.help"))));
  }

  /** The field that tells when what is listed was made or happened. */
  private Optional<String> time() {
    return Stream.of("createDate", "time", "joinDate")
        .filter(Inventories.fields(listing.inventory())::contains)
        .findFirst();
  }

  /** The columns stand in the address, as all else that makes the list what it is. */
  private Node columnChoice() {
    List<String> shown = columns();
    return el(
        "details.menu-of",
        el("summary", at("class", "button quiet"), text(view.say("filter.columns"))),
        el(
            "div.menu-body",
            el(
                "fieldset.plain",
                el("legend.vh", text(view.say("filter.columns"))),
                all(
                    listing.choosable().stream()
                        .map(column ->
                            el(
                                "label.choice",
                                el(
                                    "input",
                                    at("type", "checkbox"),
                                    at("name", "cols"),
                                    at("value", column),
                                    flag("checked", shown.contains(column)),
                                    flag("disabled", column.equals(listing.nameField()))),
                                text(view.texts().field(listing.inventory(), column)))))),
            el("button.primary", at("type", "submit"), text(view.say("filter.columns.show")))));
  }

  private List<String> columns() {
    return address.columns().isEmpty() ? listing.columns() : address.columns();
  }

  private static Node hidden(String name, String value) {
    return value.isEmpty()
        ? Node.NONE
        : el("input", at("type", "hidden"), at("name", name), at("value", value));
  }

  private Node table(Node actions) {
    Found found = find();
    if (found.problem() != null) {
      return el(
          "div.notice.bad",
          at("role", "alert"),
          el("h2", text(view.say("filter.problem"))),
          el("p", text(found.problem())),
          el("p", link(address.filtered("").url(), text(view.say("filter.clear")))));
    }
    if (found.rows().isEmpty()) {
      return empty(actions);
    }
    Cells cells = new Cells(view, found.rows(), columns());
    return all(
        Tables.cards(
            view.say(listing.path() + ".title"),
            all(tickAll(), all(columns().stream().map(this::header))),
            found.rows().stream().map(row -> row(cells, row))),
        foot(found),
        choices.isEmpty() ? Node.NONE : bulk(found));
  }

  /** Ticks the rows of the page; it is the page's script that shows and does it. */
  private Node tickAll() {
    return choices.isEmpty()
        ? Node.NONE
        : el(
            "th.tick",
            at("scope", "col"),
            el(
                "input",
                at("type", "checkbox"),
                at("id", "tick-all"),
                at("aria-label", view.say("bulk.page"))));
  }

  private Node tick(Record row) {
    String name = Inventories.text(row, listing.nameField());
    return choices.isEmpty()
        ? Node.NONE
        : el(
            "td.tick",
            el(
                "input",
                at("type", "checkbox"),
                at("name", "uuid"),
                at("form", "bulk"),
                at("value", Inventories.text(row, listing.key())),
                at(
                    "aria-label",
                    view.say("bulk.row", name.isEmpty() ? view.say("unnamed") : name))));
  }

  /** What can be done with the rows that are ticked, or with all of the filter. */
  private Node bulk(Found found) {
    Long total = found.total();
    boolean more = total == null || total > found.rows().size();
    return el(
        "form.bulk",
        at("id", "bulk"),
        at("method", "post"),
        at("action", "/console/bulk/" + listing.path()),
        at("aria-label", view.say("bulk.bar")),
        new Frame(view).token(),
        hidden("q", address.filter()),
        el(
            "p.picked",
            at("aria-live", "polite"),
            at("data-words", view.say("bulk.picked")),
            text(view.say("bulk.with"))),
        more
            ? el(
                "label.choice",
                el("input", at("type", "checkbox"), at("name", "all"), at("value", "true")),
                text(total == null ? view.say("bulk.all") : view.say("bulk.all-of", total)))
            : Node.NONE,
        el(
            "div.actions",
            all(
                choices.stream()
                    .map(choice ->
                        el(
                            choice.dangerous() ? "button.danger" : "button",
                            at("type", "submit"),
                            at("name", "operation"),
                            at("value", choice.operation()),
                            text(choice.words()))))));
  }

  private Node empty(Node actions) {
    if (!address.filter().isEmpty() || !address.after().isEmpty()) {
      return el(
          "div.empty",
          el("h2", text(view.say("table.nothing"))),
          el("p", text(view.say("table.nothing.hint"))),
          el("p", link(address.filtered("").url(), text(view.say("filter.clear")))));
    }
    return el(
        "div.empty",
        el("h2", text(view.say(listing.path() + ".empty"))),
        el("p", text(view.say(listing.path() + ".empty.hint"))),
        el("div.actions", listing.path().equals("volume-snapshots") ? Node.NONE : actions, next()));
  }

  /** Images that were deleted, which can be recovered for a while. */
  private Node trash() {
    return listing.path().equals("images")
        ? link(
            address.filtered(TRASH).url(),
            at("class", "button quiet"),
            text(view.say("images.trash")))
        : Node.NONE;
  }

  /** Where to go on from a list that nothing stands in by itself. */
  private Node next() {
    return Optional.ofNullable(NEXT.get(listing.path()))
        .flatMap(Listings::at)
        .filter(each -> view.asking().may(each.query()))
        .<Node>map(
            each -> link(each.url(), at("class", "button"), text(view.say(each.path() + ".title"))))
        .orElse(Node.NONE);
  }

  private Node header(String column) {
    String name = view.texts().field(listing.inventory(), column);
    if (!listing.sortable(column)) {
      return el("th." + kind(column), at("scope", "col"), text(name));
    }
    String sort = address.sort().isEmpty() ? listing.sort() : address.sort();
    boolean ascending = sort.equals("+" + column) || sort.startsWith("+" + column + ",");
    boolean descending = sort.equals("-" + column);
    String next = (ascending ? "-" : "+") + column;
    return el(
        "th." + kind(column),
        at("scope", "col"),
        ascending
            ? at("aria-sort", "ascending")
            : descending ? at("aria-sort", "descending") : Node.NONE,
        link(
            address.sorted(next).url(),
            at("title", view.help(Inventories.help(listing.inventory(), column))),
            text(name)));
  }

  private Node row(Cells cells, Record row) {
    return el(
        "tr",
        tick(row),
        all(
            columns().stream()
                .map(column ->
                    el(
                        "td." + kind(column),
                        at("data-label", view.texts().field(listing.inventory(), column)),
                        cells.of(listing, row, column)))));
  }

  private String kind(String column) {
    return kind(listing, column);
  }

  /** Numbers and times stand in line. */
  static String kind(Listing listing, String column) {
    if (column.equals(listing.nameField())) {
      return "title";
    }
    Class<?> type = Inventories.type(listing.inventory(), column).orElse(Object.class);
    if (column.equals("progress")) {
      return "wide";
    }
    if (VALUES.contains(column)) {
      return "value";
    }
    if (PLACES.contains(column)) {
      return "place";
    }
    if (LONG.contains(column)) {
      return "long";
    }
    if (WORDS.contains(column) || isChosen(listing, column)) {
      return "word";
    }
    if (type == long.class || type == int.class || type == Long.class || type == Integer.class) {
      return "number";
    }
    return type == java.time.Instant.class ? "time" : column.equals("capacity") ? "wide" : "text";
  }

  /** One word or two of a few. */
  private static boolean isChosen(Listing listing, String column) {
    return !Inventories.choices(listing.inventory(), column).isEmpty();
  }

  private Node foot(Found found) {
    List<Node> parts = new ArrayList<>();
    Long total = found.total();
    parts.add(
        el(
            "p",
            text(
                total == null
                    ? view.say("table.shown", found.rows().size())
                    : view.say("table.shown-of", found.rows().size(), total))));
    List<Node> ways = new ArrayList<>();
    if (!address.after().isEmpty()) {
      ways.add(link(address.from("").url(), at("class", "button"), text(view.say("table.first"))));
    }
    if (found.more()) {
      String last = Inventories.text(found.rows().getLast(), listing.key());
      ways.add(
          link(
              address.from(last).url(),
              at("class", "button"),
              at("rel", "next"),
              text(view.say("table.next"))));
    }
    parts.add(el("div.actions", all(ways)));
    return el("nav.foot", at("aria-label", view.say("table.pages")), all(parts));
  }

  private Found find() {
    try {
      return found();
    } catch (ApiException e) {
      if (e.is(ErrorCode.PERMISSION_DENIED)) {
        throw e; // of the whole page, and not of a filter
      }
      return new Found(List.of(), false, null, e.error().details());
    }
  }

  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private Found found() {
    boolean first = address.after().isEmpty();
    Map<String, Object> values = parameters();
    values.put("limit", address.size() + (listing.key().isEmpty() ? 1000 : 1));
    values.put("replyWithCount", first);
    QueryReply<? extends Record> reply =
        (QueryReply<? extends Record>) view.asking().ask(listing.query(), values);
    List<? extends Record> rows = reply.inventories() == null ? List.of() : reply.inventories();
    if (listing.key().isEmpty()) {
      return new Found(rows, false, reply.total(), null);
    }
    boolean more = rows.size() > address.size();
    return new Found(more ? rows.subList(0, address.size()) : rows, more, reply.total(), null);
  }

  /** What the address filters by, as it was written. */
  public String filtered() {
    return address.filter();
  }

  /** What the address asks for, without how many. */
  public Map<String, Object> parameters() {
    Map<String, Object> values = new HashMap<>();
    values.put(
        "q",
        FilterText.conditions(
            address.filter(), listing.inventory(), listing.nameField(), view.now(), view.zone()));
    values.put("sort", address.sort().isEmpty() ? listing.sort() : address.sort());
    if (!address.after().isEmpty()) {
      values.put("after", address.after());
    }
    return values;
  }
}
