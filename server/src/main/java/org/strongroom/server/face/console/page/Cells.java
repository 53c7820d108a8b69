package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.account.QueryAccount;
import org.strongroom.api.config.UpdateGlobalConfig;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.GlobalConfigInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.frame.Abouts;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Meters;
import org.strongroom.server.face.console.frame.Names;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Html;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/** Cells of lists: values of fields, and a few that tell several fields at once. */
final class Cells {
  /** Events that tell of a zone by its uuid. */
  private static final Set<String> ZONES = Set.of("AttachedToZone", "DetachedFromZone");

  private final View view;
  private final Names zones;
  private final Names tagged;
  private final Abouts abouts;
  private final Values values;

  Cells(View view) {
    this(view, List.of(), List.of());
  }

  /** Cells of these rows and columns, in which other resources are shown by their names. */
  Cells(View view, List<? extends Record> rows, List<String> columns) {
    this.view = view;
    this.zones = zones(view, rows);
    this.tagged = Names.ofTagged(view, only(rows, UserTagInventory.class));
    this.abouts = abouts(view, rows, columns);
    this.values = new Values(view, Names.of(view, rows, columns));
  }

  private static <T> List<T> only(List<? extends Record> rows, Class<T> kind) {
    return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Abouts abouts(View view, List<? extends Record> rows, List<String> columns) {
    return columns.contains("targetResourceName")
        ? Abouts.ofJobs(view, only(rows, LongJobInventory.class))
        : Abouts.of(
            view, columns.contains("resourceUuid") ? only(rows, AuditInventory.class) : List.of());
  }

  /** The names of zones that events tell of. */
  private static Names zones(View view, List<? extends Record> rows) {
    Set<String> zones = new LinkedHashSet<>();
    for (Record row : rows) {
      if (row instanceof EventInventory event && ZONES.contains(event.what())) {
        Stream.of(event.from(), event.to()).filter(Objects::nonNull).forEach(zones::add);
      }
    }
    return Names.of(view, zones.isEmpty() ? Map.of() : Map.of("zoneUuid", zones));
  }

  Node of(Listing listing, Record row, String column) {
    if (column.equals(listing.nameField()) && !listing.key().isEmpty()) {
      return name(listing, row);
    }
    if (row instanceof GlobalConfigInventory setting
        && column.equals("name")
        && view.may(UpdateGlobalConfig.class)) {
      return link(
          "/console/do/UpdateGlobalConfig?category="
              + encoded(setting.category())
              + "&name="
              + encoded(setting.name()),
          at("class", "name"),
          text(setting.name()));
    }
    if (row instanceof GlobalConfigInventory setting && column.equals("description")) {
      String words = view.help(setting.description());
      return text(Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }
    if (row instanceof UserTagInventory tag && column.equals("resourceUuid")) {
      return tagged(tag);
    }
    if (row instanceof AuditInventory call && column.equals("resourceUuid")) {
      return abouts.of(call.resourceUuid());
    }
    if (row instanceof AuditInventory call
        && column.equals("accountName")
        && call.accountName() != null) {
      return account(call.accountUuid(), call.accountName());
    }
    if (row instanceof LongJobInventory job && column.equals("targetResourceName")) {
      return abouts.of(job.targetResourceUuid());
    }
    return switch (column) {
      case "condition" -> condition(row);
      case "capacity" ->
          row instanceof BackupStorageInventory storage
              ? Meters.capacity(storage, view)
              : Node.NONE;
      case "copies" -> row instanceof ImageInventory image ? copies(image) : Node.NONE;
      case "what" -> link(listing.url(row), at("class", "plain"), values.of(row, column));
      case "change" -> row instanceof EventInventory event ? change(event) : Node.NONE;
      case "progress" -> row instanceof LongJobInventory job ? progress(job) : Node.NONE;
      case "outcome" -> outcome(Inventories.text(row, column));
      case "count" ->
          row instanceof EventInventory event && event.count() == 1
              ? values.none()
              : values.of(row, column);
      default -> values.of(row, column);
    };
  }

  /** What a tag is on, and of which kind that is. */
  Node tagged(UserTagInventory tag) {
    return Values.page(tag)
        .<Node>map(page ->
            link(
                page,
                tagged
                    .of(tag.resourceUuid())
                    .<Node>map(Html::foreign)
                    .orElseGet(() -> el("code", text(tag.resourceUuid().substring(0, 8)))),
                el("span.sub", text(" · " + view.say(page.split("/")[2] + ".title")))))
        .orElseGet(() -> el("code.uuid", text(tag.resourceUuid())));
  }

  /** Who called, with the way to them. */
  private Node account(@Nullable String uuid, String name) {
    return view.may(QueryAccount.class) ? Values.resource("AccountVO", uuid, name) : foreign(name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Node name(Listing listing, Record row) {
    String name = Inventories.text(row, listing.nameField());
    if (row instanceof EventInventory event) {
      return name.isEmpty()
          ? values.none()
          : el("span.name", Values.resource(event.resourceType(), event.resourceUuid(), name));
    }
    Node shown =
        name.isEmpty()
            ? text(view.say("unnamed"))
            : row instanceof LongJobInventory || row instanceof AuditInventory
                ? text(view.texts().operation(name))
                : foreign(name);
    return link(listing.url(row), at("class", "name"), shown);
  }

  /** What the administrator wants, and what is. */
  Node condition(Record row) {
    String state = Inventories.text(row, "state");
    String status = Inventories.text(row, "status");
    Node maintenance =
        row instanceof BackupStorageInventory storage && storage.maintenance() != null
            ? Badges.state(storage.maintenance(), view.texts())
            : Node.NONE;
    return el(
        "span.badges",
        Badges.state(status, view.texts()),
        state.equals("Enabled") || !maintenance.equals(Node.NONE)
            ? Node.NONE
            : Badges.state(state, view.texts()),
        maintenance);
  }

  private Node copies(ImageInventory image) {
    long good =
        image.backupStorageRefs().stream().filter(copy -> copy.status().equals("Ready")).count();
    long damaged =
        image.backupStorageRefs().stream().filter(copy -> copy.damagedDate() != null).count();
    return el(
        "span.badges",
        el("span.number", text(String.valueOf(good))),
        damaged == 0 ? Node.NONE : Badges.note("bad", view.say("copies.damaged", damaged)));
  }

  /** From what to what. */
  Node change(EventInventory event) {
    if (event.from() == null && event.to() == null) {
      return values.none();
    }
    return el(
        "span.badges",
        event.from() == null || event.to() == null
            ? event.from() == null ? Node.NONE : changed(event, event.from())
            : all(before(event, event.from()), text("→")),
        event.to() == null ? Node.NONE : changed(event, event.to()));
  }

  /** What is no more: in words alone, so that what is now is seen first. */
  private Node before(EventInventory event, String value) {
    return view.texts().has("choice." + value)
        ? el("span.sub", text(view.texts().choice(value)))
        : changed(event, value);
  }

  private Node changed(EventInventory event, String value) {
    return ZONES.contains(event.what())
        ? link(Listings.ZONES.url() + "/" + value, foreign(zones.of(value).orElse(value)))
        : changed(value);
  }

  /** States by their badges; whatever else changed in its own words. */
  Node changed(String value) {
    if (Operations.named(value).isPresent()) {
      return el("span.sub", text(view.texts().operation(value)));
    }
    return view.texts().has("choice." + value)
        ? Badges.state(value, view.texts())
        : el("span.sub", foreign(value));
  }

  private Node progress(LongJobInventory job) {
    return switch (job.state()) {
      case "Running", "Canceling" -> Meters.progress(job.progress(), view);
      case "Failed" ->
          job.reason() == null ? values.none() : el("span.reason", foreign(job.reason()));
      default -> values.none();
    };
  }

  private Node outcome(String outcome) {
    return switch (outcome) {
      case "Succeeded", "Accepted" -> Badges.state(outcome, view.texts());
      default -> Badges.note("bad", view.texts().choice("Failed") + " · " + outcome);
    };
  }
}
