package org.strongroom.server.image;

import static org.strongroom.server.catalog.ImageTable.IMAGE;

import java.io.IOException;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;

/** Writes the manifest beside each copy. */
final class DescribeStep implements Step<AddImage> {
  private final Database database;
  private final ImageRows rows;
  private final CopyTargets targets;

  DescribeStep(Database database, ImageRows rows, CopyTargets targets) {
    this.database = database;
    this.rows = rows;
    this.targets = targets;
  }

  @Override
  public String name() {
    return "describe";
  }

  @Override
  public void run(AddImage request, Job job) throws Exception {
    String uuid = job.resourceUuid();
    Record image =
        database
            .read(sql -> rows.find(uuid, sql))
            .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE, uuid));
    AddedImage added = new AddedImage(job);
    try {
      for (CopyTarget target : targets.ready(AddImageRules.storages(request), job)) {
        byte[] manifest = manifest(image, target, added).bytes();
        write(target, job.uuid(), manifest);
        added.described(target.storage().uuid(), manifest.length);
      }
    } catch (IOException e) {
      throw AddImageRules.failed(name(), request, e);
    }
  }

  private static void write(CopyTarget target, String writeId, byte[] manifest)
      throws StorageException {
    target.driver().abandon(target.place().manifest(), writeId);
    try (AtomicWrite write = target.create(target.place().manifest(), writeId, manifest.length)) {
      write.write(manifest, 0, manifest.length);
      write.commit();
    }
  }

  private static ImageManifest manifest(Record image, CopyTarget target, AddedImage added) {
    return new ImageManifest(
        ImageManifest.VERSION,
        image.get(IMAGE.UUID),
        image.get(IMAGE.NAME),
        image.get(IMAGE.DESCRIPTION),
        target.place().file().name(),
        added.format(),
        added.virtualSize(),
        added.length(),
        added.sha256(),
        image.get(IMAGE.MEDIA_TYPE),
        image.get(IMAGE.PLATFORM),
        image.get(IMAGE.GUEST_OS_TYPE),
        image.get(IMAGE.ARCHITECTURE),
        image.get(IMAGE.IS_SYSTEM),
        image.get(IMAGE.VIRTIO),
        image.get(IMAGE.URL),
        image.get(IMAGE.ACCOUNT_UUID),
        target.storage().uuid(),
        image.get(IMAGE.CREATED));
  }
}
