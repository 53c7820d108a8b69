package org.strongroom.server.face.console.frame;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.server.face.console.html.Html;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;
import org.strongroom.server.face.console.text.Sizes;
import org.strongroom.server.face.console.text.Times;

/** Values of fields as pages show them, by their types, names and declarations. */
public final class Values {
  private static final Pattern BYTES = Pattern.compile("(?i).*(size|capacity|bytes)$");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{32}");
  private static final int SHORT = 8;
  private static final Set<String> OPERATIONS = Set.of("jobName", "operation");

  /** Choices in one text, with commas between them. */
  private static final Set<String> CHOICES = Set.of("kinds");

  /** What is compared sign by sign. */
  private static final Set<String> CODES =
      Set.of("sha256", "md5Sum", "hostKeyFingerprint", "uniqueId", "exportMd5Sum");

  /** Where the pages are of what fields name by uuid. */
  private static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("backupStorageUuid", "storages"),
          Map.entry("imageUuid", "images"),
          Map.entry("accountUuid", "users"),
          Map.entry("projectUuid", "projects"),
          Map.entry("bucketUuid", "buckets"),
          Map.entry("notificationTargetUuid", "notifications"),
          Map.entry("volumeUuid", "volumes"),
          Map.entry("parentUuid", "volume-snapshots"),
          Map.entry("backupNodeUuid", "backup-nodes"),
          Map.entry("backupStorageUuids", "storages"),
          Map.entry("zoneUuid", "zones"),
          Map.entry("jobUuid", "jobs"),
          Map.entry("taskUuid", "jobs"),
          Map.entry("managementNodeUuid", "servers"),
          Map.entry("attachedZoneUuids", "zones"));

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("BackupStorageVO", "storages"),
          Map.entry("ImageVO", "images"),
          Map.entry("ZoneVO", "zones"),
          Map.entry("AccountVO", "users"),
          Map.entry("LongJobVO", "jobs"),
          Map.entry("ProjectVO", "projects"),
          Map.entry("ImageBackupVO", "image-backups"),
          Map.entry("BucketVO", "buckets"),
          Map.entry("NotificationTargetVO", "notifications"),
          Map.entry("ScheduleVO", "schedules"),
          Map.entry("VolumeVO", "volumes"),
          Map.entry("VolumeSnapshotVO", "volume-snapshots"),
          Map.entry("ManagementNodeVO", "servers"));

  private final View view;
  private final Optional<Names> names;

  /** Values in which resources that are named by uuid are shown by the beginning of it. */
  public Values(View view) {
    this.view = view;
    this.names = Optional.empty();
  }

  /** Values in which resources that are named by uuid are shown by what they are called. */
  public Values(View view, Names names) {
    this.view = view;
    this.names = Optional.of(names);
  }

  /** The value of a field of a row. */
  public Node of(Record row, String field) {
    Object value = Inventories.value(row, field);
    if (value == null || value.equals("") || (value instanceof List<?> list && list.isEmpty())) {
      return none();
    }
    if (isState(field) && value instanceof String state) {
      return Badges.state(state, view.texts());
    }
    boolean chosen = !Inventories.choices(row.getClass(), field).isEmpty();
    if (chosen && !OPERATIONS.contains(field) && value instanceof String choice) {
      return text(view.texts().choice(choice));
    }
    if (field.equals("to") && value instanceof String several) {
      return all(Arrays.stream(several.split(",")).map(each -> el("span.item", foreign(each))));
    }
    if (CHOICES.contains(field) && value instanceof String several) {
      return all(
          Arrays.stream(several.split(","))
              .map(each -> el("span.item", text(view.texts().choice(each)))));
    }
    return of(field, value);
  }

  private static boolean isState(String field) {
    return field.equals("status")
        || field.equals("state")
        || field.equals("lastResult")
        || field.equals("maintenance");
  }

  private Node of(String field, Object value) {
    if (OPERATIONS.contains(field) && value instanceof String operation) {
      return text(view.texts().operation(operation));
    }
    if (field.equals("what")) {
      return text(view.texts().event(value.toString()));
    }
    return switch (value) {
      case Instant time -> time(time);
      case Boolean is -> text(view.say(is ? "yes" : "no"));
      case Long number -> number(field, number);
      case Integer number -> text(field.equals("progress") ? number + " %" : number.toString());
      case List<?> list -> all(list.stream().map(each -> item(field, each)));
      case String uuid when UUID.matcher(uuid).matches() -> reference(field, uuid);
      case String code when CODES.contains(field) -> el("code", foreign(code));
      default -> foreign(value.toString());
    };
  }

  /** A value of a list, or one that stands for itself. */
  public Node item(String field, Object each) {
    if (each instanceof Instant time) {
      return el("span.item", time(time));
    }
    return each instanceof Record
        ? Node.NONE
        : el(
            "span.item",
            each instanceof String s && UUID.matcher(s).matches()
                ? reference(field, s)
                : foreign(each.toString()));
  }

  private static Node number(String field, long number) {
    if (field.equals("executeTime")) {
      return text(Times.shown(Duration.ofSeconds(number)));
    }
    if (BYTES.matcher(field).matches()) {
      return size(number);
    }
    return text(String.valueOf(number));
  }

  /** A size, with the bytes for who wants them. */
  public static Node size(long bytes) {
    return el("span.size", at("title", bytes + " B"), text(Sizes.shown(bytes)));
  }

  /** A point in time; the browser shows it in its own zone. */
  public Node time(Instant time) {
    return el(
        "time",
        at("datetime", time.toString()),
        at("title", Times.exact(time, view.zone())),
        text(Times.shown(time, view.zone())));
  }

  private Node reference(String field, String uuid) {
    String page = PAGES.get(field);
    if (page == null) {
      return el("code.uuid", text(uuid));
    }
    Node shown =
        names
            .flatMap(known -> known.of(uuid))
            .map(Html::foreign)
            .orElseGet(() -> el("code", at("title", uuid), text(uuid.substring(0, SHORT))));
    return link("/console/" + page + "/" + uuid, shown);
  }

  public static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  /** A link to a resource by the entity name of its kind, if it has a page. */
  public static Node resource(String kind, @Nullable String uuid, String name) {
    String page = KINDS.get(kind);
    return page == null || uuid == null
        ? foreign(name)
        : link("/console/" + page + "/" + uuid, foreign(name));
  }

  /** Where those are listed whose kind has this entity name, if they are. */
  public static Optional<String> list(String kind) {
    return Optional.ofNullable(KINDS.get(kind));
  }

  /** The page of what a tag is on, if its kind has pages. */
  public static Optional<String> page(UserTagInventory tag) {
    return Optional.ofNullable(KINDS.get(tag.resourceType()))
        .map(path -> "/console/" + path + "/" + tag.resourceUuid());
  }

  /** The entity name of what a list is of, if there is one. */
  public static Optional<String> kind(Listing listing) {
    return KINDS.entrySet().stream()
        .filter(each -> each.getValue().equals(listing.path()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** A link to where a field of this name leads; empty if that is nowhere. */
  public static Optional<String> page(String field) {
    return Optional.ofNullable(PAGES.get(field));
  }

  /** Nothing to be told. */
  public Node none() {
    return el("span.none", at("title", view.say("none")), text("–"));
  }
}
