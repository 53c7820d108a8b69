package org.strongroom.api.capacity;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Sums up the capacity of backup storages. */
@Operation(
    summary = "Sums up the capacity of backup storages.",
    method = HttpMethod.GET,
    path = "/backup-storage/capacities",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.storage.backup",
    command = "backup-storage capacity")
public record GetBackupStorageCapacity(
    @Parameter(
            value = "zones whose attached storages count; a storage counts once for each zone",
            resource = ResourceType.ZONE)
        List<String> zoneUuids,
    @Parameter(
            value = "storages that count; they win over zones",
            resource = ResourceType.BACKUP_STORAGE)
        List<String> backupStorageUuids,
    @Parameter(value = "all storages count", defaultValue = "false") boolean all)
    implements Request<GetBackupStorageCapacity.Reply> {
  /**
   * The sums, in bytes.
   *
   * @param totalCapacity of all that count; one without limit counts as 2^53 - 1 bytes
   * @param unlimited how many have no limit, as object stores without a quota
   * @param limitedTotalCapacity of those that have one
   * @param limitedAvailableCapacity of those that have one
   */
  public record Reply(
      long totalCapacity,
      long availableCapacity,
      long unlimited,
      long limitedTotalCapacity,
      long limitedAvailableCapacity,
      boolean success) {}
}
