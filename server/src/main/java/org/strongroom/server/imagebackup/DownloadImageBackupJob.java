package org.strongroom.server.imagebackup;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.imagebackup.DownloadImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.FileLife;
import org.strongroom.server.copy.FileState;
import org.strongroom.server.image.record.SafeFileName;
import org.strongroom.server.imagebackup.record.BackupChanges;
import org.strongroom.server.imagebackup.record.BackupNode;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRow.BucketPlace;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.NodeChoice;
import org.strongroom.server.imagebackup.record.Reasons;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.Arrival;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.ImageTransfer;

/** DownloadImageBackup: the OVA of a bucket comes onto a node. */
final class DownloadImageBackupJob
    implements JobDefinition<DownloadImageBackup, InventoryReply<ImageBackupInventory>> {
  private static final String BUCKET = "bucket";
  private static final String OBJECT = "object";
  private static final String PROJECT = "project";
  private static final String BROKEN = "broken";

  private final Database database;
  private final BackupRows rows;
  private final NodeChoice nodes;
  private final FileLife life;
  private final Buckets buckets;
  private final ImageTransfer transfer;
  private final BackupChanges changes;

  DownloadImageBackupJob(
      Database database,
      BackupRows rows,
      NodeChoice nodes,
      FileLife life,
      Buckets buckets,
      ImageTransfer transfer,
      BackupChanges changes) {
    this.database = database;
    this.rows = rows;
    this.nodes = nodes;
    this.life = life;
    this.buckets = buckets;
    this.transfer = transfer;
    this.changes = changes;
  }

  @Override
  public Class<DownloadImageBackup> operation() {
    return DownloadImageBackup.class;
  }

  @Override
  public Start accept(DownloadImageBackup request, Call call, Transaction transaction) {
    BackupRow backup = rows.lock(request.uuid(), call.caller(), transaction);
    rows.requireAvailable(backup);
    BucketPlace object =
        backup
            .object()
            .orElseThrow(() -> ApiException.refused(backup.label() + " is in no bucket"));
    if (backup.ova().isPresent()) {
      throw ApiException.busy(backup.label() + " is on a backup node already");
    }
    // the size shows when the object is asked for; a node that can not be used shows now
    nodes.reserve(
        request.backupHost(),
        Optional.of(backup.projectUuid()),
        call.caller(),
        call.jobUuid(),
        backup.size(),
        transaction);
    buckets.use(object.bucketUuid(), call.jobUuid(), transaction);
    rows.take(backup.uuid(), BackupStatus.DOWNLOADING, call.jobUuid(), transaction);
    return new Start(
        backup.uuid(),
        Map.of(
            BUCKET, object.bucketUuid(),
            OBJECT, object.objectName(),
            PROJECT, backup.projectUuid()));
  }

  @Override
  public List<Step<DownloadImageBackup>> steps() {
    return List.of(
        Step.of("look", this::look),
        new Fetching(),
        Step.of("verify", (request, job) -> life.verify(job)));
  }

  private void look(DownloadImageBackup request, Job job) throws IOException {
    try (Bucket bucket = buckets.open(job.recall(BUCKET).orElseThrow())) {
      ObjectFacts object = object(bucket, job);
      BackupNode node =
          job.lease()
              .write(transaction ->
                  nodes.reserve(
                      request.backupHost(),
                      job.recall(PROJECT),
                      job.call().caller(),
                      job.uuid(),
                      object.size(),
                      transaction));
      StoragePath path = path(object.key(), job.uuid());
      new FileState(job).settle(new FileState.Place(node.storageUuid(), path));
    }
  }

  private static ObjectFacts object(Bucket bucket, Job job) throws IOException {
    String name = job.recall(OBJECT).orElseThrow();
    return bucket
        .head(name)
        .orElseThrow(() ->
            new BucketException(
                BucketException.Reason.NOT_FOUND,
                "there is no object '%s' in the bucket".formatted(name)));
  }

  /**
   * The object's name, told apart by the job from every file that may lie on the node, such as the
   * one that was uploaded and that a deregistered node has kept.
   */
  private static StoragePath path(String key, String jobUuid) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    String suffix = name.toLowerCase(Locale.ROOT).endsWith(".gz") ? ".ova.gz" : ".ova";
    String stem =
        name.replaceFirst("(?i)(\\.ova)?(\\.gz)?$", "")
            .replaceFirst("-[0-9a-f]{32}(-[0-9]+)?$", "");
    return StoragePath.of("%s-%s%s".formatted(SafeFileName.of(stem), jobUuid, suffix));
  }

  /** Streams the object onto the node. */
  private final class Fetching implements Step<DownloadImageBackup> {
    @Override
    public String name() {
      return "download";
    }

    @Override
    public void run(DownloadImageBackup request, Job job) throws Exception {
      try (Bucket bucket = buckets.open(job.recall(BUCKET).orElseThrow())) {
        ObjectFacts object = object(bucket, job);
        life.write(
            job,
            object.size(),
            (write, node) -> Optional.of(fetched(request, bucket, object, write, job)));
      } catch (DigestMismatchException e) {
        job.remember(BROKEN, "");
        throw e;
      }
    }

    @Override
    public void undo(DownloadImageBackup request, Job job) throws StorageException {
      life.undo(job);
    }
  }

  /** What came, whatever it is: an archive is looked through elsewhere. */
  private FileLife.Written fetched(
      DownloadImageBackup request, Bucket bucket, ObjectFacts object, AtomicWrite write, Job job)
      throws IOException, InterruptedException {
    Arrival arrival = transfer.arrival();
    try (InputStream stream = bucket.readVerified(object)) {
      arrival.take(
          new Source(object.size(), stream), List.of(write), FileLife.progress(job, object.size()));
    }
    var written = new FileLife.Written(arrival.length(), arrival.sha256());
    Optional<String> sha256 =
        database
            .read(sql -> rows.find(request.uuid(), sql))
            .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE_BACKUP, request.uuid()))
            .sha256();
    if (sha256.isPresent() && !sha256.get().equals(written.sha256())) {
      throw new DigestMismatchException(
          "object '%s'".formatted(object.key()), sha256.get(), written.sha256());
    }
    return written;
  }

  private record Source(long size, InputStream stream) implements ImageSource {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(size);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  @Override
  public InventoryReply<ImageBackupInventory> complete(
      DownloadImageBackup request, Job job, Transaction transaction) {
    life.keep(job, transaction); // the storage before the row, as everybody does
    if (!rows.settle(request.uuid(), BackupStatus.AVAILABLE, null, transaction)) {
      throw ApiException.refused("the image backup was deleted while it was being downloaded");
    }
    FileState ova = new FileState(job);
    rows.update(transaction)
        .set(IMAGE_BACKUP.STORAGE_UUID, ova.place().storageUuid())
        .set(IMAGE_BACKUP.PATH, ova.place().path().toString())
        .set(IMAGE_BACKUP.SIZE, ova.length())
        .set(IMAGE_BACKUP.SHA256, ova.sha256())
        .where(IMAGE_BACKUP.UUID.eq(request.uuid()))
        .execute();
    return changes.reply(request.uuid(), transaction);
  }

  @Override
  public void abandon(
      DownloadImageBackup request, Job job, ApiError error, Transaction transaction) {
    life.drop(job, transaction);
    boolean broken = job.recall(BROKEN).isPresent();
    rows.settle(
        request.uuid(),
        broken ? BackupStatus.ERROR : BackupStatus.AVAILABLE,
        error.inOneLine(),
        transaction);
  }

  @Override
  public ApiError failure(DownloadImageBackup request, ApiError cause) {
    return Reasons.within(
        cause,
        ErrorCode.OPERATION_FAILED,
        "image backup %s could not be downloaded".formatted(request.uuid()));
  }
}
