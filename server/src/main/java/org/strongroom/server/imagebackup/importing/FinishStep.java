package org.strongroom.server.imagebackup.importing;

import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.image.ImageMaking;
import org.strongroom.server.image.arrival.ArrivedImage;
import org.strongroom.server.image.arrival.NewImage;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;

/** Has the images hashed where they lie, and writes their manifests beside them. */
public final class FinishStep implements Step<ImportImageBackup> {
  private final ReadyStorages storages;
  private final ImageMaking images;

  public FinishStep(ReadyStorages storages, ImageMaking images) {
    this.storages = storages;
    this.images = images;
  }

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public void run(ImportImageBackup request, Job job) throws Exception {
    ImportPlan plan = ImportPlan.of(job);
    ReadyStorages.Ready target = storages.await(plan.storageUuid(), Purpose.GO_ON, job);
    for (int order = 0; order < plan.images().size(); order++) {
      NewImage image = plan.images().get(order);
      ArrivedImage arrived = ImportPlan.arrived(order, job).orElseThrow();
      images.verify(
          image,
          arrived,
          target,
          done -> {
            job.checkStopped();
            job.progress().advance(done, arrived.length());
          });
      ImportPlan.described(
          order, images.describe(image, arrived, target, job.lease().writeId()), job);
    }
  }
}
