package org.strongroom.api.backupstorage;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Adds a directory or network mount of the management server as a backup storage. */
@Operation(
    summary = "Adds a directory or network mount of the management server as a backup storage.",
    method = HttpMethod.POST,
    path = "/backup-storage/filesystem",
    since = "1.0",
    command = "backup-storage add-file-system")
public record AddFileSystemBackupStorage(
    @Parameter(value = "what to call it", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value = "absolute path of the directory on the management server",
            required = true,
            maxLength = 2048)
        String url,
    @Parameter(
            value = "bring back the images that an earlier storage left under the url",
            defaultValue = "false")
        boolean importImages,
    @Parameter(
            value =
                "take the directory although it belongs to a storage of another Strongroom server"
                    + " that has not forgotten it",
            defaultValue = "false",
            since = "1.0")
        boolean takeOver,
    @Parameter(value = Parameter.WITHOUT_EFFECT, maxLength = 255) @Nullable String type,
    NewResource resource)
    implements Request<InventoryReply<BackupStorageInventory>> {}
