package org.strongroom.server.image.manifest;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.io.IOException;
import java.util.Optional;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.ArrivedImage;
import org.strongroom.server.image.arrival.CopyTargets;
import org.strongroom.server.image.record.ImageLabels;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;

/** Writes the manifest beside each copy. */
public final class DescribeStep implements Step<AddImage> {
  private final Database database;
  private final ImageRows rows;
  private final CopyTargets targets;

  public DescribeStep(Database database, ImageRows rows, CopyTargets targets) {
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
    Described image = described(uuid, database, rows);
    AddedImage added = new AddedImage(job);
    try {
      for (CopyTarget target : targets.ready(AddImageRules.storages(request), job)) {
        byte[] manifest =
            image
                .manifest(added.bytes(), new ImagePlace(target.file()), target.storage().uuid())
                .bytes();
        write(target, job.lease().writeId(), manifest);
        added.described(target.storage().uuid(), manifest.length);
      }
    } catch (IOException e) {
      throw AddImageRules.failed(name(), request, e);
    }
  }

  /** An image as the catalog has it at one moment. */
  public static Described described(String uuid, Database database, ImageRows rows) {
    return database.read(sql -> {
      Record image =
          rows.find(uuid, sql).orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE, uuid));
      return new Described(image, ImageLabels.read(uuid, image.get(IMAGE.ACCOUNT_UUID), sql));
    });
  }

  /** What a manifest tells, but for the bytes and their place. */
  public record Described(Record image, ImageLabels labels) {
    /** The bytes, of an image that is there already. */
    public ArrivedImage arrived() {
      return new ArrivedImage(
          ImageRows.length(image),
          image.get(IMAGE.SIZE),
          Optional.ofNullable(image.get(IMAGE.SHA256)).orElse(""),
          Optional.ofNullable(image.get(IMAGE.FORMAT)).orElse("raw"),
          null);
    }

    public ImageManifest manifest(ArrivedImage arrived, ImagePlace place, String storageUuid) {
      return ImageManifest.of(image, labels, arrived, place, storageUuid);
    }
  }

  public static void write(CopyTarget target, String writeId, byte[] manifest)
      throws StorageException {
    target.abandonEarlier(writeId);
    try (AtomicWrite write =
        target.create(new ImagePlace(target.file()).manifest(), writeId, manifest.length)) {
      write.write(manifest, 0, manifest.length);
      write.commit();
    }
  }
}
