package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.config.GetGlobalConfigOptions;
import org.strongroom.api.config.QueryGlobalConfig;
import org.strongroom.api.inventory.GlobalConfigInventory;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/**
 * What is told of a setting above the form that changes it: what it is, takes, and was at first.
 */
public final class SettingPart {
  private final View view;

  public SettingPart(View view) {
    this.view = view;
  }

  /** The setting that fixed values of a form name, if they name one. */
  public Optional<GlobalConfigInventory> named(Map<String, String> fixed) {
    String category = fixed.getOrDefault("category", "");
    String name = fixed.getOrDefault("name", "");
    return category.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : view
            .find(QueryGlobalConfig.class, 1, "+name", "category=" + category, "name=" + name)
            .stream()
            .findFirst();
  }

  /** What it is, with the way back to its default. */
  public Node of(GlobalConfigInventory setting) {
    boolean unchanged = setting.value().equals(setting.defaultValue());
    return el(
        "section.card",
        el(
            "div.section-head",
            el("h2", foreign(setting.category() + " / " + setting.name())),
            new Frame(view)
                .button(
                    "/console/do/UpdateGlobalConfig",
                    view.say("setting.reset"),
                    unchanged,
                    Fields.hidden("category", setting.category()),
                    Fields.hidden("name", setting.name()))),
        el("p", text(view.help(setting.description()))),
        el(
            "dl.facts",
            fact("setting.now", setting.value()),
            fact("setting.default", setting.defaultValue()),
            fact("setting.takes", takes(setting))));
  }

  private Node fact(String message, String value) {
    return el(
        "div",
        el("dt", text(view.say(message))),
        el("dd", value.isEmpty() ? text(view.say("setting.empty")) : el("code", foreign(value))));
  }

  private String takes(GlobalConfigInventory setting) {
    GetGlobalConfigOptions.Options options =
        view.ask(
                GetGlobalConfigOptions.class,
                Map.of("category", setting.category(), "name", setting.name()))
            .options();
    List<String> texts = options.validValue();
    if (texts != null && !texts.isEmpty()) {
      return String.join(", ", texts);
    }
    List<String> bounds = new ArrayList<>();
    bound(">", options.numberGreaterThan(), bounds);
    bound("≥", options.numberGreaterThanOrEqual(), bounds);
    bound("<", options.numberLessThan(), bounds);
    bound("≤", options.numberLessThanOrEqual(), bounds);
    return bounds.isEmpty() ? view.say("setting.any") : String.join(", ", bounds);
  }

  private static void bound(String sign, @Nullable Long value, List<String> bounds) {
    if (value != null) {
      bounds.add(sign + " " + value);
    }
  }
}
