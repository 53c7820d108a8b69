package org.strongroom.server.imagebackup;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.imagebackup.ExportImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.FormerLives;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.FileLife;
import org.strongroom.server.copy.FileState;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.ImageGroups;
import org.strongroom.server.image.record.ImageGroup;
import org.strongroom.server.image.record.SafeFileName;
import org.strongroom.server.imagebackup.record.BackupChanges;
import org.strongroom.server.imagebackup.record.BackupNode;
import org.strongroom.server.imagebackup.record.BackupRow.OvaPlace;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.NodeChoice;
import org.strongroom.server.imagebackup.record.Reasons;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.driver.StoragePath;

/** ExportImageBackup: images of a group become one OVA on a node, and perhaps in a bucket. */
final class ExportImageBackupJob
    implements JobDefinition<ExportImageBackup, InventoryReply<ImageBackupInventory>> {
  private static final String PLAN = "plan";

  private final BackupRows rows;
  private final ImageGroups images;
  private final NodeChoice nodes;
  private final FileLife life;
  private final OnwardUpload upload;
  private final TagService tags;
  private final EventLog events;
  private final BackupChanges changes;
  private final List<Step<ExportImageBackup>> steps;

  ExportImageBackupJob(
      BackupRows rows,
      ImageGroups images,
      NodeChoice nodes,
      FileLife life,
      OnwardUpload upload,
      TagService tags,
      EventLog events,
      BackupChanges changes,
      PackStep pack) {
    this.rows = rows;
    this.images = images;
    this.nodes = nodes;
    this.life = life;
    this.upload = upload;
    this.tags = tags;
    this.events = events;
    this.changes = changes;
    this.steps =
        List.of(
            new CheckImagesStep(images, life),
            pack,
            Step.of("verify", (request, job) -> life.verify(job)),
            upload);
  }

  static ExportPlan plan(Job job) {
    return ExportPlan.parse(job.recall(PLAN).orElseThrow());
  }

  @Override
  public Class<ExportImageBackup> operation() {
    return ExportImageBackup.class;
  }

  @Override
  public List<Step<ExportImageBackup>> steps() {
    return steps;
  }

  @Override
  public Start accept(ExportImageBackup request, Call call, Transaction transaction) {
    if (request.name().isBlank()) {
      throw ApiException.invalid("the name of an image backup cannot be empty");
    }
    String uuid = rows.newUuid(request.resource().resourceUuid(), transaction);
    ImageGroup group = images.of(request.imageUuid(), call.caller(), transaction.sql());
    ExportPlan plan =
        ExportPlan.of(
            group,
            uuid,
            request.name(),
            Optional.ofNullable(request.description()),
            Instant.ofEpochMilli(rows.now()));
    BackupNode node =
        nodes.reserve(
            request.backupHost(),
            Optional.empty(),
            call.caller(),
            call.jobUuid(),
            plan.layout().totalBytes(),
            transaction);
    OvaPlace place =
        new OvaPlace(
            node.storageUuid(),
            path(request.name(), uuid, FormerLives.of(uuid, transaction.sql())));
    insert(uuid, request, group, plan, node, place, call, transaction);
    tags.create(ResourceType.IMAGE_BACKUP, uuid, request.resource(), transaction);
    Map<String, String> memory =
        new HashMap<>(FileState.start(new FileState.Place(place.storageUuid(), place.path())));
    memory.put(PLAN, plan.json());
    memory.putAll(upload.start(request.uploadToCos(), node, call.jobUuid(), transaction));
    return new Start(uuid, memory);
  }

  private static StoragePath path(String name, String uuid, int lives) {
    String life = lives == 0 ? "" : "-" + lives;
    return StoragePath.of("%s-%s%s.ova".formatted(SafeFileName.of(name), uuid, life));
  }

  private void insert(
      String uuid,
      ExportImageBackup request,
      ImageGroup group,
      ExportPlan plan,
      BackupNode node,
      OvaPlace place,
      Call call,
      Transaction transaction) {
    ImageGroup.Member first = group.members().getFirst();
    ResourceUuids.take(ResourceType.IMAGE_BACKUP, uuid, transaction);
    transaction
        .insertInto(IMAGE_BACKUP)
        .set(IMAGE_BACKUP.UUID, uuid)
        .set(IMAGE_BACKUP.PROJECT_UUID, node.projectUuid())
        .set(IMAGE_BACKUP.NAME, request.name())
        .set(IMAGE_BACKUP.DESCRIPTION, request.description())
        .set(IMAGE_BACKUP.STATUS, BackupStatus.EXPORTING.text())
        .set(IMAGE_BACKUP.IMAGE_UUID, request.imageUuid())
        .set(IMAGE_BACKUP.GROUP_UUID, group.uuid().orElse(null))
        .set(IMAGE_BACKUP.STORAGE_UUID, place.storageUuid())
        .set(IMAGE_BACKUP.PATH, place.path().toString())
        .set(IMAGE_BACKUP.SIZE, plan.layout().totalBytes()) // settled before a byte is packed
        .set(IMAGE_BACKUP.DISK_SIZE, plan.diskBytes())
        .set(IMAGE_BACKUP.DISK_COUNT, group.members().size())
        .set(IMAGE_BACKUP.ARCHITECTURE, first.architecture().orElse(null))
        .set(IMAGE_BACKUP.GUEST_OS_TYPE, first.guestOsType().orElse(null))
        .set(IMAGE_BACKUP.DISCOVERED, false)
        .set(IMAGE_BACKUP.TASK_UUID, call.jobUuid())
        .set(IMAGE_BACKUP.CREATED, rows.now())
        .set(IMAGE_BACKUP.UPDATED, rows.now())
        .execute();
  }

  @Override
  public InventoryReply<ImageBackupInventory> complete(
      ExportImageBackup request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    FileState ova = new FileState(job);
    life.keep(job, transaction); // the storage before the row, as everybody does
    boolean there =
        rows.settle(uuid, BackupStatus.AVAILABLE, upload.failure(job).orElse(null), transaction);
    if (!there) {
      throw ApiException.refused("the image backup was deleted while it was being exported");
    }
    rows.update(transaction)
        .set(IMAGE_BACKUP.SIZE, ova.length())
        .set(IMAGE_BACKUP.SHA256, ova.sha256())
        .where(IMAGE_BACKUP.UUID.eq(uuid))
        .execute();
    upload.keep(job, transaction);
    events.write(
        EventLog.Event.created(ResourceType.IMAGE_BACKUP, uuid, request.name()),
        job.call(),
        transaction);
    return changes.reply(uuid, transaction);
  }

  /** The row stays, and tells why. */
  @Override
  public void abandon(ExportImageBackup request, Job job, ApiError error, Transaction transaction) {
    life.drop(job, transaction);
    upload.drop(job, transaction);
    rows.settle(job.resourceUuid(), BackupStatus.ERROR, error.inOneLine(), transaction);
    rows.update(transaction)
        .setNull(IMAGE_BACKUP.PATH)
        .set(IMAGE_BACKUP.SIZE, 0L)
        .where(IMAGE_BACKUP.UUID.eq(job.resourceUuid()))
        .execute();
  }

  @Override
  public ApiError failure(ExportImageBackup request, ApiError cause) {
    return Reasons.within(
        cause,
        ErrorCode.CANNOT_CREATE,
        "image %s could not be exported".formatted(request.imageUuid()));
  }
}
