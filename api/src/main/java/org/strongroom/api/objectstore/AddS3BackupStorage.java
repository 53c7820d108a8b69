package org.strongroom.api.objectstore;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Adds a bucket of an S3-compatible object store, or a part of one, as a backup storage. */
@Operation(
    summary =
        "Adds a bucket of an S3-compatible object store, or a part of one, as a backup storage.",
    method = HttpMethod.POST,
    path = "/backup-storage/s3",
    since = "1.0",
    command = "backup-storage add-s3")
public record AddS3BackupStorage(
    @Parameter(value = "what to call it", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "url of the object store", required = true, maxLength = 2048)
        String endpoint,
    @Parameter(value = "the bucket's name in the object store", required = true, maxLength = 255)
        String bucketName,
    @Parameter(
            value =
                "what the keys of its objects begin with, so that several storages can share a"
                    + " bucket",
            maxLength = 512)
        @Nullable String prefix,
    @Parameter(value = "region that requests are signed for", maxLength = 64)
        @Nullable String region,
    @Parameter(value = "access key", maxLength = 255) @Nullable String accessKey,
    @Parameter(value = "secret of the access key", maxLength = 1024, secret = true)
        @Nullable String secretKey,
    @Parameter(
            value = "IBM Cloud API key, in place of access key and secret",
            maxLength = 1024,
            secret = true)
        @Nullable String apiKey,
    @Parameter(value = "url where tokens are given for the API key", maxLength = 2048)
        @Nullable String authEndpoint,
    @Parameter(value = "CRN of the service instance", maxLength = 2048)
        @Nullable String resourceCrn,
    @Parameter(
            value = "storage class of new objects, such as STANDARD_IA; without it the bucket's",
            maxLength = 64)
        @Nullable String storageClass,
    @Parameter(
            value = "how the store encrypts new objects; without it as the bucket says",
            choices = {"AES256", "aws:kms"})
        @Nullable String encryption,
    @Parameter(value = "id of the key for aws:kms", maxLength = 2048)
        @Nullable String encryptionKeyId,
    @Parameter(
            value =
                "where the bucket is named: in the path, in the host name (virtual), or found out;"
                    + " without it auto",
            choices = {"auto", "path", "virtual"})
        @Nullable String addressing,
    @Parameter(
            value =
                "certificates in PEM form that are believed of this store, beside those that the"
                    + " server believes of all",
            maxLength = 65536)
        @Nullable String caCertificate,
    @Parameter(
            value =
                "lock of new files, in a bucket with object lock: who may end it early is somebody"
                    + " with a right of its own (GOVERNANCE), or nobody (COMPLIANCE)",
            choices = {"GOVERNANCE", "COMPLIANCE"})
        @Nullable String objectLockMode,
    @Parameter(value = "days that new files are locked", min = 1, max = 36500)
        @Nullable Integer objectLockDays,
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
