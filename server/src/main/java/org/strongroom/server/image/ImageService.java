package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.image.ChangeImageState;
import org.strongroom.api.image.GetUploadImageJobDetails;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.image.RecoverImage;
import org.strongroom.api.image.UpdateImage;
import org.strongroom.api.image.UploadImageJobDetails;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.StaleManifests;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.record.CopySelection;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.image.upload.Uploads;
import org.strongroom.server.query.Queries;

/** What is known of images: found, changed, taken out of the trash. */
final class ImageService {
  private final Database database;
  private final ImageRows rows;
  private final Queries queries;
  private final RunningAdds adds;
  private final Uploads uploads;
  private final EventLog events;

  ImageService(
      Database database,
      ImageRows rows,
      Queries queries,
      RunningAdds adds,
      Uploads uploads,
      EventLog events) {
    this.database = database;
    this.rows = rows;
    this.queries = queries;
    this.adds = adds;
    this.uploads = uploads;
    this.events = events;
  }

  /** Administrators find all images, other accounts their own. */
  QueryReply<ImageInventory> query(QueryImage request, Caller caller) {
    return database.read(sql ->
        queries.findFor(
            caller.limitedTo(),
            sql,
            ImageInventory.class,
            request.query(),
            caller.limitedTo().map(IMAGE.ACCOUNT_UUID::eq).orElse(DSL.noCondition())));
  }

  InventoryReply<ImageInventory> changeState(
      ChangeImageState request, Call call, Transaction transaction) {
    Record image = rows.required(request.uuid(), call.caller(), transaction.sql());
    String before = image.get(IMAGE.STATE);
    String after = request.stateEvent().equals("enable") ? "Enabled" : "Disabled";
    if (!after.equals(before)) {
      update(request.uuid(), Map.of(IMAGE.STATE, after), transaction);
      events.write(
          new EventLog.Event(
              ResourceType.IMAGE,
              request.uuid(),
              image.get(IMAGE.NAME),
              "StateChanged",
              before,
              after,
              null),
          call,
          transaction);
    }
    return inventory(request.uuid(), transaction);
  }

  InventoryReply<ImageInventory> update(UpdateImage request, Call call, Transaction transaction) {
    Record image = rows.required(request.uuid(), call.caller(), transaction.sql());
    if (request.name() != null && request.name().isBlank()) {
      throw ApiException.invalid("the name of an image cannot be empty");
    }
    UpdateImageRules.check(request, image);
    Map<Field<?>, Object> changes = new LinkedHashMap<>();
    put(changes, IMAGE.NAME, request.name());
    put(changes, IMAGE.DESCRIPTION, request.description());
    put(changes, IMAGE.GUEST_OS_TYPE, request.guestOsType());
    put(changes, IMAGE.MEDIA_TYPE, request.mediaType());
    put(changes, IMAGE.FORMAT, request.format());
    put(changes, IMAGE.IS_SYSTEM, request.system());
    put(changes, IMAGE.PLATFORM, request.platform());
    put(changes, IMAGE.ARCHITECTURE, request.architecture());
    put(changes, IMAGE.VIRTIO, request.virtio());
    update(request.uuid(), changes, transaction);
    return inventory(request.uuid(), transaction);
  }

  private static <T> void put(
      Map<Field<?>, Object> changes, Field<T> field, @org.jspecify.annotations.Nullable T value) {
    if (value != null) {
      changes.put(field, value);
    }
  }

  private void update(String uuid, Map<? extends Field<?>, ?> changes, Transaction transaction) {
    transaction
        .sql()
        .update(IMAGE)
        .set(changes)
        .set(IMAGE.UPDATED, rows.now())
        .where(IMAGE.UUID.eq(uuid))
        .execute();
    StaleManifests.ofImage(uuid, transaction);
  }

  InventoryReply<ImageInventory> recover(RecoverImage request, Call call, Transaction transaction) {
    String uuid = request.imageUuid();
    Record image = rows.required(uuid, call.caller(), transaction.sql());
    ImageRows.lock(List.of(uuid), transaction);
    List<ImageCopy> deleted =
        CopySelection.deleted(
            uuid, rows.copies(uuid, transaction.sql()), request.backupStorageUuids());
    rows.recover(uuid, deleted.stream().map(ImageCopy::storageUuid).toList(), transaction);
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE,
            uuid,
            image.get(IMAGE.NAME),
            "StatusChanged",
            image.get(IMAGE.STATUS),
            rows.find(uuid, transaction.sql()).orElseThrow().get(IMAGE.STATUS),
            "RecoverImage"),
        call,
        transaction);
    return inventory(uuid, transaction);
  }

  /** Where to send the bytes of an image that waits for them, and how many came. */
  GetUploadImageJobDetails.Reply uploadDetails(GetUploadImageJobDetails request, Caller caller) {
    String uuid = request.imageId();
    List<Record> jobs =
        database.read(sql -> {
          boolean awaited =
              rows.find(uuid, sql)
                  .filter(image -> caller.mayUse(image.get(IMAGE.ACCOUNT_UUID)))
                  .filter(image -> image.get(IMAGE.URL).startsWith(Uploads.URL_PREFIX))
                  .isPresent();
          return awaited ? adds.of(uuid, sql) : List.of();
        });
    return new GetUploadImageJobDetails.Reply(
        jobs.stream()
            .map(job ->
                new UploadImageJobDetails(
                    job.get(JOB.UUID),
                    job.get(JOB.STATE),
                    uuid,
                    Uploads.path(uuid),
                    uploads.arrived(uuid, job),
                    uploads.occupied(uuid, job)))
            .toList(),
        true);
  }

  InventoryReply<ImageInventory> inventory(String uuid, Transaction transaction) {
    return new InventoryReply<>(
        queries.byUuid(transaction.sql(), ImageInventory.class, uuid).orElseThrow());
  }
}
