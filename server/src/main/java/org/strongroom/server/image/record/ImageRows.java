package org.strongroom.server.image.record;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.FormerLives;
import org.strongroom.server.catalog.Transaction;

/** The rows of images and their copies. */
public final class ImageRows {
  public static final String DOWNLOADING = "Downloading";
  public static final String READY = "Ready";
  public static final String DAMAGED = "Damaged";
  public static final String DELETED = "Deleted";

  private final InstantSource clock;

  public ImageRows(InstantSource clock) {
    this.clock = clock;
  }

  public long now() {
    return clock.millis();
  }

  /** Bytes of an image's file, its holes too. */
  public static long length(Record image) {
    return Optional.ofNullable(image.get(IMAGE.FILE_LENGTH)).orElse(image.get(IMAGE.ACTUAL_SIZE));
  }

  public Optional<Record> find(String imageUuid, DSLContext sql) {
    return Optional.ofNullable(
        sql.select(IMAGE.fields()).from(IMAGE).where(IMAGE.UUID.eq(imageUuid)).fetchOne());
  }

  /**
   * An image that the caller may use.
   *
   * @throws ApiException SYS.1003 if there is none, ID.1002 if it belongs to another account
   */
  public Record required(String imageUuid, Caller caller, DSLContext sql) {
    Record image =
        find(imageUuid, sql)
            .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE, imageUuid));
    checkOwner(image, caller);
    return image;
  }

  /**
   * An image that the caller sees: another's is as what is not there. For what no client of the
   * ZStack API knows, where {@link #required} tells whose an image is.
   *
   * @throws ApiException SYS.1003
   */
  public Record visible(String imageUuid, Caller caller, DSLContext sql) {
    return find(imageUuid, sql)
        .filter(image -> caller.mayUse(image.get(IMAGE.ACCOUNT_UUID)))
        .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE, imageUuid));
  }

  public static void checkOwner(Record image, Caller caller) {
    if (!caller.mayUse(image.get(IMAGE.ACCOUNT_UUID))) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "account '%s' may not use the image %s: it belongs to another account"
              .formatted(caller.accountName(), image.get(IMAGE.UUID)));
    }
  }

  /** All copies of an image, the oldest first. */
  public List<ImageCopy> copies(String imageUuid, DSLContext sql) {
    return sql.select(IMAGE_COPY.fields())
        .select(BACKUP_STORAGE.NAME, BACKUP_STORAGE.URL)
        .from(IMAGE_COPY)
        .join(BACKUP_STORAGE)
        .on(BACKUP_STORAGE.UUID.eq(IMAGE_COPY.BACKUP_STORAGE_UUID))
        .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
        .orderBy(IMAGE_COPY.CREATED, IMAGE_COPY.BACKUP_STORAGE_UUID)
        .fetch(ImageRows::copy);
  }

  /** The copy of an image on a storage. */
  public Optional<ImageCopy> copy(String imageUuid, String storageUuid, DSLContext sql) {
    return copies(imageUuid, sql).stream()
        .filter(copy -> copy.storageUuid().equals(storageUuid))
        .findFirst();
  }

  /** Copies on a storage, no more than so many. */
  public List<ImageCopy> copiesOn(String storageUuid, int atMost, DSLContext sql) {
    return sql.select(IMAGE_COPY.fields())
        .select(BACKUP_STORAGE.NAME, BACKUP_STORAGE.URL)
        .from(IMAGE_COPY)
        .join(BACKUP_STORAGE)
        .on(BACKUP_STORAGE.UUID.eq(IMAGE_COPY.BACKUP_STORAGE_UUID))
        .where(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .limit(atMost)
        .fetch(ImageRows::copy);
  }

  /** Those on a storage whose images come after this one by uuid, in that order. */
  public List<ImageCopy> copiesOn(String storageUuid, String after, int atMost, DSLContext sql) {
    return sql.select(IMAGE_COPY.fields())
        .select(BACKUP_STORAGE.NAME, BACKUP_STORAGE.URL)
        .from(IMAGE_COPY)
        .join(BACKUP_STORAGE)
        .on(BACKUP_STORAGE.UUID.eq(IMAGE_COPY.BACKUP_STORAGE_UUID))
        .where(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .and(IMAGE_COPY.IMAGE_UUID.gt(after))
        .orderBy(IMAGE_COPY.IMAGE_UUID)
        .limit(atMost)
        .fetch(ImageRows::copy);
  }

  /** Images with copies that were deleted before a moment, no more than so many. */
  public List<String> deletedBefore(long time, int atMost, DSLContext sql) {
    return sql.selectDistinct(IMAGE_COPY.IMAGE_UUID)
        .from(IMAGE_COPY)
        .where(IMAGE_COPY.DELETED.le(time))
        .and(IMAGE_COPY.STATUS.eq(DELETED))
        .limit(atMost)
        .fetch(IMAGE_COPY.IMAGE_UUID);
  }

  private static ImageCopy copy(Record row) {
    return new ImageCopy(
        row.get(IMAGE_COPY.IMAGE_UUID),
        row.get(IMAGE_COPY.BACKUP_STORAGE_UUID),
        row.get(BACKUP_STORAGE.NAME),
        row.get(BACKUP_STORAGE.URL),
        row.get(IMAGE_COPY.INSTALL_PATH),
        row.get(IMAGE_COPY.STATUS),
        row.get(IMAGE_COPY.SIZE),
        Optional.ofNullable(row.get(IMAGE_COPY.SHA256)),
        Optional.ofNullable(row.get(IMAGE_COPY.DELETED)),
        Optional.ofNullable(row.get(IMAGE_COPY.DAMAGE)),
        Optional.ofNullable(row.get(IMAGE_COPY.JOB_UUID)),
        row.get(IMAGE_COPY.REVISION));
  }

  /**
   * Holds images until the transaction ends, and so everybody off who would change their copies. To
   * be called before the copies are read: two deletions at once would each count on the other's.
   */
  public static void lock(Collection<String> imageUuids, Transaction transaction) {
    if (transaction.sql().family() == SQLDialect.POSTGRES) {
      for (String uuid : imageUuids.stream().distinct().sorted().toList()) {
        transaction
            .sql()
            .select(IMAGE.UUID)
            .from(IMAGE)
            .where(IMAGE.UUID.eq(uuid))
            .forUpdate()
            .fetch();
      }
    }
  }

  /** Puts copies into the trash; the image goes with the last of them. */
  public void delete(String imageUuid, Collection<String> storageUuids, Transaction transaction) {
    transaction
        .sql()
        .update(IMAGE_COPY)
        .set(IMAGE_COPY.STATUS, DELETED)
        .set(IMAGE_COPY.DELETED, now())
        .set(IMAGE_COPY.UPDATED, now())
        .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
        .and(IMAGE_COPY.BACKUP_STORAGE_UUID.in(storageUuids))
        .and(IMAGE_COPY.STATUS.in(READY, DAMAGED))
        .execute();
    followCopies(imageUuid, transaction);
  }

  /** Takes copies out of the trash, as good or as damaged as they went there. */
  public void recover(String imageUuid, Collection<String> storageUuids, Transaction transaction) {
    transaction
        .sql()
        .update(IMAGE_COPY)
        .set(IMAGE_COPY.STATUS, DSL.when(IMAGE_COPY.DAMAGED_AT.isNull(), READY).otherwise(DAMAGED))
        .setNull(IMAGE_COPY.DELETED)
        .set(IMAGE_COPY.UPDATED, now())
        .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
        .and(IMAGE_COPY.BACKUP_STORAGE_UUID.in(storageUuids))
        .and(IMAGE_COPY.STATUS.eq(DELETED))
        .execute();
    followCopies(imageUuid, transaction);
  }

  /** An image is Ready when one of its copies is, else Damaged when one is, else Deleted. */
  public void followCopies(String imageUuid, Transaction transaction) {
    List<String> copies =
        transaction
            .sql()
            .selectDistinct(IMAGE_COPY.STATUS)
            .from(IMAGE_COPY)
            .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
            .fetch(IMAGE_COPY.STATUS);
    String status = copies.contains(READY) ? READY : copies.contains(DAMAGED) ? DAMAGED : DELETED;
    transaction
        .sql()
        .update(IMAGE)
        .set(IMAGE.STATUS, status)
        .set(IMAGE.UPDATED, now())
        .where(IMAGE.UUID.eq(imageUuid))
        .and(IMAGE.STATUS.in(READY, DAMAGED, DELETED))
        .execute();
  }

  /**
   * Removes the row of a copy.
   *
   * @return whether it was there
   */
  public boolean remove(ImageCopy copy, Transaction transaction) {
    return transaction
            .sql()
            .deleteFrom(IMAGE_COPY)
            .where(IMAGE_COPY.IMAGE_UUID.eq(copy.imageUuid()))
            .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(copy.storageUuid()))
            .execute()
        > 0;
  }

  public boolean remove(String imageUuid, Transaction transaction) {
    boolean removed =
        transaction.sql().deleteFrom(IMAGE).where(IMAGE.UUID.eq(imageUuid)).execute() > 0;
    if (removed) {
      FormerLives.ended(imageUuid, transaction);
    }
    return removed;
  }
}
