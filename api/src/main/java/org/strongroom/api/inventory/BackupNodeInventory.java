package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A backup node: a backup storage with a number, as the PowerVC face shows it. */
@Inventory(schema = "org.strongroom.backupnode.BackupNodeInventory")
public record BackupNodeInventory(
    @Field("uuid of the backup storage that it is") String uuid,
    @Field("its number") long id,
    @Field("the project that it belongs to") String projectUuid,
    @Field("its name") String displayName,
    @Field("IP address or DNS name") String accessIp,
    @Field("SSH port") int sshPort,
    @Field("SSH user") String userId,
    @Field("stands for the password, of which it tells nothing") String password,
    @Field("short host name, as the server tells it") String backupNodeId,
    @Field("MD5 fingerprint of the host key") @Nullable String uniqueId,
    @Field("name of the bucket that is used by default") @Nullable String cosDefault,
    @Field(
            value = "what the administrator wants",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field(
            value = "what the command channel says",
            choices = {"Connecting", "Connected", "Disconnected"})
        String status,
    @Field("why it is not Connected") @Nullable String statusReason,
    @Field(
            value = "how connecting failed last; none once it is Connected",
            choices = {
              "UNREACHABLE",
              "TIMED_OUT",
              "CREDENTIALS_REJECTED",
              "HOST_KEY_CHANGED",
              "NOT_FOUND",
              "EXISTS",
              "PERMISSION_DENIED",
              "NO_SPACE",
              "WRONG_TYPE",
              "FAILED"
            })
        @Nullable String statusReasonKind,
    @Field("size of the file system in bytes") long totalCapacity,
    @Field("bytes that can still be promised") long availableCapacity,
    @Field("bytes that the file system itself has free") long availablePhysicalCapacity,
    @Field("when registering it began") Instant createDate,
    @Field("when it was last updated") @Nullable Instant lastOpDate,
    @Field("when it was registered") Instant registeredDate) {}
