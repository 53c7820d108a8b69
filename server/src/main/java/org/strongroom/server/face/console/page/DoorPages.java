package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.Optional;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** Log-in, and what is said when something cannot be shown. */
public final class DoorPages {
  private DoorPages() {}

  /**
   * The form to log in by; it works without scripts.
   *
   * @param problem why the last attempt failed
   * @param name that was given then
   * @param next the page to go on to
   */
  public static Node logIn(View view, Optional<String> problem, String name, String next) {
    return el(
        "div.log-in",
        el("h1", text("Strongroom")),
        el("p.lead", text(view.say("log-in.lead"))),
        problem
            .map(words -> el("div.notice.bad", at("role", "alert"), el("p", text(words))))
            .orElse(Node.NONE),
        el(
            "form",
            at("method", "post"),
            at("action", "/console/log-in"),
            el("input", at("type", "hidden"), at("name", "next"), at("value", next)),
            el("label", at("for", "name"), text(view.say("log-in.name"))),
            el(
                "input",
                at("id", "name"),
                at("name", "name"),
                at("value", name),
                at("autocomplete", "username"),
                at("autocapitalize", "none"),
                at("spellcheck", "false"),
                at("required", ""),
                at("maxlength", "255")),
            el("label", at("for", "password"), text(view.say("log-in.password"))),
            el(
                "input",
                at("id", "password"),
                at("name", "password"),
                at("type", "password"),
                at("autocomplete", "current-password"),
                at("required", ""),
                at("maxlength", "1024")),
            el("button.primary", at("type", "submit"), text(view.say("log-in"))),
            el("p.hint", text(view.say("log-in.first")))));
  }

  /** Said where passwords would cross a network in the clear. */
  public static Node unsafe(View view) {
    return el(
        "div.log-in",
        el("h1", text("Strongroom")),
        el(
            "div.notice.bad",
            at("role", "alert"),
            el("h2", text(view.say("unsafe.title"))),
            el("p", text(view.say("unsafe.why"))),
            el("p", text(view.say("unsafe.next")))));
  }

  /**
   * What went wrong, and what to do next.
   *
   * @param kind of the messages: {@code error.<kind>} and {@code error.<kind>.next}
   * @param details in the words of the server; may be empty
   */
  public static Node error(View view, String kind, String details, String requestId) {
    return all(
        el("div.head", el("div", el("h1", text(view.say("error." + kind))))),
        el(
            "div.notice.bad",
            at("role", "alert"),
            details.isEmpty() ? Node.NONE : el("p", foreign(details)),
            el("p", text(view.say("error." + kind + ".next"))),
            el("p.hint", text(view.say("error.request", requestId)))),
        el("p", link("/console/", text(view.say("error.home")))));
  }
}
