package org.strongroom.api.capacity;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells when backup storages will be full. */
@Operation(
    summary = "Tells when backup storages will be full if they go on as in the last 30 days.",
    method = HttpMethod.GET,
    path = "/backup-storage/forecasts",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "backup-storage forecast")
public record GetBackupStorageForecast(
    @Parameter(
            value = "the storages",
            required = true,
            resource = ResourceType.BACKUP_STORAGE,
            positional = true)
        List<String> backupStorageUuids)
    implements Request<GetBackupStorageForecast.Reply> {
  /**
   * What is foreseen.
   *
   * @param forecasts one for each storage, in the order of the request
   */
  public record Reply(List<CapacityForecast> forecasts, boolean success) {}
}
