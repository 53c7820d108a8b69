package org.strongroom.server.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.image.VerifyImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.copying.CopyVerification;
import org.strongroom.server.image.record.CopySelection;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/**
 * VerifyImage: one copy after the other. What is found is kept with each at once; a copy that
 * cannot be reached does not keep the others from being looked at.
 */
final class VerifyImageJob implements JobDefinition<VerifyImage, InventoryReply<ImageInventory>> {
  private final Database database;
  private final ImageRows rows;
  private final ReadyStorages storages;
  private final CopyVerification verification;
  private final ImageService images;

  VerifyImageJob(
      Database database,
      ImageRows rows,
      ReadyStorages storages,
      CopyVerification verification,
      ImageService images) {
    this.database = database;
    this.rows = rows;
    this.storages = storages;
    this.verification = verification;
    this.images = images;
  }

  @Override
  public Class<VerifyImage> operation() {
    return VerifyImage.class;
  }

  @Override
  public Start accept(VerifyImage request, Call call, Transaction transaction) {
    rows.required(request.uuid(), call.caller(), transaction.sql());
    if (copies(request, rows.copies(request.uuid(), transaction.sql())).isEmpty()) {
      throw ApiException.refused(
          "the image %s has no copy to verify%s"
              .formatted(
                  request.uuid(),
                  request.backupStorageUuid() == null
                      ? ""
                      : " on backup storage " + request.backupStorageUuid()));
    }
    return new Start(request.uuid(), Map.of());
  }

  private static List<ImageCopy> copies(VerifyImage request, List<ImageCopy> all) {
    return CopySelection.named(
            all, Optional.ofNullable(request.backupStorageUuid()).stream().toList())
        .stream()
        .filter(copy -> !copy.is(ImageRows.DOWNLOADING))
        .toList();
  }

  @Override
  public List<Step<VerifyImage>> steps() {
    return List.of(Step.of("verify", this::verify));
  }

  private void verify(VerifyImage request, Job job) throws InterruptedException {
    List<String> obstacles = new ArrayList<>();
    for (ImageCopy copy : copies(request, database.read(sql -> rows.copies(request.uuid(), sql)))) {
      job.checkStopped();
      try {
        verify(copy, job);
      } catch (ApiException | IOException e) {
        job.checkStopped();
        obstacles.add("'%s': %s".formatted(copy.storageName(), e.getMessage()));
      }
    }
    if (!obstacles.isEmpty()) {
      throw ApiException.refused("not verified: " + String.join("; ", obstacles));
    }
  }

  private void verify(ImageCopy copy, Job job) throws IOException, InterruptedException {
    long size =
        database.read(sql -> rows.find(copy.imageUuid(), sql)).map(ImageRows::length).orElse(0L);
    ReadyStorages.Ready ready = storages.await(copy.storageUuid(), Purpose.INSPECT, job);
    verification.prove(
        copy, size, ready.driver(), job.call(), done -> job.progress().advance(done, size));
  }

  @Override
  public InventoryReply<ImageInventory> complete(
      VerifyImage request, Job job, Transaction transaction) {
    if (rows.find(request.uuid(), transaction.sql()).isEmpty()) {
      throw ApiException.notFound(ResourceType.IMAGE, request.uuid());
    }
    return images.inventory(request.uuid(), transaction);
  }

  @Override
  public void abandon(VerifyImage request, Job job, ApiError error, Transaction transaction) {
    // What was found is kept with the copies.
  }
}
