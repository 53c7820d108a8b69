package org.strongroom.server.query.mapping;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.select;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class ImageBackupStorageRefMapping {
  private ImageBackupStorageRefMapping() {}

  static Mapping<ImageBackupStorageRefInventory> mapping() {
    return Mapping.of(ImageBackupStorageRefInventory.class, IMAGE_COPY)
        .uuid("imageUuid", IMAGE_COPY.IMAGE_UUID)
        .uuid("backupStorageUuid", IMAGE_COPY.BACKUP_STORAGE_UUID)
        .text("installPath", IMAGE_COPY.INSTALL_PATH)
        .text("status", IMAGE_COPY.STATUS)
        .text("sha256", IMAGE_COPY.SHA256)
        .seldomInstant("damagedDate", IMAGE_COPY.DAMAGED_AT)
        .text("damage", IMAGE_COPY.DAMAGE)
        .instant("lastVerified", IMAGE_COPY.LAST_VERIFIED)
        .text("exportMd5Sum", IMAGE_COPY.EXPORT_MD5)
        .text("exportUrl", IMAGE_COPY.EXPORT_URL)
        .instant("createDate", IMAGE_COPY.CREATED)
        .instant("lastOpDate", IMAGE_COPY.UPDATED)
        .related("image", Join.direct(IMAGE_COPY.IMAGE_UUID, IMAGE.UUID))
        .related("backupStorage", Join.direct(IMAGE_COPY.BACKUP_STORAGE_UUID, BACKUP_STORAGE.UUID))
        .ownership((account, row) ->
            requireNonNull(row.field(IMAGE_COPY.IMAGE_UUID))
                .in(select(IMAGE.UUID).from(IMAGE).where(IMAGE.ACCOUNT_UUID.eq(account))))
        .madeAt(IMAGE_COPY.CREATED)
        .key(IMAGE_COPY.IMAGE_UUID, IMAGE_COPY.BACKUP_STORAGE_UUID)
        .done();
  }
}
