package org.strongroom.api.image;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Computes a digest of an image where its bytes lie. */
@Operation(
    summary = "Computes a digest of an image where its bytes lie.",
    method = HttpMethod.PUT,
    path = "/images/{uuid}/actions",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    timeoutSeconds = 86400,
    command = "image hash")
public record CalculateImageHash(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE) String uuid,
    @Parameter(
            value = "the storage whose copy is hashed",
            required = true,
            resource = ResourceType.BACKUP_STORAGE)
        String backupStorageUuid,
    @Parameter(
            value =
                "the digest; SHA256 is the one that is kept, so it tells whether the copy is good",
            choices = {"MD5", "SHA1", "SHA256", "SHA512"},
            defaultValue = "MD5",
            commandDefault = "SHA256")
        String algorithm)
    implements Request<CalculateImageHash.Reply> {
  /** The digest in lower-case hexadecimal, with the image it is of. */
  public record Reply(ImageInventory inventory, String algorithm, String hash) {}
}
