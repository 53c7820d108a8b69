package org.strongroom.server.backupstorage.upkeep;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.backupstorage.RescanBackupStorage.Finding;
import org.strongroom.api.backupstorage.RescanBackupStorage.Findings;
import tools.jackson.databind.json.JsonMapper;

/** What a look through a storage found: everything is counted, of each kind the first is kept. */
public final class RescanReport {
  private static final int MOST = 500;
  private static final int MOST_CHARACTERS = 255;
  private static final int REPLACEMENT = 0xfffd;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<Kind, Found> found = new EnumMap<>(Kind.class);

  /** The kinds of findings. */
  public enum Kind {
    /** The catalog has it now, or would have it. */
    ADOPTED,
    /** The catalog has it and the storage has not. */
    MISSING,
    /** Nobody knows it. */
    UNKNOWN,
    /** Broken work left it. */
    LEFTOVER
  }

  private static final class Found {
    private long count;
    private long bytes;
    private final List<Finding> first = new ArrayList<>();
  }

  public RescanReport() {
    for (Kind kind : Kind.values()) {
      found.put(kind, new Found());
    }
  }

  /** Adds a finding; its texts may come from whoever writes on the storage. */
  public synchronized void add(
      Kind kind,
      String path,
      @Nullable String resourceUuid,
      @Nullable String name,
      long bytes,
      @Nullable String reason) {
    Found here = of(kind);
    here.count++;
    here.bytes += bytes;
    if (here.first.size() < MOST) {
      here.first.add(new Finding(safe(path, 1024), resourceUuid, safe(name), bytes, safe(reason)));
    }
  }

  private Found of(Kind kind) {
    return java.util.Objects.requireNonNull(found.get(kind));
  }

  public synchronized Findings findings(Kind kind) {
    Found here = of(kind);
    return new Findings(here.count, here.bytes, List.copyOf(here.first));
  }

  private static @Nullable String safe(@Nullable String text) {
    return text == null ? null : safe(text, MOST_CHARACTERS);
  }

  private static String safe(String text, int most) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(most)
        .map(c ->
            Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE
                ? REPLACEMENT
                : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** For the job's memory. */
  public synchronized String json() {
    Map<Kind, Findings> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, findings(kind));
    }
    return JSON.writeValueAsString(all);
  }

  public static RescanReport parse(String json) {
    RescanReport report = new RescanReport();
    Map<String, Findings> all =
        JSON.readValue(json, new tools.jackson.core.type.TypeReference<Map<String, Findings>>() {});
    all.forEach((kind, findings) -> {
      Found here = report.of(Kind.valueOf(kind));
      here.count = findings.count();
      here.bytes = findings.bytes();
      here.first.addAll(findings.first());
    });
    return report;
  }
}
