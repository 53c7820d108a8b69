package org.strongroom.server.project;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Record;
import org.jooq.TableField;
import org.strongroom.api.ApiException;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.catalog.Transaction;

/** What belongs to a project, which can not go before it. */
final class ProjectBelongings {
  private ProjectBelongings() {}

  /**
   * Refuses if there is anything.
   *
   * @throws ApiException SYS.1006 with how much of what
   */
  static void refuseAny(ProjectInventory project, Transaction transaction) {
    List<String> owned = new ArrayList<>();
    add(owned, "backup node", BACKUP_NODE.PROJECT_UUID, project, transaction);
    add(owned, "image backup", IMAGE_BACKUP.PROJECT_UUID, project, transaction);
    add(owned, "bucket", BUCKET.PROJECT_UUID, project, transaction);
    if (!owned.isEmpty()) {
      throw ApiException.busy(
          "project '%s' owns %s; remove them first"
              .formatted(project.name(), String.join(", ", owned)));
    }
  }

  private static void add(
      List<String> owned,
      String noun,
      TableField<Record, String> owner,
      ProjectInventory project,
      Transaction transaction) {
    int count =
        transaction
            .sql()
            .fetchCount(Objects.requireNonNull(owner.getTable()), owner.eq(project.uuid()));
    if (count > 0) {
      owned.add(count + " " + noun + (count == 1 ? "" : "s"));
    }
  }
}
