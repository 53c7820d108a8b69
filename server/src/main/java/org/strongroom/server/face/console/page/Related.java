package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
    return all(
        KINDS.getOrDefault(listing.path(), List.of()).stream().map(kind -> rows(kind, uuid)));
  }

  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private Node rows(Kind kind, String uuid) {
    Listing listing = Listings.at(kind.list()).orElseThrow();
    if (!view.asking().may(listing.query())) {
      return Node.NONE;
    }
    String filter = kind.field() + "=" + uuid;
    QueryReply<? extends Record> reply =
        (QueryReply<? extends Record>)
            view.asking()
                .ask(
                    listing.query(),
                    Map.of("q", List.of(filter), "limit", ROWS, "sort", listing.sort()));
    List<? extends Record> rows = reply.inventories() == null ? List.of() : reply.inventories();
    return Lists.of(
        view,
        listing,
        kind.columns(),
        rows,
        view.say(kind.list() + ".title"),
        rows.isEmpty()
            ? ""
            : listing.url() + "?q=" + URLEncoder.encode(filter, StandardCharsets.UTF_8),
        view.say(kind.list() + ".empty"),
        Node.NONE);
  }
}
