package org.strongroom.server.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.image.RepairImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.copying.CopiedImage;
import org.strongroom.server.image.copying.CopyRows;
import org.strongroom.server.image.copying.ImageCopying;
import org.strongroom.server.image.record.CopySelection;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/**
 * RepairImage: brings a good copy over each damaged one. The copy stays Damaged until good bytes
 * are in their place, so a job that is cut off leaves it as it was, or better than anybody knows.
 */
final class RepairImageJob implements JobDefinition<RepairImage, InventoryReply<ImageInventory>> {
  private final ImageRows rows;
  private final StorageRules rules;
  private final ImageCopying copying;
  private final ImageService images;

  RepairImageJob(ImageRows rows, StorageRules rules, ImageCopying copying, ImageService images) {
    this.rows = rows;
    this.rules = rules;
    this.copying = copying;
    this.images = images;
  }

  @Override
  public Class<RepairImage> operation() {
    return RepairImage.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Start accept(RepairImage request, Call call, Transaction transaction) {
    String uuid = request.uuid();
    ImageRows.lock(List.of(uuid), transaction);
    rows.required(uuid, call.caller(), transaction.sql());
    List<ImageCopy> copies = rows.copies(uuid, transaction.sql());
    List<ImageCopy> damaged =
        CopySelection.named(
                copies, Optional.ofNullable(request.backupStorageUuid()).stream().toList())
            .stream()
            .filter(copy -> copy.is(ImageRows.DAMAGED))
            .toList();
    if (damaged.isEmpty()) {
      String where = request.backupStorageUuid();
      throw ApiException.refused(
          "no copy of the image %s%s is Damaged; VerifyImage finds out whether one is"
              .formatted(uuid, where == null ? "" : " on backup storage " + where));
    }
    damaged.stream()
        .map(ImageCopy::storageUuid)
        .sorted()
        .forEach(storage -> rules.require(storage, Purpose.TRANSFER, transaction));
    damaged.forEach(CopyRows::checkFree);
    if (copies.stream().noneMatch(copy -> copy.is(ImageRows.READY))) {
      throw ApiException.refused(
          "no copy of the image %s is good, so none can be brought back".formatted(uuid));
    }
    Map<String, ImagePlace> places = new TreeMap<>();
    for (ImageCopy copy : damaged) {
      if (!copy.isInItsPlace()) {
        throw ApiException.refused(
            "the catalog is damaged: %s is no place of the image; delete this copy and copy the image"
                .formatted(copy.installPath()));
      }
      CopyRows.claim(copy, call.jobUuid(), transaction);
      places.put(copy.storageUuid(), copy.place());
    }
    return new Start(uuid, CopiedImage.start(places, List.of()));
  }

  @Override
  public List<Step<RepairImage>> steps() {
    return copying.steps();
  }

  @Override
  public InventoryReply<ImageInventory> complete(
      RepairImage request, Job job, Transaction transaction) {
    copying.complete(job, transaction);
    return images.inventory(request.uuid(), transaction);
  }

  @Override
  public void abandon(RepairImage request, Job job, ApiError error, Transaction transaction) {
    copying.abandon(job, transaction);
  }
}
