package org.strongroom.server.imagebackup.importing;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.util.List;
import java.util.stream.IntStream;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.ImageMaking;
import org.strongroom.server.image.arrival.NewImage;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.OvaSummary;
import org.strongroom.server.imagebackup.record.OvaSummary.SourceDisk;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;

/** Looks through the OVA, takes room for its disks, and writes the rows of their images. */
public final class LookStep implements Step<ImportImageBackup> {
  private static final int MOST_DESCRIPTION = 2048;
  private static final int MOST_NAME = 255;

  private final Database database;
  private final BackupRows rows;
  private final ImportSource source;
  private final ImportTargets targets;
  private final ImageMaking images;

  public LookStep(
      Database database,
      BackupRows rows,
      ImportSource source,
      ImportTargets targets,
      ImageMaking images) {
    this.database = database;
    this.rows = rows;
    this.source = source;
    this.targets = targets;
    this.images = images;
  }

  @Override
  public String name() {
    return "look";
  }

  @Override
  public void run(ImportImageBackup request, Job job) throws Exception {
    long room = database.read(sql -> targets.room(request.backupStorageUuid(), sql));
    OvaSummary ova = source.read(job, from -> from.inspect(Math.max(room, 1)));
    ImportPlan plan =
        job.lease()
            .write(transaction -> {
              // what an earlier run of this step wrote
              images.forget(job.resourceUuid(), transaction);
              ImportPlan planned = plan(request, ova, job, transaction);
              note(ova, job, transaction);
              return planned;
            });
    plan.remember(job);
  }

  private void note(OvaSummary ova, Job job, Transaction transaction) {
    rows.update(transaction)
        .set(IMAGE_BACKUP.DISK_COUNT, ova.disks().size())
        .set(IMAGE_BACKUP.DISK_SIZE, ova.diskBytes())
        .set(IMAGE_BACKUP.ARCHITECTURE, ova.architecture().orElse(null))
        .set(IMAGE_BACKUP.GUEST_OS_TYPE, ova.guestOsType().orElse(null))
        .where(IMAGE_BACKUP.UUID.eq(job.resourceUuid()))
        .execute();
  }

  private ImportPlan plan(
      ImportImageBackup request, OvaSummary ova, Job job, Transaction transaction) {
    long bytes = Bytes.plus(ova.diskBytes(), ova.disks().size() * ImageMaking.MANIFEST_BYTES);
    String storage = targets.reserve(request.backupStorageUuid(), job.uuid(), bytes, transaction);
    List<NewImage> planned =
        IntStream.range(0, ova.disks().size())
            .mapToObj(order -> image(request, ova, order, storage, job))
            .toList();
    planned.forEach(image -> images.insert(image, transaction));
    return new ImportPlan(planned, ova.disks().stream().map(SourceDisk::bytes).toList());
  }

  private static NewImage image(
      ImportImageBackup request, OvaSummary ova, int order, String storage, Job job) {
    boolean several = ova.disks().size() > 1;
    String suffix = several ? "-" + (order + 1) : "";
    String description = request.description() == null ? ova.description() : request.description();
    return new NewImage(
        imageUuid(job.uuid(), order),
        OvaSummary.cut(request.name(), MOST_NAME - suffix.length()) + suffix,
        description.isEmpty() ? null : OvaSummary.cut(description, MOST_DESCRIPTION),
        ova.disks().get(order).boot() ? "RootVolumeTemplate" : "DataVolumeTemplate",
        ova.platform().orElse(null),
        ova.guestOsType().orElse(null),
        ova.architecture().orElse(null),
        several ? Uuid.derived(job.uuid() + "/group") : null,
        several ? order : null,
        NewImage.IMPORTED + job.resourceUuid() + "/" + (order + 1),
        job.call().caller().accountUuid(),
        storage);
  }

  /** The uuid of the image that a job makes of a disk; the same when the step runs again. */
  public static String imageUuid(String jobUuid, int order) {
    return Uuid.derived(jobUuid + "/" + order);
  }
}
