package org.strongroom.server.image.manifest;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;

/**
 * A copy whose manifest does not tell what the catalog has.
 *
 * @param revision what the manifest has to tell
 */
record StaleCopy(String imageUuid, String storageUuid, ImagePlace place, long revision) {

  private static Condition stale() {
    // as the index says it
    return IMAGE_COPY.MANIFEST_WANTED.ne(IMAGE_COPY.MANIFEST_WRITTEN);
  }

  /** Usable storages that have some, no more than so many. */
  static List<String> storages(int atMost, DSLContext sql) {
    return sql.select(BACKUP_STORAGE.UUID)
        .from(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.STATUS.eq("Connected"))
        .and(BACKUP_STORAGE.STATE.eq("Enabled"))
        .and(
            BACKUP_STORAGE.UUID.in(
                org.jooq
                    .impl
                    .DSL
                    .select(IMAGE_COPY.BACKUP_STORAGE_UUID)
                    .from(IMAGE_COPY)
                    .where(stale())
                    .and(IMAGE_COPY.STATUS.ne(ImageRows.DOWNLOADING))))
        .limit(atMost)
        .fetch(BACKUP_STORAGE.UUID);
  }

  /** Those of a storage whose images come after this one, by uuid. */
  static List<StaleCopy> on(String storageUuid, String after, int atMost, DSLContext sql) {
    return sql.select(IMAGE_COPY.fields())
        .select(BACKUP_STORAGE.URL)
        .from(IMAGE_COPY)
        .join(BACKUP_STORAGE)
        .on(BACKUP_STORAGE.UUID.eq(IMAGE_COPY.BACKUP_STORAGE_UUID))
        .where(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .and(stale())
        .and(IMAGE_COPY.STATUS.ne(ImageRows.DOWNLOADING))
        .and(IMAGE_COPY.IMAGE_UUID.gt(after))
        .orderBy(IMAGE_COPY.IMAGE_UUID)
        .limit(atMost)
        .fetch(row ->
            new StaleCopy(
                row.get(IMAGE_COPY.IMAGE_UUID),
                storageUuid,
                ImagePlace.installed(row.get(BACKUP_STORAGE.URL), row.get(IMAGE_COPY.INSTALL_PATH)),
                row.get(IMAGE_COPY.MANIFEST_WANTED)));
  }
}
