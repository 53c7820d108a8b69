package org.strongroom.e2e.bed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exports, imports and looks at image backups as a client of the PowerVC face does. */
public record ImageBackups(PowerVcClient api, ZStackClient admin) {
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** Asks for an export to a node, and answers the id of the image backup. */
  public String beginExport(String name, String image, TestNode node) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", name);
    attributes.put("src_image_id", image);
    attributes.put("backup_host", String.valueOf(node.id()));
    return id(api.call("POST", "/image-backups/export_image", body(attributes)));
  }

  /** Exports to a node, which has to end well, and answers the image backup. */
  public JsonNode export(String name, String image, TestNode node) {
    return awaitStatus(beginExport(name, image, node), "available");
  }

  /** Asks for an import, and answers the image backup's id. */
  public VolumeAnswer beginImport(String name, Map<String, ?> attributes) {
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    all.put("name", name);
    return api.call("POST", "/image-backups/import_image", body(all));
  }

  /** Imports an image backup, which has to end well, and answers the images in their order. */
  public List<JsonNode> importBackup(String name, String backup, TestStorage target) {
    VolumeAnswer answer =
        beginImport(name, Map.of("image_backup_id", backup, "storage_id", target.uuid()));
    JsonNode task = awaitTask(answer);
    assertThat(task.get("status").asString()).as(task.toString()).isEqualTo("succeeded");
    return StreamSupport.stream(task.get("imageUuids").spliterator(), false)
        .map(uuid -> admin.show("/images", uuid.asString()))
        .toList();
  }

  /** Waits for the end of the task that an answer speaks of. */
  public JsonNode awaitTask(VolumeAnswer answer) {
    String task = admin.show("/image-backups", id(answer)).get("taskUuid").asString();
    return await("task " + task)
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> admin.get("/image-backups/tasks/" + task).get("inventory"),
            row -> !row.get("status").asString().equals("running"));
  }

  /** Waits until an image backup is at rest, and holds it to a status. */
  public JsonNode awaitStatus(String id, String status) {
    JsonNode settled =
        await("image backup " + id)
            .atMost(LONGEST)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> show(id),
                row -> List.of("available", "error").contains(row.get("status").asString()));
    assertThat(settled.get("status").asString()).as(settled.toString()).isEqualTo(status);
    return admin.show("/image-backups", id.replace("-", ""));
  }

  public JsonNode show(String id) {
    return api.call("GET", "/image-backups/" + id).answered(200).get("image_backup");
  }

  /** Deletes an image backup and waits until it is gone. */
  public void delete(String id) {
    api.call("DELETE", "/image-backups/" + id).answered(202);
    await()
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> api.call("GET", "/image-backups/" + id).status() == 404);
  }

  /** Discovers, and answers what the other face tells of it. */
  public JsonNode discover(TestNode node) {
    return admin.act("/backup-nodes/" + node.id() + "/actions", "discoverBackupNode", Map.of());
  }

  /** The discovered image backup of a file. */
  public String discovered(TestNode node, String path) {
    discover(node);
    JsonNode rows = admin.query("/image-backups", "path=" + path);
    assertThat(rows).as(path).hasSize(1);
    return rows.get(0).get("uuid").asString();
  }

  public static String id(VolumeAnswer answer) {
    return answer.answered(201).at("/image_backup/id").asString();
  }

  public static String body(Map<String, ?> attributes) {
    return JsonMapper.shared().writeValueAsString(Map.of("image-backup", attributes));
  }
}
