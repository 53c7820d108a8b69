package org.strongroom.api.backupstorage;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Changes the name or description of a backup storage. */
@Operation(
    summary = "Changes the name or description of a backup storage.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    messagePackage = "org.zstack.header.storage.backup",
    since = "0.7",
    command = "backup-storage update")
public record UpdateBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description)
    implements Request<InventoryReply<BackupStorageInventory>> {}
