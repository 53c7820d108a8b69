package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.util.List;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.FormerLives;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.Leftovers;
import org.strongroom.server.copy.Room;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.Expected;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.image.record.ImageTags;
import org.strongroom.server.image.upload.UploadReceipt;
import org.strongroom.server.image.upload.Uploads;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.query.Queries;
import org.strongroom.storage.source.ImageUrl;

/** AddImage: all or nothing on all its storages. */
final class AddImageJob implements JobDefinition<AddImage, InventoryReply<ImageInventory>> {
  private final ImageRows rows;
  private final StorageRules rules;
  private final Reservations reservations;
  private final Room room;
  private final Leftovers leftovers;
  private final ImageTags tags;
  private final Uploads uploads;
  private final EventLog events;
  private final Queries queries;
  private final List<Step<AddImage>> steps;

  AddImageJob(
      ImageRows rows,
      StorageRules rules,
      Reservations reservations,
      Room room,
      Leftovers leftovers,
      ImageTags tags,
      Uploads uploads,
      EventLog events,
      Queries queries,
      List<Step<AddImage>> steps) {
    this.rows = rows;
    this.rules = rules;
    this.reservations = reservations;
    this.room = room;
    this.leftovers = leftovers;
    this.tags = tags;
    this.uploads = uploads;
    this.events = events;
    this.queries = queries;
    this.steps = List.copyOf(steps);
  }

  @Override
  public Class<AddImage> operation() {
    return AddImage.class;
  }

  @Override
  public List<Step<AddImage>> steps() {
    return steps;
  }

  @Override
  public Start accept(AddImage request, Call call, Transaction transaction) {
    ImageUrl url = AddImageRules.url(request);
    AddImageRules.checkMayName(url, call.caller());
    return begin(request, url.masked(), url.scheme() == ImageUrl.Scheme.UPLOAD, call, transaction);
  }

  /**
   * The same, wherever the bytes come from.
   *
   * @param from where that is, without secrets
   * @param upload whether the caller sends them
   */
  Start begin(AddImage request, String from, boolean upload, Call call, Transaction transaction) {
    AddImageRules.checkNotTooMany(call.caller(), transaction);
    Expected expected = Expected.of(request);
    List<String> storageUuids = AddImageRules.storages(request);
    if (storageUuids.isEmpty()) {
      throw ApiException.invalid("backupStorageUuids names no backup storage");
    }
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    if (rows.find(uuid, transaction.sql()).isPresent()) {
      throw ResourceUuids.alreadyTaken(uuid);
    }
    ImagePlace place =
        ImagePlace.of(
            request.mediaType(),
            call.caller().accountUuid(),
            uuid,
            FormerLives.of(uuid, transaction.sql()),
            request.name());
    List<StorageRow> storages =
        storageUuids.stream()
            .map(storage -> rules.require(storage, Purpose.TRANSFER, transaction))
            .toList();
    storages.forEach(storage -> AddImageRules.checkMayWrite(storage, call.caller(), transaction));
    insert(uuid, from, expected, request, call, transaction);
    // before the copies: their manifests are not written yet, and so not stale
    tags.create(uuid, request.resource(), transaction);
    for (StorageRow storage : storages) {
      AddImageRules.checkNothingRemains(storage.uuid(), place, transaction);
      insertCopy(uuid, upload, storage, place, transaction);
    }
    return new Start(uuid, AddedImage.start(place));
  }

  private void insert(
      String uuid,
      String from,
      Expected expected,
      AddImage request,
      Call call,
      Transaction transaction) {
    long now = rows.now();
    ResourceUuids.take(ResourceType.IMAGE, uuid, transaction);
    transaction
        .sql()
        .insertInto(IMAGE)
        .set(IMAGE.UUID, uuid)
        .set(IMAGE.NAME, request.name())
        .set(IMAGE.DESCRIPTION, request.description())
        .set(IMAGE.STATE, "Enabled")
        .set(IMAGE.STATUS, ImageRows.DOWNLOADING)
        .set(IMAGE.SIZE, 0L)
        .set(IMAGE.ACTUAL_SIZE, 0L)
        .set(IMAGE.URL, from)
        .set(IMAGE.MEDIA_TYPE, request.mediaType())
        .set(IMAGE.GUEST_OS_TYPE, request.guestOsType())
        .set(IMAGE.PLATFORM, request.platform())
        .set(IMAGE.ARCHITECTURE, request.architecture())
        .set(IMAGE.FORMAT, expected.format())
        .set(IMAGE.IS_SYSTEM, request.system())
        .set(IMAGE.VIRTIO, request.virtio())
        .set(IMAGE.ACCOUNT_UUID, call.caller().accountUuid())
        .set(IMAGE.CREATED, now)
        .set(IMAGE.UPDATED, now)
        .execute();
  }

  private void insertCopy(
      String uuid, boolean upload, StorageRow storage, ImagePlace place, Transaction transaction) {
    long now = rows.now();
    transaction
        .sql()
        .insertInto(IMAGE_COPY)
        .set(IMAGE_COPY.IMAGE_UUID, uuid)
        .set(IMAGE_COPY.BACKUP_STORAGE_UUID, storage.uuid())
        .set(
            IMAGE_COPY.INSTALL_PATH, upload ? Uploads.path(uuid) : place.installPath(storage.url()))
        .set(IMAGE_COPY.STATUS, ImageRows.DOWNLOADING)
        .set(IMAGE_COPY.SIZE, 0L)
        .set(IMAGE_COPY.CREATED, now)
        .set(IMAGE_COPY.UPDATED, now)
        .execute();
  }

  @Override
  public InventoryReply<ImageInventory> complete(
      AddImage request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    AddedImage added = new AddedImage(job);
    List<String> storages = AddImageRules.storages(request).stream().sorted().toList();
    ImageRows.lock(List.of(uuid), transaction);
    room.release(job.uuid(), storages, transaction);
    for (String storage : storages) {
      arrived(StorageRows.require(storage, transaction.sql()), uuid, added, transaction);
    }
    transaction
        .sql()
        .update(IMAGE)
        .set(IMAGE.STATUS, ImageRows.READY)
        .set(IMAGE.SIZE, added.virtualSize())
        .set(IMAGE.ACTUAL_SIZE, added.bytes().actualSize())
        .set(IMAGE.FILE_LENGTH, added.length())
        .set(IMAGE.SHA256, added.sha256())
        .set(IMAGE.FORMAT, added.format())
        .set(IMAGE.UPDATED, rows.now())
        .where(IMAGE.UUID.eq(uuid))
        .execute();
    events.write(
        EventLog.Event.created(ResourceType.IMAGE, uuid, request.name()), job.call(), transaction);
    transaction.afterCommit(
        () -> uploads.succeeded(new UploadReceipt(uuid, added.length(), added.sha256())));
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), ImageInventory.class, uuid).orElseThrow());
  }

  private void arrived(
      StorageRow storage, String imageUuid, AddedImage added, Transaction transaction) {
    int copies =
        transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.STATUS, ImageRows.READY)
            .set(IMAGE_COPY.INSTALL_PATH, added.place().installPath(storage.url()))
            .set(IMAGE_COPY.SIZE, added.accounted(storage.uuid()))
            .set(IMAGE_COPY.SHA256, added.sha256())
            .set(IMAGE_COPY.LAST_VERIFIED, rows.now())
            .set(IMAGE_COPY.CHECKED, rows.now())
            .set(IMAGE_COPY.UPDATED, rows.now())
            .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
            .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
            .execute();
    if (copies == 0) {
      throw ApiException.refused(
          "the copy on %s was deleted while the image was being added".formatted(storage.label()));
    }
    reservations.use(storage.uuid(), added.accounted(storage.uuid()), transaction);
  }

  @Override
  public void abandon(AddImage request, Job job, ApiError error, Transaction transaction) {
    String uuid = job.resourceUuid();
    AddedImage added = new AddedImage(job);
    List<String> storages = AddImageRules.storages(request).stream().sorted().toList();
    ImageRows.lock(List.of(uuid), transaction);
    room.release(job.uuid(), storages, transaction);
    for (String storage : added.notRemoved(storages)) {
      leftovers.leave(
          storage,
          added.place().directory(),
          added.mayRemain(),
          "image could not be added",
          transaction);
    }
    rows.remove(uuid, transaction);
    tags.deleteAll(uuid, transaction);
    transaction.afterCommit(() -> uploads.failed(uuid, new ApiException(error)));
  }

  @Override
  public ApiError failure(AddImage request, ApiError cause) {
    return AddImageRules.told(request, cause);
  }
}
