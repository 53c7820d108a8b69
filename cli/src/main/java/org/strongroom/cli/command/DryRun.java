package org.strongroom.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.GetDeletionPreview;
import org.strongroom.api.image.DeleteImage;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Api;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call would do, without doing it. An operation that can try by itself does so at the
 * server; of any other it is shown what would be sent, and of a deletion what would go.
 */
final class DryRun {
  private static final String PARAMETER = "dryRun";

  private final Api api;

  DryRun(Api api) {
    this.api = api;
  }

  /** With the server's own dry run, if the operation has one. */
  static Call atServer(Call call) {
    if (call.operation().parameters().stream().noneMatch(p -> p.name().equals(PARAMETER))) {
      return call;
    }
    Map<String, Object> values = new LinkedHashMap<>(call.values());
    values.put(PARAMETER, true);
    return new Call(call.operation(), values, call.timeout());
  }

  /** Whether the server itself is asked to try only. */
  static boolean isAtServer(Call call) {
    return Boolean.TRUE.equals(call.values().get(PARAMETER));
  }

  /** The request that would be sent; its secrets are left out. */
  ObjectNode shown(Call call) throws InterruptedException {
    ObjectNode shown = api.request(call);
    Class<?> operation = call.operation().type();
    if (operation == DeleteBackupStorage.class || operation == DeleteImage.class) {
      OperationModel preview = Operations.of(GetDeletionPreview.class);
      Map<String, Object> what = Map.of("uuid", String.valueOf(call.values().get("uuid")));
      shown.set("preview", api.call(new Call(preview, what, Optional.empty())));
    }
    return shown;
  }
}
