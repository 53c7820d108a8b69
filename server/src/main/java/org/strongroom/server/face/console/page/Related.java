package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.strongroom.api.QueryReply;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Listing;

/** What belongs to a resource, on its page: the first of each kind, and the way to all of them. */
final class Related {
  private static final int ROWS = 10;

  private static final Kind BACKUPS =
      new Kind(
          "image-backups",
          "backupStorageUuid",
          "name",
          "status",
          "size",
          "diskCount",
          "createDate");

  private static final Map<String, List<Kind>> KINDS =
      Map.of(
          "zones",
          List.of(
              new Kind("storages", "zone.uuid", "name", "condition", "capacity", "type"),
              new Kind("volumes", "zoneUuid", "name", "status", "format", "size", "createDate")),
          "users",
          List.of(
              new Kind(
                  "jobs", "accountUuid", "jobName", "state", "targetResourceName", "createDate"),
              new Kind("roles", "accountUuid", "role", "projectUuid", "createDate"),
              new Kind(
                  "sessions", "accountUuid", "accountName", "type", "sourceAddress", "lastUseDate"),
              new Kind("audit", "accountUuid", "operation", "outcome", "sourceAddress", "time")),
          "projects",
          List.of(
              new Kind("roles", "projectUuid", "role", "accountUuid", "createDate"),
              new Kind("backup-nodes", "projectUuid", "displayName", "condition", "accessIp"),
              new Kind("buckets", "projectUuid", "name", "type", "bucketName", "endpoint"),
              new Kind("image-backups", "projectUuid", "name", "status", "size", "createDate")),
          "backup-nodes",
          List.of(BACKUPS),
          "buckets",
          List.of(BACKUPS.by("bucketUuid")),
          "notifications",
          List.of(
              new Kind(
                  "deliveries",
                  "notificationTargetUuid",
                  "subject",
                  "state",
                  "attempts",
                  "lastError",
                  "createDate")));

  private final View view;

  Related(View view) {
    this.view = view;
  }

  /**
   * One kind.
   *
   * @param list where all of them are listed
   * @param field of theirs that names the resource
   * @param columns that are shown here
   */
  private record Kind(String list, String field, List<String> columns) {
    Kind(String list, String field, String... columns) {
      this(list, field, List.of(columns));
    }

    Kind by(String other) {
      return new Kind(list, other, columns);
    }
  }

  /** All kinds that who looks may see. */
  Node of(Listing listing, String uuid) {
    List<Node> shown = new ArrayList<>();
    List<Node> none = new ArrayList<>();
    for (Kind kind : KINDS.getOrDefault(listing.path(), List.of())) {
      Listing of = Listings.at(kind.list()).orElseThrow();
      if (view.asking().may(of.query())) {
        List<? extends Record> rows = found(of, kind, uuid);
        if (rows.isEmpty()) {
          none.add(
              el(
                  "div",
                  el("dt", text(view.say(kind.list() + ".title"))),
                  el("dd.calm", text(view.say(kind.list() + ".empty")))));
        } else {
          shown.add(rows(of, kind, uuid, rows));
        }
      }
    }
    return all(
        all(shown), none.isEmpty() ? Node.NONE : el("section.card", el("dl.facts", all(none))));
  }

  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private List<? extends Record> found(Listing listing, Kind kind, String uuid) {
    QueryReply<? extends Record> reply =
        (QueryReply<? extends Record>)
            view.asking()
                .ask(
                    listing.query(),
                    Map.of(
                        "q",
                        List.of(kind.field() + "=" + uuid),
                        "limit",
                        ROWS,
                        "sort",
                        listing.sort()));
    return reply.inventories() == null ? List.of() : reply.inventories();
  }

  private Node rows(Listing listing, Kind kind, String uuid, List<? extends Record> rows) {
    return Lists.of(
        view,
        listing,
        kind.columns(),
        rows,
        view.say(kind.list() + ".title"),
        listing.url()
            + "?q="
            + URLEncoder.encode(kind.field() + "=" + uuid, StandardCharsets.UTF_8),
        view.say(kind.list() + ".empty"),
        Node.NONE);
  }
}
