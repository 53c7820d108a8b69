package org.strongroom.server.face.powervc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.server.face.openstack.Filters;

/** What image backups can be narrowed and sorted by where they have the form of volume backups. */
final class VolumeBackupSearch {
  /** The names in answers, and those that the usual clients make of them. */
  static final Map<String, String> ORDER =
      Map.ofEntries(
          Map.entry("id", "uuid"),
          Map.entry("name", "name"),
          Map.entry("display_name", "name"),
          Map.entry("description", "description"),
          Map.entry("display_description", "description"),
          Map.entry("status", "status"),
          Map.entry("size", "diskSize"),
          Map.entry("object_count", "diskCount"),
          Map.entry("availability_zone", "projectUuid"), // the same in all rows
          Map.entry("container", "backupNodeId"),
          Map.entry("volume_id", "imageUuid"),
          Map.entry("project_id", "projectUuid"),
          Map.entry("fail_reason", "failReason"),
          Map.entry("data_timestamp", "createDate"),
          Map.entry("created_at", "createDate"),
          Map.entry("updated_at", "lastOpDate"));

  static final Filters FILTERS =
      Filters.none()
          .text("id", "uuid")
          .text("name", "name")
          .text("display_name", "name")
          .text("description", "description")
          .with("status", VolumeBackupSearch::status)
          .text("volume_id", "imageUuid")
          .text("project_id", "projectUuid")
          .with("size", VolumeBackupSearch::size)
          .number("object_count", "diskCount")
          .with("container", VolumeBackupSearch::container)
          .text("fail_reason", "failReason")
          .same("availability_zone", "nova")
          .same("is_incremental", "false")
          .same("has_dependent_backups", "false")
          .same("snapshot_id", null)
          .same("parent_id", null)
          .same("user_id", null);

  private static final Pattern SIZE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern NODE = Pattern.compile("cinder-backup_([0-9]{1,18})");
  private static final Pattern WORD = Pattern.compile("[a-z_]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F-]+");

  private VolumeBackupSearch() {}

  /** The inverse of what is shown, where several states look the same. */
  private static Optional<List<String>> status(String shown) {
    String status = shown.toLowerCase(Locale.ROOT);
    return switch (status) {
      case "creating" -> Optional.of(List.of("status?=creating,exporting,uploading,downloading"));
      case "restoring" -> Optional.of(List.of("status=importing"));
      case "exporting", "uploading", "downloading", "importing" -> Optional.empty();
      default ->
          WORD.matcher(status).matches()
              ? Optional.of(List.of("status=" + status))
              : Optional.empty();
    };
  }

  /** Whole GiB, rounded up. */
  private static Optional<List<String>> size(String text) {
    if (!SIZE.matcher(text).matches()) {
      return Optional.empty();
    }
    long most = Long.parseLong(text) * VolumeBackupShape.GIB;
    return Optional.of(List.of("diskSize>" + (most - VolumeBackupShape.GIB), "diskSize<=" + most));
  }

  private static Optional<List<String>> container(String text) {
    var node = NODE.matcher(text);
    if (node.matches()) {
      return Optional.of(List.of("backupNodeId=" + Long.parseLong(node.group(1))));
    }
    return HEXADECIMAL.matcher(text).matches()
        ? Optional.of(List.of("backupNodeId is null", "bucketUuid=" + text))
        : Optional.empty();
  }
}
