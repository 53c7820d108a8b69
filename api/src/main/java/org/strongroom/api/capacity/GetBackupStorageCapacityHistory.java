package org.strongroom.api.capacity;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells how full a backup storage was, and when it will be full. */
@Operation(
    summary =
        "Tells how full a backup storage was: each hour for a month, each day for two years; and"
            + " when it will be full.",
    method = HttpMethod.GET,
    path = "/backup-storage/{uuid}/capacity-history",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "backup-storage capacity-history")
public record GetBackupStorageCapacityHistory(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(value = "days back from now", min = 1, max = 731, defaultValue = "30") int days)
    implements Request<GetBackupStorageCapacityHistory.Reply> {
  /**
   * What is known.
   *
   * @param samples by time; hours in which it was not Connected are missing
   */
  public record Reply(List<CapacitySample> samples, CapacityForecast forecast, boolean success) {}
}
