package org.strongroom.server.imagebackup.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.imagebackup.record.OvaSummary;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file on a node that looks like an OVA, as a discovery found it.
 *
 * @param summary what is in it; null if it is broken, or was not looked into because it is known
 * @param broken what is wrong with it
 */
record FoundOva(String path, long size, @Nullable OvaSummary summary, @Nullable String broken) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** All that a discovery found. */
  record Findings(List<FoundOva> files) {
    static Findings parse(String json) {
      return JSON.readValue(json, Findings.class);
    }

    String json() {
      return JSON.writeValueAsString(this);
    }
  }

  boolean isSound() {
    return broken == null;
  }
}
