package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.query.Column;
import org.strongroom.server.query.Mapping;

final class ImageBackupMapping {
  private ImageBackupMapping() {}

  static Mapping<ImageBackupInventory> mapping() {
    return Tags.on(
            Mapping.of(ImageBackupInventory.class, IMAGE_BACKUP),
            ResourceType.IMAGE_BACKUP,
            IMAGE_BACKUP.UUID)
        .uuid("uuid", IMAGE_BACKUP.UUID)
        .text("name", IMAGE_BACKUP.NAME)
        .text("description", IMAGE_BACKUP.DESCRIPTION)
        .uuid("projectUuid", IMAGE_BACKUP.PROJECT_UUID)
        .text("status", IMAGE_BACKUP.STATUS)
        .text("failReason", IMAGE_BACKUP.FAIL_REASON)
        .uuid("imageUuid", IMAGE_BACKUP.IMAGE_UUID)
        .text("groupUuid", IMAGE_BACKUP.GROUP_UUID)
        .number("backupNodeId", ImageBackupMapping::node)
        .uuid("backupStorageUuid", IMAGE_BACKUP.STORAGE_UUID)
        .text("path", IMAGE_BACKUP.PATH)
        .number("size", IMAGE_BACKUP.SIZE)
        .number("diskSize", IMAGE_BACKUP.DISK_SIZE)
        .number("diskCount", IMAGE_BACKUP.DISK_COUNT)
        .text("sha256", IMAGE_BACKUP.SHA256)
        .text("architecture", IMAGE_BACKUP.ARCHITECTURE)
        .text("guestOsType", IMAGE_BACKUP.GUEST_OS_TYPE)
        .bool("discovered", IMAGE_BACKUP.DISCOVERED)
        .uuid("bucketUuid", IMAGE_BACKUP.BUCKET_UUID)
        .text("objectName", IMAGE_BACKUP.OBJECT_NAME)
        .uuid("taskUuid", IMAGE_BACKUP.TASK_UUID)
        .instant("createDate", IMAGE_BACKUP.CREATED)
        .instant("lastOpDate", IMAGE_BACKUP.UPDATED)
        .madeAt(IMAGE_BACKUP.CREATED)
        .key(IMAGE_BACKUP.UUID)
        .done();
  }

  private static Field<Long> node(Table<?> row) {
    return DSL.field(
        DSL.select(BACKUP_NODE.NUMBER)
            .from(BACKUP_NODE)
            .where(BACKUP_NODE.STORAGE_UUID.eq(Column.of(IMAGE_BACKUP.STORAGE_UUID, row))));
  }
}
