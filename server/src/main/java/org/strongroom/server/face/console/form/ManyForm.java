package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.server.face.console.frame.CommandText;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.page.Page;
import org.strongroom.server.face.console.table.Address;
import org.strongroom.server.face.console.table.FilterText;
import org.strongroom.server.face.console.table.Listing;

/**
 * The form of an operation for many resources: which they are, what it needs, and its beginning.
 */
public final class ManyForm {
  private final View view;
  private final Listing listing;
  private final OperationModel operation;
  private final int most;

  /**
   * A form.
   *
   * @param most resources of a filter
   */
  public ManyForm(View view, Listing listing, OperationModel operation, int most) {
    this.view = view;
    this.listing = listing;
    this.operation = operation;
    this.most = most;
  }

  /**
   * What it is to be done with.
   *
   * @param names of the first few
   * @param count of all of them, which is what is confirmed
   * @param all whether they are all of a filter
   * @param uuids of those that were ticked
   */
  public record Target(
      List<String> names, int count, boolean all, String filter, List<String> uuids) {}

  /**
   * The page.
   *
   * @param given values that were given before, by name
   * @param problem why it was refused
   */
  public Page page(Target target, Map<String, List<String>> given, Optional<String> problem) {
    String back = Address.of(listing, target.filter()).url();
    String title = view.say("bulk.title", view.texts().operation(operation.name()), target.count());
    return new Page(
        List.of(new Frame.Crumb(view.say(listing.path() + ".title"), back)),
        title,
        all(
            el(
                "div.head",
                el(
                    "div",
                    el("h1", text(title)),
                    el("p.lead", text(view.help(operation.summary()))))),
            problem
                .map(words ->
                    el(
                        "div.notice.bad",
                        at("role", "alert"),
                        el("h2", text(view.say("form.refused"))),
                        el("p", foreign(words))))
                .orElse(Node.NONE),
            what(target),
            form(target, given, back)));
  }

  private Node what(Target target) {
    int more = target.count() - target.names().size();
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("bulk.what")))),
        target.all()
            ? el(
                "p",
                text(
                    target.filter().isEmpty()
                        ? view.say("bulk.every")
                        : view.say("bulk.by-filter") + " "),
                target.filter().isEmpty() ? Node.NONE : el("code", foreign(target.filter())))
            : Node.NONE,
        el(
            "ul.names",
            all(
                target.names().stream()
                    .map(name ->
                        el("li", name.isEmpty() ? text(view.say("unnamed")) : foreign(name)))),
            more > 0 ? el("li.hint", text(view.say("bulk.more", more))) : Node.NONE));
  }

  private Node form(Target target, Map<String, List<String>> given, String back) {
    boolean dangerous = ManyAtOnce.takesAway(operation);
    Fields fields = new Fields(view, operation, given);
    List<Part> parts = new ArrayList<>();
    parts.add(at("method", "post"));
    parts.add(at("action", "/console/bulk/" + listing.path() + "/begin"));
    parts.add(new Frame(view).token());
    parts.add(Fields.first());
    parts.add(Fields.hidden("operation", operation.name()));
    parts.add(Fields.hidden("count", String.valueOf(target.count())));
    parts.add(Fields.hidden("q", target.filter()));
    if (target.all()) {
      parts.add(Fields.hidden("all", "true"));
    }
    target.uuids().forEach(uuid -> parts.add(Fields.hidden("uuid", uuid)));
    ManyAtOnce.parameters(operation).forEach(each -> parts.add(fields.of(each)));
    if (dangerous) {
      parts.add(
          el(
              "div.field",
              el(
                  "label",
                  at("for", "confirm"),
                  text(view.say("bulk.type-count") + " "),
                  el("strong", text(String.valueOf(target.count())))),
              el(
                  "input",
                  at("id", "confirm"),
                  at("name", "confirm"),
                  at("inputmode", "numeric"),
                  at("autocomplete", "off"),
                  at("required", ""))));
    }
    parts.add(
        el(
            "div.actions",
            el(
                dangerous ? "button.danger" : "button.primary",
                at("type", "submit"),
                text(view.say("bulk.begin", target.count()))),
            link(back, at("class", "button quiet"), text(view.say("form.back")))));
    parts.add(
        CommandText.ofMany(
            view,
            operation,
            ManyAtOnce.subject(operation),
            target.uuids(),
            listing.query(),
            FilterText.conditions(
                target.filter(), listing.inventory(), listing.nameField(), view.now(), view.zone()),
            most));
    return el("form.form.card", parts.toArray(Part[]::new));
  }
}
