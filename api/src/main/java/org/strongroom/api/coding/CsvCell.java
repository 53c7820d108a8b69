package org.strongroom.api.coding;

import java.util.regex.Pattern;

/**
 * A cell of comma-separated values (RFC 4180) that no spreadsheet takes for a formula: whoever
 * names a resource does not run something on the machine of who lists it.
 */
public final class CsvCell {
  /** Where cells begin, in countries where they end with semicolons too. */
  private static final Pattern FORMULA = Pattern.compile("(^|[;\t\r\n] *)(?=[=+\\-@\t\r＝＋－＠])");

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private CsvCell() {}

  /** The cell as it stands in the file: an apostrophe goes before what would be a formula. */
  public static String of(String text) {
    String harmless =
        NUMBER.matcher(text).matches() ? text : FORMULA.matcher(text).replaceAll("$1'");
    return harmless.chars().anyMatch(c -> ",\"\n\r".indexOf(c) >= 0)
        ? '"' + harmless.replace("\"", "\"\"") + '"'
        : harmless;
  }
}
