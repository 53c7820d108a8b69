package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.flag;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.table.FilterText;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.text.Sizes;

/**
 * The resources that a parameter can name, as far as the visitor sees them: all of them where they
 * are few, else those that are looked for by what is written above them. What was chosen stays.
 */
public final class Choices {
  /** So many are shown without being looked for. */
  static final int SHOWN = 25;

  /** The button that looks for what was written, where there are no scripts. */
  private static final String FIND = "find";

  private static final String LOOKED_FOR = FIND + ".";
  private static final String FOUND = "found.";
  private static final int MOST_CHOSEN = 500;
  private static final int LONGEST = 200;
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{32}");

  private final View view;
  private final OperationModel operation;
  private final ParameterModel parameter;
  private final OperationModel query;
  private final Class<?> inventory;
  private final List<String> given;
  private final String looked;

  /**
   * Those of a parameter that names resources.
   *
   * @param given what was chosen and written before, by the names of fields
   */
  public Choices(
      View view,
      OperationModel operation,
      ParameterModel parameter,
      Map<String, List<String>> given) {
    this.view = view;
    this.operation = operation;
    this.parameter = parameter;
    this.query = Operations.query(parameter.named().getFirst());
    this.inventory = query.queried().orElseThrow();
    this.given = given.getOrDefault(parameter.name(), List.of());
    this.looked = given.getOrDefault(LOOKED_FOR + parameter.name(), List.of("")).getFirst().strip();
  }

  /**
   * Some of the rows, and how many there are.
   *
   * @param problem why what was written finds nothing; empty if it can be read
   */
  private record Found(List<? extends Record> rows, long total, String problem) {}

  /** Whether a form was sent to look for something, or before what was written was looked for. */
  public static boolean isLookedFor(OperationModel operation, Form form) {
    return form.first(FIND).isPresent()
        || operation.parameters().stream()
            .anyMatch(each ->
                !form.text(LOOKED_FOR + each.name())
                    .strip()
                    .equals(form.text(FOUND + each.name())));
  }

  /** What was written to be looked for, for a form that is shown again. */
  static Map<String, List<String>> looked(OperationModel operation, Form form) {
    Map<String, List<String>> looked = new LinkedHashMap<>();
    for (ParameterModel each : operation.parameters()) {
      form.first(LOOKED_FOR + each.name())
          .ifPresent(words -> looked.put(LOOKED_FOR + each.name(), List.of(words)));
    }
    return looked;
  }

  /** One of them; empty if there is none to be seen. */
  Optional<Node> one(Node label, Node hint) {
    Found first = first();
    if (first.rows().isEmpty() && looked.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        first.total() > SHOWN
            ? finder(label, hint)
            : el(
                "div.field",
                el("label", at("for", Fields.id(parameter)), label),
                select(first.rows()),
                hint));
  }

  private Node select(List<? extends Record> rows) {
    List<Part> parts = new ArrayList<>();
    parts.add(at("id", Fields.id(parameter)));
    parts.add(at("name", parameter.name()));
    parts.add(at("aria-describedby", Fields.id(parameter) + "-hint"));
    parts.add(flag("required", parameter.required()));
    parts.add(Fields.unsaid(view, parameter));
    for (Record row : rows) {
      String uuid = Inventories.text(row, "uuid");
      parts.add(
          el("option", at("value", uuid), flag("selected", given.contains(uuid)), text(name(row))));
    }
    return el("select", parts.toArray(Part[]::new));
  }

  /** Any number of them. */
  Node boxes(Node label, Node hint) {
    Found first = first();
    if (first.total() > SHOWN) {
      return finder(label, hint);
    }
    boolean only = first.rows().size() == 1 && parameter.required();
    return group(
        label,
        hint,
        first.rows().isEmpty()
            ? el("p.calm", text(view.say("form.nothing-to-choose")))
            : all(
                first.rows().stream().map(row -> choice(row, only || given.contains(uuid(row))))));
  }

  private Node group(Node label, Node hint, Node... content) {
    return el(
        "div.field",
        el(
            "fieldset",
            at("id", Fields.id(parameter)),
            at("aria-describedby", Fields.id(parameter) + "-hint"),
            el("legend", label),
            all(content)),
        hint);
  }

  private Node finder(Node label, Node hint) {
    String id = Fields.id(parameter);
    String find = LOOKED_FOR + parameter.name();
    Found found = found();
    return group(
        label,
        hint,
        el(
            "div.find",
            el(
                "input",
                at("type", "search"),
                at("id", id + "-find"),
                at("name", find),
                at("value", looked),
                at("maxlength", LONGEST),
                at("autocomplete", "off"),
                at("spellcheck", "false"),
                at("placeholder", view.say("form.find-placeholder")),
                at("aria-label", view.say("form.find-in", view.texts().field(parameter.name()))),
                at("aria-controls", id + "-choices"),
                at("data-find", id + "-choices"),
                at("hx-post", "/console/choices/" + operation.name() + "/" + parameter.name()),
                at("hx-trigger", "input changed delay:250ms, search"),
                at("hx-target", "#" + id + "-choices"),
                at("hx-params", Form.TOKEN + "," + find + "," + parameter.name()),
                at("hx-sync", "this:replace")),
            el(
                "noscript",
                el(
                    "button",
                    at("type", "submit"),
                    at("name", FIND),
                    at("value", parameter.name()),
                    at("formnovalidate", ""),
                    text(view.say("form.find"))))),
        el("p.sub", at("id", id + "-status"), at("role", "status"), text(status(found))),
        el("div.choices", at("id", id + "-choices"), choices(found)));
  }

  /** What takes the place of the choices when something else is looked for. */
  public Node again() {
    Found found = found();
    return all(
        choices(found),
        el(
            "p",
            at("hx-swap-oob", "innerHTML:#" + Fields.id(parameter) + "-status"),
            text(status(found))));
  }

  private String status(Found found) {
    if (!found.problem().isEmpty()) {
      return found.problem();
    }
    return found.total() > found.rows().size()
        ? view.say("form.found-some", found.rows().size(), found.total())
        : view.say("form.found-all", found.total());
  }

  /** Those that were chosen stand first, whatever is looked for. */
  private Node choices(Found found) {
    List<? extends Record> chosen = chosen();
    Set<String> uuids = chosen.stream().map(Choices::uuid).collect(Collectors.toSet());
    boolean none = !parameter.isList() && !parameter.required();
    return all(
        Stream.of(
                Stream.of(Fields.hidden(FOUND + parameter.name(), looked)),
                none ? Stream.of(nothing(chosen.isEmpty())) : Stream.<Node>empty(),
                chosen.stream().map(row -> choice(row, true)),
                found.rows().stream()
                    .filter(row -> !uuids.contains(uuid(row)))
                    .map(row -> choice(row, false)))
            .flatMap(each -> each));
  }

  private Node nothing(boolean checked) {
    return el(
        "label.choice",
        el(
            "input",
            at("type", "radio"),
            at("name", parameter.name()),
            at("value", ""),
            flag("checked", checked)),
        el("span", text(view.say("form.unsaid"))));
  }

  private Node choice(Record row, boolean checked) {
    return el(
        "label.choice",
        el(
            "input",
            at("type", parameter.isList() ? "checkbox" : "radio"),
            at("name", parameter.name()),
            at("value", uuid(row)),
            flag("required", parameter.required() && !parameter.isList()),
            flag("checked", checked)),
        el("span", foreign(name(row)), standing(row)));
  }

  /** What is worth knowing of a storage before something is put there. */
  private Node standing(Record row) {
    if (!(row instanceof BackupStorageInventory storage)) {
      return Node.NONE;
    }
    List<String> words = new ArrayList<>();
    if (!storage.status().equals("Connected")) {
      words.add(view.texts().choice(storage.status()));
    }
    if (!storage.state().equals("Enabled")) {
      words.add(view.texts().choice(storage.state()));
    }
    if (storage.maintenance() != null) {
      words.add(view.texts().choice(storage.maintenance()));
    }
    if (words.isEmpty() && !Sizes.isUnbounded(storage.totalCapacity())) {
      words.add(view.say("form.room", Sizes.shown(storage.availableCapacity())));
    }
    return words.isEmpty() ? Node.NONE : el("span.sub", text(" · " + String.join(" · ", words)));
  }

  private static String uuid(Record row) {
    return Inventories.text(row, "uuid");
  }

  private static String name(Record row) {
    String name =
        Inventories.fields(row.getClass()).contains("name") ? Inventories.text(row, "name") : "";
    return name.isEmpty() ? uuid(row) : name;
  }

  private boolean isNamed() {
    return Inventories.fields(inventory).contains("name");
  }

  /** The first by name, and one more if there are more. */
  private Found first() {
    List<? extends Record> rows = rows(List.of(), SHOWN + 1);
    return new Found(rows, rows.size(), "");
  }

  private Found found() {
    List<String> conditions =
        UUID.matcher(looked).matches()
            ? List.of("uuid=" + looked)
            : FilterText.conditions(
                looked, inventory, isNamed() ? "name" : "uuid", view.now(), view.zone());
    try {
      List<? extends Record> rows = ask(conditions, SHOWN).inventories();
      if (rows == null || rows.size() < SHOWN) {
        return new Found(rows == null ? List.of() : rows, rows == null ? 0 : rows.size(), "");
      }
      Long total =
          ((QueryReply<?>) view.asking().ask(query, Map.of("q", conditions, "count", true)))
              .total();
      return new Found(rows, total == null ? rows.size() : total, "");
    } catch (ApiException e) {
      return new Found(List.of(), 0, e.error().details());
    }
  }

  /** Of what was given only what the visitor sees. */
  private List<? extends Record> chosen() {
    List<String> uuids =
        given.stream()
            .filter(each -> UUID.matcher(each).matches())
            .distinct()
            .limit(parameter.isList() ? MOST_CHOSEN : 1)
            .toList();
    return uuids.isEmpty()
        ? List.of()
        : rows(List.of("uuid?=" + String.join(",", uuids)), MOST_CHOSEN);
  }

  private List<? extends Record> rows(List<String> conditions, int limit) {
    try {
      List<? extends Record> rows = ask(conditions, limit).inventories();
      return rows == null ? List.of() : rows;
    } catch (ApiException e) {
      return List.of(); // who may not see them is offered none
    }
  }

  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private QueryReply<? extends Record> ask(List<String> conditions, int limit) {
    Map<String, Object> values = new HashMap<>(Map.of("limit", limit));
    if (!conditions.isEmpty()) {
      values.put("q", conditions);
    }
    if (isNamed()) {
      values.put("sort", "+name");
    }
    return (QueryReply<? extends Record>) view.asking().ask(query, values);
  }
}
