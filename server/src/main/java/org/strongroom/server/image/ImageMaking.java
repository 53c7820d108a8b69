package org.strongroom.server.image;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.copy.Leftovers;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.arrival.ArrivedImage;
import org.strongroom.server.image.arrival.NewImage;
import org.strongroom.server.image.manifest.DescribeStep;
import org.strongroom.server.image.manifest.ImageManifest;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.image.record.ImageTags;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.inspection.ImageInspector;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.storage.transfer.TransferResult;

/**
 * Makes images of bytes that another service brings, in their usual place and with their manifest.
 * That service's job calls, in this order: {@link #insert}, {@link #bring}, {@link #describe},
 * {@link #ready}; or {@link #clear} and {@link #forget}.
 */
public final class ImageMaking {
  /** Room that an image's manifest may take beside it. */
  public static final long MANIFEST_BYTES = ImageManifest.USUAL_BYTES;

  private final Database database;
  private final ImageRows rows;
  private final ImageTransfer transfer;
  private final Reservations reservations;
  private final Leftovers leftovers;
  private final ImageTags tags;
  private final EventLog events;

  ImageMaking(
      Database database,
      ImageRows rows,
      ImageTransfer transfer,
      Reservations reservations,
      Leftovers leftovers,
      ImageTags tags,
      EventLog events) {
    this.database = database;
    this.rows = rows;
    this.transfer = transfer;
    this.reservations = reservations;
    this.leftovers = leftovers;
    this.tags = tags;
    this.events = events;
  }

  /** Writes the rows of an image that is Downloading, and of its copy. */
  public void insert(NewImage image, Transaction transaction) {
    StorageRow storage = StorageRows.require(image.storageUuid(), transaction.sql());
    long now = rows.now();
    ResourceUuids.take(ResourceType.IMAGE, image.uuid(), transaction);
    transaction
        .insertInto(IMAGE)
        .set(IMAGE.UUID, image.uuid())
        .set(IMAGE.NAME, image.name())
        .set(IMAGE.DESCRIPTION, image.description())
        .set(IMAGE.STATE, "Enabled")
        .set(IMAGE.STATUS, ImageRows.DOWNLOADING)
        .set(IMAGE.SIZE, 0L)
        .set(IMAGE.ACTUAL_SIZE, 0L)
        .set(IMAGE.URL, image.url())
        .set(IMAGE.MEDIA_TYPE, image.mediaType())
        .set(IMAGE.GUEST_OS_TYPE, image.guestOsType())
        .set(IMAGE.PLATFORM, image.platform())
        .set(IMAGE.ARCHITECTURE, image.architecture())
        .set(IMAGE.IS_SYSTEM, false)
        .set(IMAGE.VIRTIO, false)
        .set(IMAGE.ACCOUNT_UUID, image.accountUuid())
        .set(IMAGE.GROUP_UUID, image.groupUuid())
        .set(IMAGE.BOOT_ORDER, image.bootOrder())
        .set(IMAGE.CREATED, now)
        .set(IMAGE.UPDATED, now)
        .execute();
    transaction
        .insertInto(IMAGE_COPY)
        .set(IMAGE_COPY.IMAGE_UUID, image.uuid())
        .set(IMAGE_COPY.BACKUP_STORAGE_UUID, storage.uuid())
        .set(IMAGE_COPY.INSTALL_PATH, image.place().installPath(storage.url()))
        .set(IMAGE_COPY.STATUS, ImageRows.DOWNLOADING)
        .set(IMAGE_COPY.SIZE, 0L)
        .set(IMAGE_COPY.CREATED, now)
        .set(IMAGE_COPY.UPDATED, now)
        .execute();
  }

  /**
   * Streams the bytes of an image into their place, durably, and follows its tables there.
   *
   * @param declared the format that it is said to have
   * @throws org.strongroom.storage.format.ImageFormatException if it has another, or is not whole
   */
  public ArrivedImage bring(
      NewImage image,
      ReadyStorages.Ready target,
      ImageSource source,
      Optional<ImageFormat> declared,
      String writeId,
      TransferListener listener)
      throws IOException, InterruptedException {
    long length = source.length().orElse(-1);
    CopyTarget place = target(image, target);
    try (AtomicWrite write = place.create(place.file(), writeId, length)) {
      TransferResult result =
          transfer.stream(source, List.of(write), false, Declaration.of(declared), listener);
      ImageFormat found = result.inspection().format();
      if (declared.isPresent() && declared.get() != found) {
        throw new ImageFormatException(
            "its descriptor says that the disk is %s, but its header says %s"
                .formatted(declared.get().wireName(), found.wireName()));
      }
      write.commit();
      return new ArrivedImage(
          result.length(),
          virtualSize(place, found),
          result.sha256(),
          found.wireName(),
          result.kept());
    }
  }

  private static long virtualSize(CopyTarget place, ImageFormat format) throws IOException {
    try (ByteSource file = place.driver().open(place.file())) {
      return ImageInspector.inspect(file, format).virtualSize();
    }
  }

  private static CopyTarget target(NewImage image, ReadyStorages.Ready target) {
    return new CopyTarget(target.storage(), target.driver(), image.place().file());
  }

  /** Hashes the bytes where they lie. */
  public void verify(
      NewImage image, ArrivedImage arrived, ReadyStorages.Ready target, LongConsumer progress)
      throws IOException {
    target(image, target).verify(arrived.length(), arrived.sha256(), false, progress);
  }

  /**
   * Writes the manifest beside the bytes.
   *
   * @return how many bytes it has
   */
  public int describe(
      NewImage image, ArrivedImage arrived, ReadyStorages.Ready target, String writeId)
      throws StorageException {
    byte[] manifest =
        DescribeStep.described(image.uuid(), database, rows)
            .manifest(arrived, image.place(), target.storage().uuid())
            .bytes();
    DescribeStep.write(target(image, target), writeId, manifest);
    return manifest.length;
  }

  /**
   * Makes an image Ready that lies in its place, in the transaction that ends the job.
   *
   * @throws ApiException SYS.1006 if it was deleted meanwhile
   */
  public void ready(
      NewImage image, ArrivedImage arrived, int manifestBytes, Call call, Transaction transaction) {
    long now = rows.now();
    long accounted = arrived.length() + manifestBytes;
    int copies =
        transaction
            .sql()
            .update(IMAGE_COPY)
            .set(IMAGE_COPY.STATUS, ImageRows.READY)
            .set(IMAGE_COPY.SIZE, accounted)
            .set(IMAGE_COPY.SHA256, arrived.sha256())
            .set(IMAGE_COPY.LAST_VERIFIED, rows.now())
            .set(IMAGE_COPY.CHECKED, rows.now())
            .set(IMAGE_COPY.UPDATED, now)
            .where(IMAGE_COPY.IMAGE_UUID.eq(image.uuid()))
            .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(image.storageUuid()))
            .execute();
    if (copies == 0) {
      throw ApiException.refused("image '%s' was deleted meanwhile".formatted(image.name()));
    }
    reservations.use(image.storageUuid(), accounted, transaction);
    transaction
        .sql()
        .update(IMAGE)
        .set(IMAGE.STATUS, ImageRows.READY)
        .set(IMAGE.SIZE, arrived.size())
        .set(IMAGE.ACTUAL_SIZE, arrived.actualSize())
        .set(IMAGE.FILE_LENGTH, arrived.length())
        .set(IMAGE.SHA256, arrived.sha256())
        .set(IMAGE.FORMAT, arrived.format())
        .set(IMAGE.UPDATED, now)
        .where(IMAGE.UUID.eq(image.uuid()))
        .execute();
    events.write(
        EventLog.Event.created(ResourceType.IMAGE, image.uuid(), image.name()), call, transaction);
  }

  /** Removes what this run of a job and earlier ones have not finished. */
  public void abandonEarlier(NewImage image, ReadyStorages.Ready target, String writeId)
      throws StorageException {
    target(image, target).abandonEarlier(writeId);
  }

  /** Removes whatever lies in the image's place. */
  public void clear(NewImage image, ReadyStorages.Ready target) throws StorageException {
    target(image, target).clear();
  }

  /** Has the bytes of an image that could not be cleared removed later. */
  public void leaveToCollector(NewImage image, long mayRemain, Transaction transaction) {
    leftovers.leave(
        image.storageUuid(),
        image.place().directory(),
        mayRemain,
        "image could not be imported",
        transaction);
  }

  /** Takes back the rows of all images that a job was making from an image backup. */
  public void forget(String imageBackupUuid, Transaction transaction) {
    List<String> unfinished =
        transaction
            .sql()
            .select(IMAGE.UUID)
            .from(IMAGE)
            .where(IMAGE.URL.startsWith(NewImage.IMPORTED + imageBackupUuid + "/"))
            .and(IMAGE.STATUS.eq(ImageRows.DOWNLOADING))
            .fetch(IMAGE.UUID);
    for (String uuid : unfinished) {
      rows.remove(uuid, transaction);
      tags.deleteAll(uuid, transaction);
    }
  }
}
