package org.strongroom.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.output.PlainText;
import tools.jackson.databind.JsonNode;

/** The backup storages that take images now, as far as the session may see them. */
final class UsableStorages {
  private static final int MOST = 20;

  private final Api api;

  UsableStorages(Api api) {
    this.api = api;
  }

  /** Those that are Enabled, so not in maintenance, and Connected; a few more than are shown. */
  List<JsonNode> find() throws InterruptedException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("q", List.of("state=Enabled", "status=Connected"));
    values.put("limit", (long) MOST + 1);
    Call query = new Call(Operations.of(QueryBackupStorage.class), values, Optional.empty());
    return api.call(query).path("inventories").valueStream().toList();
  }

  /** Their names in quotes. */
  static String names(List<JsonNode> storages) {
    return storages.stream()
            .limit(MOST)
            .map(row -> "'" + PlainText.of(row.path("name").asString("")) + "'")
            .collect(Collectors.joining(", "))
        + (storages.size() > MOST ? " and more" : "");
  }
}
