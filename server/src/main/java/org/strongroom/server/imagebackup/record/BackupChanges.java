package org.strongroom.server.imagebackup.record;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.imagebackup.ResetImageBackup;
import org.strongroom.api.imagebackup.UpdateImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.query.Queries;

/** What is known of image backups: found, changed, put right. */
public final class BackupChanges {
  private final Database database;
  private final BackupRows rows;
  private final Queries queries;
  private final EventLog events;

  public BackupChanges(Database database, BackupRows rows, Queries queries, EventLog events) {
    this.database = database;
    this.rows = rows;
    this.queries = queries;
    this.events = events;
  }

  public QueryReply<ImageBackupInventory> query(QueryImageBackup request, Caller caller) {
    return database.read(sql ->
        queries.findFor(
            caller.limitedTo(),
            sql,
            ImageBackupInventory.class,
            request.query(),
            ProjectScope.seenBy(caller, IMAGE_BACKUP.PROJECT_UUID)));
  }

  public InventoryReply<ImageBackupInventory> update(
      UpdateImageBackup request, Call call, Transaction transaction) {
    BackupRow backup = rows.lock(request.uuid(), call.caller(), transaction);
    Map<Field<?>, Object> changes = new LinkedHashMap<>();
    if (request.name() != null) {
      if (request.name().isBlank()) {
        throw ApiException.invalid("the name of an image backup cannot be empty");
      }
      changes.put(IMAGE_BACKUP.NAME, request.name());
    }
    if (request.description() != null) {
      changes.put(IMAGE_BACKUP.DESCRIPTION, request.description());
    }
    if (!changes.isEmpty()) {
      rows.update(transaction).set(changes).where(IMAGE_BACKUP.UUID.eq(backup.uuid())).execute();
    }
    return reply(backup.uuid(), transaction);
  }

  /** A status that no running task stands behind can be put right by hand. */
  public InventoryReply<ImageBackupInventory> reset(
      ResetImageBackup request, Call call, Transaction transaction) {
    BackupRow backup = rows.lock(request.uuid(), call.caller(), transaction);
    for (String task : rows.runningTasks(backup.uuid(), transaction.sql())) {
      throw ApiException.busy(
          "the task %s works on %s; cancel it first".formatted(task, backup.label()));
    }
    BackupStatus wanted = BackupStatus.of(request.status());
    if (wanted == BackupStatus.AVAILABLE && backup.ova().isEmpty() && backup.object().isEmpty()) {
      throw ApiException.refused(
          backup.label() + " has an OVA neither on a node nor in a bucket, so it is not available");
    }
    if (wanted != backup.status()) {
      String reason = "reset from %s by %s".formatted(backup.status().text(), who(call));
      rows.settle(
          backup.uuid(),
          wanted,
          wanted == BackupStatus.AVAILABLE ? null : backup.failReason().orElse(reason),
          transaction);
      events.write(
          new EventLog.Event(
              ResourceType.IMAGE_BACKUP,
              backup.uuid(),
              backup.name(),
              "StatusChanged",
              backup.status().text(),
              wanted.text(),
              reason),
          call,
          transaction);
    }
    return reply(backup.uuid(), transaction);
  }

  private static String who(Call call) {
    return "account '%s'".formatted(call.caller().accountName());
  }

  public InventoryReply<ImageBackupInventory> reply(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries
            .byUuid(transaction.sql(), ImageBackupInventory.class, uuid)
            .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE_BACKUP, uuid)));
  }
}
