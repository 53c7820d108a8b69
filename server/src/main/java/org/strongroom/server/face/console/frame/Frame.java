package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.flag;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.face.console.html.Html;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.session.Visitor;
import org.strongroom.server.face.console.table.Listing;
import org.strongroom.server.face.console.text.Language;

/** The frame round each page: navigation, where one is, what runs, who one is. */
public final class Frame {
  private static final String HTMX =
      "{\"allowEval\":false,\"includeIndicatorStyles\":false,\"historyCacheSize\":0,"
          + "\"selfRequestsOnly\":true,\"allowScriptTags\":false,\"scrollIntoViewOnBoost\":false}";
  private static final int JOBS_SHOWN = 3;

  /** Jobs that are not over: found by an index, however many are. */
  public static final String UNFINISHED = "finishDate is null";

  private final View view;

  public Frame(View view) {
    this.view = view;
  }

  /** A step of the way to a page. */
  public record Crumb(String name, String url) {}

  /**
   * A whole page for somebody who has logged in.
   *
   * @param way to the page, without itself
   * @param title what the page is called
   */
  public String page(List<Crumb> way, String title, Node content) {
    return document(
        title,
        "framed",
        el("a.skip", at("href", "#main"), text(view.say("frame.skip"))),
        sidebar(),
        el(
            "div.stage",
            el("header.top", breadcrumbs(way, title), strip()),
            line(),
            el("main", at("id", "main"), at("tabindex", "-1"), content)),
        keys());
  }

  /** A page for who has not. */
  public String plain(String title, Node content) {
    return document(
        title, "plain", el("main.door", at("id", "main"), content, preferences("at-door")));
  }

  private String document(String title, String kind, Node... body) {
    List<Part> html = new ArrayList<>();
    html.add(at("lang", view.texts().language().tag()));
    view.preferences().theme().ifPresent(theme -> html.add(at("data-theme", theme)));
    html.add(
        el(
            "head",
            el("meta", at("charset", "utf-8")),
            el("title", text(title + " · Strongroom")),
            el(
                "meta",
                at("name", "viewport"),
                at("content", "width=device-width, initial-scale=1")),
            el("meta", at("name", "color-scheme"), at("content", "light dark")),
            el("meta", at("name", "htmx-config"), at("content", HTMX)),
            el("link", at("rel", "icon"), at("href", view.assets().url("icon.svg"))),
            el("link", at("rel", "stylesheet"), at("href", view.assets().url("console.css"))),
            el("script", at("src", view.assets().url("htmx.js")), at("defer", "")),
            el("script", at("src", view.assets().url("console.js")), at("defer", "")),
            kind.equals("framed")
                ? el("script", at("src", view.assets().url("live.js")), at("defer", ""))
                : Node.NONE));
    List<Part> inBody = new ArrayList<>();
    inBody.add(at("class", kind));
    view.visitor()
        .ifPresent(visitor -> {
          inBody.add(at("data-token", visitor.token()));
          inBody.add(at("data-account", visitor.caller().accountUuid()));
        });
    inBody.addAll(List.of(body));
    html.add(el("body", inBody.toArray(Part[]::new)));
    return Html.document(el("html", html.toArray(Part[]::new)));
  }

  private Node sidebar() {
    return el(
        "aside.side",
        at("aria-label", view.say("frame.side")),
        el(
            "div.side-head",
            link("/console/", at("class", "brand"), Icons.mark(), el("span", text("Strongroom"))),
            el(
                "button.menu",
                at("type", "button"),
                at("aria-expanded", "false"),
                at("aria-controls", "side-body"),
                at("hidden", ""),
                text(view.say("frame.menu")))),
        el(
            "div.side-body",
            at("id", "side-body"),
            el(
                "nav",
                at("aria-label", view.say("frame.navigation")),
                el("ul", entry("overview", "/console/")),
                all(
                    Listings.groups().entrySet().stream()
                        .map(group -> section(group.getKey(), group.getValue())))),
            el("div.side-foot", preferences("at-side"), account())));
  }

  private Node section(String name, List<Listing> listings) {
    List<Node> entries =
        listings.stream()
            .filter(listing -> view.asking().may(listing.query()))
            .map(listing -> entry(listing.path(), listing.url()))
            .toList();
    return entries.isEmpty()
        ? Node.NONE
        : all(el("h2.nav-head", text(view.say("nav." + name))), el("ul", all(entries)));
  }

  private Node entry(String name, String url) {
    boolean here = isHere(url);
    return el(
        "li",
        el(
            "a",
            at("href", url),
            here ? at("aria-current", "page") : Node.NONE,
            Icons.icon(name),
            el("span", text(view.say(name + ".title")))));
  }

  private boolean isHere(String url) {
    String path = view.path().replaceFirst("[?].*", "");
    return url.equals("/console/")
        ? path.equals("/console") || path.equals("/console/")
        : path.equals(url) || path.startsWith(url + "/");
  }

  private Node account() {
    Visitor visitor = view.visitor().orElseThrow();
    return el(
        "div.account",
        el(
            "div.who",
            el("span.who-name", Html.foreign(visitor.caller().accountName())),
            el(
                "span.who-role",
                text(
                    view.say(
                        visitor.caller().administrator()
                            ? "role.administrator"
                            : "role.account")))),
        el(
            "form",
            at("method", "post"),
            at("action", "/console/log-out"),
            token(),
            el("button.quiet", at("type", "submit"), text(view.say("log-out")))));
  }

  /** The token of the session, for a form. */
  public Node token() {
    return view.visitor()
        .map(visitor ->
            el("input", at("type", "hidden"), at("name", Form.TOKEN), at("value", visitor.token())))
        .orElse(Node.NONE);
  }

  private Node preferences(String where) {
    String theme = view.preferences().theme().orElse("");
    return el(
        "form.preferences." + where,
        at("method", "post"),
        at("action", "/console/preferences"),
        el("input", at("type", "hidden"), at("name", "back"), at("value", view.path())),
        el(
            "div.switch",
            at("role", "group"),
            at("aria-label", view.say("theme")),
            choice("theme", "", view.say("theme.system"), theme.isEmpty()),
            choice("theme", "light", view.say("theme.light"), theme.equals("light")),
            choice("theme", "dark", view.say("theme.dark"), theme.equals("dark"))),
        el(
            "div.switch",
            at("role", "group"),
            at("aria-label", view.say("language")),
            all(
                java.util.Arrays.stream(Language.values())
                    .map(each ->
                        choice(
                            "language",
                            each.tag(),
                            each.ownName(),
                            each == view.preferences().language())))));
  }

  private static Node choice(String name, String value, String words, boolean chosen) {
    return el(
        "button",
        at("type", "submit"),
        at("name", name),
        at("value", value),
        at("aria-pressed", String.valueOf(chosen)),
        text(words));
  }

  private Node breadcrumbs(List<Crumb> way, String title) {
    return el(
        "nav.way",
        at("aria-label", view.say("frame.way")),
        el(
            "ol",
            all(way.stream().map(crumb -> el("li", link(crumb.url(), Html.foreign(crumb.name()))))),
            el("li", at("aria-current", "page"), Html.foreign(title))));
  }

  /** What runs now, on each page. */
  public Node strip() {
    List<LongJobInventory> running =
        view.find(QueryLongJob.class, JOBS_SHOWN + 1, "-createDate", UNFINISHED);
    String words =
        running.isEmpty()
            ? view.say("strip.none")
            : running.size() > JOBS_SHOWN
                ? view.say("strip.many", JOBS_SHOWN)
                : view.say("strip.some", running.size());
    return el(
        "div.strip",
        at("id", "strip"),
        at("hx-get", "/console/live/strip"),
        at("hx-trigger", "live, every 15s"),
        at("hx-swap", "outerHTML"),
        link(
            running.isEmpty()
                ? "/console/jobs"
                : "/console/jobs?q=state%3F%3DWaiting%2CRunning%2CCanceling",
            at("class", running.isEmpty() ? "pill" : "pill busy"),
            text(words)));
  }

  /** Said while the server does not answer an open page. */
  private Node line() {
    return el(
        "p.line",
        at("id", "line"),
        at("role", "status"),
        at("hidden", ""),
        at("data-away", view.say("line.away")),
        at("data-back", view.say("line.back")));
  }

  /**
   * A part of a page that is fetched anew with its page when something has changed, unless somebody
   * works with it.
   *
   * @param url of the page, whose part of the same id takes its place
   * @param progress whether the progress of jobs is shown there
   */
  public static Node live(String id, String url, boolean progress, Node... content) {
    List<Part> parts = new ArrayList<>();
    parts.add(at("id", id));
    parts.add(at("hx-get", url));
    parts.add(at("hx-select", "#" + id));
    parts.add(at("hx-trigger", "live"));
    parts.add(at("hx-swap", "outerHTML"));
    parts.addAll(List.of(content));
    return el(progress ? "div.stack.page.progress" : "div.stack.page", parts.toArray(Part[]::new));
  }

  private Node keys() {
    return el(
        "dialog",
        at("id", "keys"),
        at("aria-labelledby", "keys-title"),
        el("h2", at("id", "keys-title"), text(view.say("keys.title"))),
        el(
            "dl.keys",
            key("/", "keys.filter"),
            key("g o", "keys.overview"),
            key("g s", "keys.storages"),
            key("g i", "keys.images"),
            key("g j", "keys.jobs"),
            key("g e", "keys.events"),
            key("?", "keys.help")),
        el(
            "form",
            at("method", "dialog"),
            el("button", at("type", "submit"), text(view.say("close")))));
  }

  private Node key(String keys, String message) {
    return el("div", el("dt", el("kbd", text(keys))), el("dd", text(view.say(message))));
  }

  /** A button that is a form of its own: one click, one change. */
  public Node button(String action, String words, boolean disabled, Part... hidden) {
    return el(
        "form.inline",
        at("method", "post"),
        at("action", action),
        token(),
        all(java.util.Arrays.stream(hidden).filter(Node.class::isInstance).map(Node.class::cast)),
        el("button", at("type", "submit"), flag("disabled", disabled), text(words)));
  }
}
