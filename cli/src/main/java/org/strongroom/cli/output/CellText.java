package org.strongroom.cli.output;

import java.util.Locale;
import java.util.stream.Collectors;
import org.strongroom.cli.call.Sizes;
import tools.jackson.databind.JsonNode;

/** A value as the text of a table's cell. */
public final class CellText {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private final Layout layout;

  CellText(Layout layout) {
    this.layout = layout;
  }

  String of(String field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isArray()) {
      return value.valueStream().map(item -> of(field, item)).collect(Collectors.joining(","));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(entry -> entry.getKey() + "=" + of(entry.getKey(), entry.getValue()))
          .collect(Collectors.joining(" "));
    }
    if (value.isIntegralNumber() && isBytes(field) && !layout.bytes()) {
      return bytes(value.asLong());
    }
    return PlainText.of(
        value.isString() ? LocalTime.shown(value.asString(), layout) : value.asString());
  }

  private static boolean isBytes(String field) {
    return Sizes.areIn(field);
  }

  /** An amount of bytes as people read it. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (Math.abs(amount) >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }
}
