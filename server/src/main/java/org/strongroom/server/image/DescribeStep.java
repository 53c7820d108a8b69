package org.strongroom.server.image;

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
        byte[] manifest =
            ImageManifest.of(image, added.bytes(), target.place(), target.storage().uuid()).bytes();
        write(target, job.uuid(), manifest);
        added.described(target.storage().uuid(), manifest.length);
      }
    } catch (IOException e) {
      throw AddImageRules.failed(name(), request, e);
    }
  }

  static void write(CopyTarget target, String writeId, byte[] manifest) throws StorageException {
    target.driver().abandon(target.place().manifest(), writeId);
    try (AtomicWrite write = target.create(target.place().manifest(), writeId, manifest.length)) {
      write.write(manifest, 0, manifest.length);
      write.commit();
    }
  }
}
