package org.strongroom.cli.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;
import tools.jackson.databind.JsonNode;

/** The names at a server, for somebody who types one. */
public final class KnownNames {
  private static final long MOST = 200;

  /** What stands for other characters in patterns of queries; such names are looked for later. */
  private static final String PATTERN = "%_\\";

  private final Api api;

  /**
   * @param api asks for a short time only
   */
  public KnownNames(Api api) {
    this.api = api;
  }

  /** Names that begin like this; none of a server that cannot be asked now. */
  public List<String> of(List<Directory> directories, String prefix) {
    List<String> names = new ArrayList<>();
    try {
      for (Directory directory : directories) {
        for (JsonNode row : api.call(query(directory, prefix)).path("inventories")) {
          String name = row.path(directory.field()).asString("");
          if (!name.isEmpty() && name.startsWith(prefix)) {
            names.add(name);
          }
        }
      }
    } catch (CallFailedException e) {
      return names; // whoever presses Tab is not told why there is nothing
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return names.stream().distinct().sorted().toList();
  }

  private static Call query(Directory directory, String prefix) {
    Map<String, Object> values = new LinkedHashMap<>();
    boolean isPlain = prefix.chars().noneMatch(c -> PATTERN.indexOf(c) >= 0);
    if (!prefix.isEmpty() && isPlain) {
      values.put("q", List.of(directory.field() + "~=" + prefix + "%"));
    }
    values.put("fields", directory.field());
    values.put("limit", MOST);
    return new Call(directory.query(), values, Optional.empty());
  }
}
