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
import java.util.Set;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.server.face.console.frame.CommandText;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.page.Page;

/** The form of an operation: what it needs first, what it takes besides below. */
public final class FormPage {
  /** The fields that have another source, or say nothing to people. */
  private static final Set<String> LEFT_OUT = Set.of("resourceUuid", "tagUuids", "megabytes");

  private static final Set<String> TAGS = Set.of("systemTags", "userTags");

  private static final int FEW = 5;

  /** Longer ones are keys in files, which few have. */
  private static final int SECRET = 1024;

  private final View view;
  private final OperationModel operation;
  private final Target target;

  public FormPage(View view, OperationModel operation, Target target) {
    this.view = view;
    this.operation = operation;
    this.target = target;
  }

  /**
   * The page.
   *
   * @param given values that were given before, by name
   * @param problem why it was refused
   * @param before what is shown above the fields
   */
  public Page page(Map<String, List<String>> given, Optional<String> problem, Node before) {
    String title = view.texts().operation(operation.name());
    List<Frame.Crumb> way = target.way(view);
    return new Page(
        way,
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
            before,
            form(given, title)));
  }

  private Node form(Map<String, List<String>> given, String title) {
    Fields fields = new Fields(view, operation, given);
    List<ParameterModel> all = parameters().toList();
    List<ParameterModel> needed =
        all.size() <= FEW
            ? all
            : all.stream().filter(each -> each.required() || isUsual(each)).toList();
    List<ParameterModel> more = all.stream().filter(each -> !needed.contains(each)).toList();
    List<Part> parts = new ArrayList<>();
    parts.add(at("method", "post"));
    parts.add(at("action", "/console/do/" + operation.name()));
    parts.add(new Frame(view).token());
    parts.add(Fields.first());
    target.uuid().ifPresent(uuid -> parts.add(Fields.hidden("uuid", uuid)));
    target.fixed().forEach((name, value) -> parts.add(Fields.hidden(name, value)));
    needed.forEach(each -> parts.add(fields.of(each)));
    target
        .typed()
        .ifPresent(name ->
            parts.add(
                el(
                    "div.field",
                    el(
                        "label",
                        at("for", "confirm"),
                        text(view.say("form.type-name") + " "),
                        el("strong", foreign(name))),
                    el(
                        "input",
                        at("id", "confirm"),
                        at("name", "confirm"),
                        at("autocomplete", "off"),
                        at("required", "")))));
    if (!more.isEmpty()) {
      parts.add(
          el(
              "details",
              el("summary", text(view.say("form.more", more.size()))),
              el("div.more", all(more.stream().map(fields::of)))));
    }
    boolean dangerous =
        target.typed().isPresent() || Actions.LAST.matcher(operation.name()).matches();
    parts.add(
        el(
            "div.actions",
            el(dangerous ? "button.danger" : "button.primary", at("type", "submit"), text(title)),
            link(target.back(), at("class", "button quiet"), text(view.say("form.back")))));
    parts.add(new CommandText(operation, target.named(operation)).shown(view));
    return el("form.form.card", parts.toArray(Part[]::new));
  }

  private Stream<ParameterModel> parameters() {
    return operation.parameters().stream()
        .filter(each -> !each.isWithoutEffect() && !each.isMap())
        .filter(each -> each.required() || !LEFT_OUT.contains(each.name()))
        .filter(each -> !target.named(operation).containsKey(each.name()))
        .filter(each -> !target.fixed().containsKey(each.name()));
  }

  /** What most people say though they need not. */
  private boolean isUsual(ParameterModel parameter) {
    if (TAGS.contains(parameter.name())) {
      return false;
    }
    return operation.name().equals("CreateSchedule")
        || (parameter.secret() && parameter.maxLength() <= SECRET)
        || operation.name().startsWith("Update")
        || Set.of("description", "sshPort", "format", "to", "changedOnly", "accessKey")
            .contains(parameter.name());
  }
}
