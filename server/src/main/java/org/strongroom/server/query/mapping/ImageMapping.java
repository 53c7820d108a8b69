package org.strongroom.server.query.mapping;

import static java.util.Objects.requireNonNull;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class ImageMapping {
  private ImageMapping() {}

  static Mapping<ImageInventory> mapping(Mapping<ImageBackupStorageRefInventory> copies) {
    return Tags.on(Mapping.of(ImageInventory.class, IMAGE), ResourceType.IMAGE, IMAGE.UUID)
        .uuid("uuid", IMAGE.UUID)
        .text("name", IMAGE.NAME)
        .text("description", IMAGE.DESCRIPTION)
        .text("state", IMAGE.STATE)
        .text("status", IMAGE.STATUS)
        .number("size", IMAGE.SIZE)
        .number("actualSize", IMAGE.ACTUAL_SIZE)
        .text("md5Sum", IMAGE.MD5)
        .text("sha256", IMAGE.SHA256)
        .text("url", IMAGE.URL)
        .text("mediaType", IMAGE.MEDIA_TYPE)
        .text("guestOsType", IMAGE.GUEST_OS_TYPE)
        .constant("type", "zstack")
        .text("platform", IMAGE.PLATFORM)
        .text("architecture", IMAGE.ARCHITECTURE)
        .text("format", IMAGE.FORMAT)
        .bool("system", IMAGE.IS_SYSTEM)
        .bool("virtio", IMAGE.VIRTIO)
        .uuid("groupUuid", IMAGE.GROUP_UUID)
        .number("bootOrder", IMAGE.BOOT_ORDER)
        .instant("createDate", IMAGE.CREATED)
        .instant("lastOpDate", IMAGE.UPDATED)
        .list("backupStorageRefs", copies, IMAGE_COPY.IMAGE_UUID)
        .texts("systemTags", Tags.of(Tags.SYSTEM, ResourceType.IMAGE, IMAGE.UUID))
        .related(
            "backupStorage",
            Join.through(
                    IMAGE.UUID,
                    IMAGE_COPY.IMAGE_UUID,
                    IMAGE_COPY.BACKUP_STORAGE_UUID,
                    BACKUP_STORAGE.UUID)
                .countedByLinks())
        .related(
            "backupStorageRef", Join.direct(IMAGE.UUID, IMAGE_COPY.IMAGE_UUID).countedByLinks())
        .ownership((account, row) -> requireNonNull(row.field(IMAGE.ACCOUNT_UUID)).eq(account))
        .madeAt(IMAGE.CREATED)
        .key(IMAGE.UUID)
        .done();
  }
}
