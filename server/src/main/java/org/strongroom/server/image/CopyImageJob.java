package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.Record;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.image.CopyImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.copying.CopiedImage;
import org.strongroom.server.image.copying.CopyRows;
import org.strongroom.server.image.copying.ImageCopying;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/** CopyImage: brings an image onto further storages, each of which fails for itself. */
final class CopyImageJob implements JobDefinition<CopyImage, InventoryReply<ImageInventory>> {
  private final ImageRows rows;
  private final StorageRules rules;
  private final CopyRows copyRows;
  private final ImageCopying copying;
  private final ImageService images;

  CopyImageJob(
      ImageRows rows,
      StorageRules rules,
      CopyRows copyRows,
      ImageCopying copying,
      ImageService images) {
    this.rows = rows;
    this.rules = rules;
    this.copyRows = copyRows;
    this.copying = copying;
    this.images = images;
  }

  @Override
  public Class<CopyImage> operation() {
    return CopyImage.class;
  }

  @Override
  public Start accept(CopyImage request, Call call, Transaction transaction) {
    String uuid = request.uuid();
    ImageRows.lock(List.of(uuid), transaction);
    Record image = rows.required(uuid, call.caller(), transaction.sql());
    AddImageRules.checkNotTooMany(call.caller(), transaction);
    List<String> wanted = request.backupStorageUuids().stream().distinct().sorted().toList();
    if (wanted.isEmpty()) {
      throw ApiException.invalid("backupStorageUuids names no backup storage");
    }
    checkUsable(image);
    ImagePlace place = goodPlace(uuid, transaction);
    Map<String, ImagePlace> places = new TreeMap<>();
    List<String> fresh = new ArrayList<>();
    for (String storageUuid : wanted) {
      StorageRow storage = rules.require(storageUuid, Purpose.TRANSFER, transaction);
      AddImageRules.checkMayWrite(storage, call.caller(), transaction);
      Optional<ImageCopy> there = rows.copy(uuid, storageUuid, transaction.sql());
      if (there.isPresent()) {
        checkReplaceable(there.get());
        CopyRows.claim(there.get(), call.jobUuid(), transaction);
      } else {
        AddImageRules.checkNothingRemains(storageUuid, place, transaction);
        copyRows.announce(uuid, storage, place, call.jobUuid(), transaction);
        fresh.add(storageUuid);
      }
      places.put(storageUuid, there.map(ImageCopy::place).orElse(place));
    }
    return new Start(uuid, CopiedImage.start(places, fresh));
  }

  private static void checkUsable(Record image) {
    if (!image.get(IMAGE.STATUS).equals(ImageRows.READY)) {
      throw ApiException.refused(
          "the image %s is %s, not Ready"
              .formatted(image.get(IMAGE.UUID), image.get(IMAGE.STATUS)));
    }
    if (!image.get(IMAGE.STATE).equals("Enabled")) {
      throw ApiException.refused(
          "the image %s is %s; ChangeImageState stateEvent=enable makes it usable again"
              .formatted(image.get(IMAGE.UUID), image.get(IMAGE.STATE)));
    }
  }

  /** Every copy lies at the same place of its storage. */
  private ImagePlace goodPlace(String uuid, Transaction transaction) {
    return rows.copies(uuid, transaction.sql()).stream()
        .filter(copy -> copy.is(ImageRows.READY))
        .findFirst()
        .map(ImageCopy::place)
        .orElseThrow(() -> ApiException.refused("no copy of the image %s is good".formatted(uuid)));
  }

  private static void checkReplaceable(ImageCopy copy) {
    CopyRows.checkFree(copy);
    if (copy.is(ImageRows.READY)) {
      throw ApiException.refused(
          "backup storage '%s' (%s) has a copy of the image %s already, which is Ready; VerifyImage finds out whether it is good"
              .formatted(copy.storageName(), copy.storageUuid(), copy.imageUuid()));
    }
    if (copy.is(ImageRows.DELETED)) {
      throw ApiException.refused(
          "backup storage '%s' (%s) has a deleted copy of the image %s; RecoverImage brings it back, ExpungeImage makes room for another"
              .formatted(copy.storageName(), copy.storageUuid(), copy.imageUuid()));
    }
  }

  @Override
  public List<Step<CopyImage>> steps() {
    return copying.steps();
  }

  @Override
  public InventoryReply<ImageInventory> complete(
      CopyImage request, Job job, Transaction transaction) {
    copying.complete(job, transaction);
    return images.inventory(request.uuid(), transaction);
  }

  @Override
  public void abandon(CopyImage request, Job job, ApiError error, Transaction transaction) {
    copying.abandon(job, transaction);
  }
}
