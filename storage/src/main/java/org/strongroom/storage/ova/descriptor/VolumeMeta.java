package org.strongroom.storage.ova.descriptor;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PowerVC's second descriptor {@code NAME.meta}: plain lines {@code key = value}, of which {@code
 * os-type}, {@code architecture}, {@code volN-file} and {@code volN-type = boot|data} tell what a
 * sparse OVF leaves out. Lines of another form are left aside.
 */
public record VolumeMeta(Map<String, String> values, Map<String, Boolean> bootByFile) {
  public static final VolumeMeta NONE = new VolumeMeta(Map.of(), Map.of());

  private static final Pattern FILE_KEY = Pattern.compile("(vol\\d+)-file");

  public static VolumeMeta parse(byte[] text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(
            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            line.substring(equals + 1).strip());
      }
    }
    Map<String, Boolean> bootByFile = new HashMap<>();
    for (var entry : values.entrySet()) {
      Matcher key = FILE_KEY.matcher(entry.getKey());
      String type = key.matches() ? values.get(key.group(1) + "-type") : null;
      if (type != null) {
        bootByFile.put(entry.getValue(), type.equalsIgnoreCase("boot"));
      }
    }
    return new VolumeMeta(values, bootByFile);
  }

  public Optional<String> architecture() {
    return value("architecture");
  }

  public Optional<String> osType() {
    return value("os-type");
  }

  /** Whether the volume in this file is in the boot set, if the text says so. */
  public Optional<Boolean> boot(String file) {
    return Optional.ofNullable(bootByFile.get(file));
  }

  private Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }
}
