package org.strongroom.api.objectstore;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Adds a container of OpenStack Swift, or a part of one, as a backup storage. */
@Operation(
    summary = "Adds a container of OpenStack Swift, or a part of one, as a backup storage.",
    method = HttpMethod.POST,
    path = "/backup-storage/swift",
    since = "1.0",
    command = "backup-storage add-swift")
public record AddSwiftBackupStorage(
    @Parameter(value = "what to call it", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value =
                "url where tokens are given: of Keystone (https://keystone.example.com:5000/v3), or"
                    + " of TempAuth (https://swift.example.com/auth/v1.0)",
            required = true,
            maxLength = 2048)
        String authUrl,
    @Parameter(
            value = "user; for TempAuth account:user. Not needed with an application credential",
            maxLength = 255)
        @Nullable String username,
    @Parameter(value = "password of the user, or key for TempAuth", maxLength = 1024, secret = true)
        @Nullable String password,
    @Parameter(
            value = "id of an application credential of Keystone, in place of a user",
            maxLength = 255)
        @Nullable String applicationCredentialId,
    @Parameter(value = "secret of the application credential", maxLength = 1024, secret = true)
        @Nullable String applicationCredentialSecret,
    @Parameter(value = "domain of the user, by name or id; without it default", maxLength = 255)
        @Nullable String domainName,
    @Parameter(value = "project whose containers are used, by name or id", maxLength = 255)
        @Nullable String projectName,
    @Parameter(value = "domain of the project; without it the user's", maxLength = 255)
        @Nullable String projectDomainName,
    @Parameter(value = "region whose object store is used if there are several", maxLength = 255)
        @Nullable String region,
    @Parameter(
            value = "which address of the object store is used; without it public",
            choices = {"public", "internal", "admin"})
        @Nullable String endpointInterface,
    @Parameter(value = "the container", required = true, maxLength = 256) String container,
    @Parameter(
            value =
                "what the names of its objects begin with, so that several storages can share a"
                    + " container",
            maxLength = 512)
        @Nullable String prefix,
    @Parameter(value = "make the container if it is missing", defaultValue = "false")
        boolean createContainer,
    @Parameter(value = "storage policy of containers that are made", maxLength = 255)
        @Nullable String storagePolicy,
    @Parameter(
            value =
                "certificates in PEM form that are believed of this store, beside those that the"
                    + " server believes of all",
            maxLength = 65536)
        @Nullable String caCertificate,
    @Parameter(
            value =
                "bytes that the storage may hold; without it the quota that the store tells, or as"
                    + " good as unlimited (9007199254740991)",
            min = 1,
            max = 9007199254740991L)
        @Nullable Long totalCapacity,
    @Parameter(
            value = "bring back the images that an earlier storage left there",
            defaultValue = "false")
        boolean importImages,
    @Parameter(
            value =
                "take the place although it belongs to a storage of another Strongroom server that"
                    + " has not forgotten it",
            defaultValue = "false")
        boolean takeOver,
    @Parameter(value = Parameter.WITHOUT_EFFECT, maxLength = 255) @Nullable String type,
    NewResource resource)
    implements Request<InventoryReply<BackupStorageInventory>> {}
