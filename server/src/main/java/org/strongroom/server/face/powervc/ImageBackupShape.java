package org.strongroom.server.face.powervc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageBackupTaskInventory;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Times;

/** Image backups and their tasks as JSON shows them. */
final class ImageBackupShape {
  static final String PATH = "/image-backups";

  private ImageBackupShape() {}

  /** In a list that names only. */
  static Map<String, @Nullable Object> named(ImageBackupInventory backup, Exchange exchange) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", backup.uuid());
    shown.put("name", backup.name());
    shown.put("links", links(PATH + "/" + backup.uuid(), exchange));
    return shown;
  }

  static Map<String, @Nullable Object> detailed(ImageBackupInventory backup, Exchange exchange) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", backup.uuid());
    shown.put("name", backup.name());
    shown.put("description", backup.description());
    shown.put("status", backup.status());
    shown.put("fail_reason", backup.failReason());
    shown.put("src_image_id", backup.imageUuid());
    shown.put("group_id", backup.groupUuid());
    shown.put("backup_node", backup.backupNodeId());
    shown.put("file_name", backup.path());
    shown.put("size", backup.size());
    shown.put("disk_size", backup.diskSize());
    shown.put("disk_count", backup.diskCount());
    shown.put("sha256", backup.sha256());
    shown.put("architecture", backup.architecture());
    shown.put("os_distro", backup.guestOsType());
    shown.put("discovered", backup.discovered());
    shown.put("cos_id", backup.bucketUuid());
    shown.put("object_name", backup.objectName());
    shown.put("task_id", backup.taskUuid());
    shown.put("created_at", Times.ofRow(backup.createDate()));
    shown.put("updated_at", Times.ofRow(backup.lastOpDate()));
    List<Map<String, String>> links = new ArrayList<>(links(PATH + "/" + backup.uuid(), exchange));
    if (backup.taskUuid() != null) {
      links.add(link("task", exchange.url(PATH + "/tasks/" + backup.taskUuid())));
    }
    shown.put("links", links);
    return shown;
  }

  static Map<String, @Nullable Object> task(ImageBackupTaskInventory task) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", task.uuid());
    shown.put("status", task.status());
    shown.put("progress", task.progress());
    shown.put("started_at", Times.ofRow(task.startDate()));
    shown.put("ended_at", Times.ofRowOrNull(task.endDate()));
    shown.put("fault_message", task.failReason());
    shown.put("operation", task.operation());
    shown.put("step", task.step());
    shown.put("image_backup_id", task.imageBackupUuid());
    shown.put("image_ids", task.imageUuids());
    return shown;
  }

  static List<Map<String, String>> links(String path, Exchange exchange) {
    return List.of(link("self", exchange.url(path)), link("bookmark", exchange.bookmark(path)));
  }

  private static Map<String, String> link(String rel, String href) {
    Map<String, String> link = new LinkedHashMap<>();
    link.put("rel", rel);
    link.put("href", href);
    return link;
  }
}
