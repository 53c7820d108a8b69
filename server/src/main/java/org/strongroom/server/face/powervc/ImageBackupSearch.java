package org.strongroom.server.face.powervc;

import java.util.Map;
import org.strongroom.server.face.openstack.Filters;

/** What lists of image backups can be narrowed and sorted by: what they show. */
final class ImageBackupSearch {
  static final Map<String, String> ORDER =
      Map.ofEntries(
          Map.entry("id", "uuid"),
          Map.entry("name", "name"),
          Map.entry("display_name", "name"),
          Map.entry("description", "description"),
          Map.entry("status", "status"),
          Map.entry("src_image_id", "imageUuid"),
          Map.entry("backup_node", "backupNodeId"),
          Map.entry("cos_id", "bucketUuid"),
          Map.entry("size", "size"),
          Map.entry("disk_size", "diskSize"),
          Map.entry("disk_count", "diskCount"),
          Map.entry("created_at", "createDate"),
          Map.entry("updated_at", "lastOpDate"));

  static final Filters FILTERS =
      Filters.none()
          .text("id", "uuid")
          .text("name", "name")
          .text("description", "description")
          .text("status", "status")
          .text("project_id", "projectUuid")
          .text("src_image_id", "imageUuid")
          .text("group_id", "groupUuid")
          .number("backup_node", "backupNodeId")
          .text("file_name", "path")
          .text("cos_id", "bucketUuid")
          .text("object_name", "objectName")
          .text("task_id", "taskUuid")
          .text("architecture", "architecture")
          .text("os_distro", "guestOsType")
          .text("sha256", "sha256")
          .number("size", "size")
          .number("disk_size", "diskSize")
          .number("disk_count", "diskCount");

  private ImageBackupSearch() {}
}
