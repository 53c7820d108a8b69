package org.strongroom.server.image;

import static org.strongroom.server.catalog.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.ImageTable.IMAGE;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.image.RepairImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.Garbage;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.backupstorage.ReadyStorages;
import org.strongroom.server.backupstorage.Reservations;
import org.strongroom.server.backupstorage.StorageRow;
import org.strongroom.server.backupstorage.StorageRows;
import org.strongroom.server.backupstorage.StorageRules;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.transfer.Verification;

/**
 * RepairImage: brings a good copy over each damaged one, under a temporary name until all has
 * proved right. The copy stays Damaged until the last transaction, so a job that is cut off leaves
 * it as it was, or better than anybody knows.
 */
final class RepairImageJob implements JobDefinition<RepairImage, InventoryReply<ImageInventory>> {
  private final Database database;
  private final ImageRows rows;
  private final StorageRules rules;
  private final ReadyStorages storages;
  private final Room room;
  private final Reservations reservations;
  private final Garbage garbage;
  private final CopyDamage damage;
  private final CopyTransfer transfer;
  private final ImageService images;

  RepairImageJob(
      Database database,
      ImageRows rows,
      StorageRules rules,
      ReadyStorages storages,
      Reservations reservations,
      Garbage garbage,
      CopyDamage damage,
      CopyTransfer transfer,
      ImageService images) {
    this.database = database;
    this.rows = rows;
    this.rules = rules;
    this.storages = storages;
    this.room = new Room(reservations);
    this.reservations = reservations;
    this.garbage = garbage;
    this.damage = damage;
    this.transfer = transfer;
    this.images = images;
  }

  @Override
  public Class<RepairImage> operation() {
    return RepairImage.class;
  }

  @Override
  public Start accept(RepairImage request, Call call, Transaction transaction) {
    String uuid = request.uuid();
    rows.required(uuid, call.caller(), transaction.sql());
    List<ImageCopy> copies = rows.copies(uuid, transaction.sql());
    List<ImageCopy> damaged =
        CopySelection.named(
                copies, Optional.ofNullable(request.backupStorageUuid()).stream().toList())
            .stream()
            .filter(copy -> copy.is(ImageRows.DAMAGED))
            .sorted(java.util.Comparator.comparing(ImageCopy::storageUuid))
            .toList();
    if (damaged.isEmpty()) {
      String where = request.backupStorageUuid();
      throw ApiException.refused(
          "no copy of the image %s%s is Damaged; VerifyImage finds out whether one is"
              .formatted(uuid, where == null ? "" : " on backup storage " + where));
    }
    damaged.forEach(
        copy -> rules.check(StorageRows.lock(copy.storageUuid(), transaction), Purpose.TRANSFER));
    RepairedImage.running(uuid, transaction.sql())
        .ifPresent(job -> {
          throw ApiException.busy(
              "the image %s is being repaired already, by the job %s".formatted(uuid, job));
        });
    if (copies.stream().noneMatch(copy -> copy.is(ImageRows.READY))) {
      throw ApiException.refused(
          "no copy of the image %s is good, so none can be brought back".formatted(uuid));
    }
    return new Start(uuid, RepairedImage.start(damaged));
  }

  @Override
  public List<Step<RepairImage>> steps() {
    return List.of(
        new Step<>() {
          @Override
          public String name() {
            return "copy";
          }

          @Override
          public void run(RepairImage request, Job job) throws Exception {
            copy(job);
          }

          @Override
          public void undo(RepairImage request, Job job) throws IOException {
            clear(job);
          }
        },
        Step.of("verify", (request, job) -> verify(job)),
        Step.of("describe", (request, job) -> describe(job)));
  }

  private void copy(Job job) throws IOException, InterruptedException {
    awaitSources(job);
    for (CopyTarget target : targets(job)) {
      target.abandonEarlier(job.lease().writeId());
      Record image = image(job);
      room.take(job, List.of(target), ImageRows.length(image));
      transfer.bring(image.get(IMAGE.UUID), target, job);
    }
  }

  /** After a restart all storages are Connecting: the good copies are not away for that. */
  private void awaitSources(Job job) throws InterruptedException {
    List<ImageCopy> copies = database.read(sql -> rows.copies(job.resourceUuid(), sql));
    for (ImageCopy copy : copies) {
      if (copy.is(ImageRows.READY)) {
        try {
          storages.settled(copy.storageUuid(), job);
        } catch (ApiException e) {
          job.checkStopped(); // it is gone or away: its copy is no source then
        }
      }
    }
  }

  private void verify(Job job) throws IOException, InterruptedException {
    Record image = image(job);
    for (CopyTarget target : targets(job)) {
      Verification.verify(
          target.driver(),
          target.place().file(),
          image.get(IMAGE.SHA256),
          done -> job.progress().advance(done, ImageRows.length(image)));
    }
  }

  private void describe(Job job) throws IOException, InterruptedException {
    DescribeStep.Described described = DescribeStep.described(job.resourceUuid(), database, rows);
    Record image = described.image();
    ArrivedImage arrived =
        new ArrivedImage(
            ImageRows.length(image),
            image.get(IMAGE.SIZE),
            image.get(IMAGE.SHA256),
            Optional.ofNullable(image.get(IMAGE.FORMAT)).orElse("raw"),
            null);
    for (CopyTarget target : targets(job)) {
      String storage = target.storage().uuid();
      job.lease().confirm();
      byte[] manifest = described.manifest(arrived, target.place(), storage).bytes();
      DescribeStep.write(target, job.lease().writeId(), manifest);
      new RepairedImage(job).described(storage, arrived.length() + manifest.length);
    }
  }

  private Record image(Job job) {
    return database
        .read(sql -> rows.find(job.resourceUuid(), sql))
        .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE, job.resourceUuid()));
  }

  private List<CopyTarget> targets(Job job) throws StorageException, InterruptedException {
    RepairedImage repaired = new RepairedImage(job);
    List<CopyTarget> targets = new java.util.ArrayList<>();
    for (String storage : repaired.storages()) {
      ReadyStorages.Ready ready = storages.await(storage, Purpose.GO_ON, job);
      targets.add(new CopyTarget(ready.storage(), ready.driver(), repaired.place(storage)));
    }
    return targets;
  }

  /** Temporary files go; the copy itself only if it was deleted meanwhile. */
  private void clear(Job job) throws IOException {
    RepairedImage repaired = new RepairedImage(job);
    IOException failure = null;
    for (String storage : repaired.storages()) {
      try {
        ReadyStorages.Ready ready = storages.any(storage, job);
        ImagePlace place = repaired.place(storage);
        ready.driver().abandonEarlier(place.file(), job.lease().writeId());
        if (database.read(sql -> isDeleted(job, storage, sql))) {
          ready.driver().deleteTree(place.directory());
        }
        repaired.cleared(storage);
      } catch (ApiException e) {
        repaired.cleared(storage); // the storage is gone, and its bytes with it
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private boolean isDeleted(Job job, String storageUuid, org.jooq.DSLContext sql) {
    return find(job, storageUuid, sql).isEmpty();
  }

  private Optional<ImageCopy> find(Job job, String storageUuid, org.jooq.DSLContext sql) {
    return rows.copies(job.resourceUuid(), sql).stream()
        .filter(copy -> copy.storageUuid().equals(storageUuid))
        .findFirst();
  }

  @Override
  public InventoryReply<ImageInventory> complete(
      RepairImage request, Job job, Transaction transaction) {
    RepairedImage repaired = new RepairedImage(job);
    room.release(job.uuid(), repaired.storages(), transaction);
    for (String storage : repaired.storages()) {
      ready(job, StorageRows.require(storage, transaction.sql()), repaired, transaction);
    }
    return images.inventory(request.uuid(), transaction);
  }

  private void ready(Job job, StorageRow storage, RepairedImage repaired, Transaction transaction) {
    ImageCopy copy =
        find(job, storage.uuid(), transaction.sql())
            .orElseThrow(() ->
                ApiException.refused(
                    "the copy on %s was deleted while it was being repaired"
                        .formatted(storage.label())));
    long accounted = repaired.accounted(storage.uuid());
    reservations.use(storage.uuid(), accounted - copy.accounted(), transaction);
    transaction
        .sql()
        .update(IMAGE_COPY)
        .set(IMAGE_COPY.SIZE, accounted)
        .set(IMAGE_COPY.UPDATED, rows.now())
        .where(IMAGE_COPY.IMAGE_UUID.eq(copy.imageUuid()))
        .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(copy.storageUuid()))
        .execute();
    damage.repaired(copy.imageUuid(), copy.storageUuid(), job.call(), transaction);
  }

  @Override
  public void abandon(RepairImage request, Job job, ApiError error, Transaction transaction) {
    RepairedImage repaired = new RepairedImage(job);
    room.release(job.uuid(), repaired.storages(), transaction);
    for (String storage : repaired.notCleared()) {
      if (StorageRows.find(storage, transaction.sql()).isPresent()) {
        boolean deleted = isDeleted(job, storage, transaction.sql());
        garbage.add(
            storage,
            deleted ? repaired.place(storage).directory() : repaired.temporary(storage),
            0,
            "copy could not be repaired",
            transaction);
      }
    }
  }
}
