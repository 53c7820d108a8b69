package org.strongroom.cli.output;

/** How replies are written. */
public enum OutputFormat {
  /** Indented JSON, as the server answers. */
  JSON,
  /** Columns for people. */
  TABLE,
  /** All columns, however broad they are. */
  WIDE,
  /** The same content as JSON, as YAML. */
  YAML,
  /** Rows for spreadsheets, as RFC 4180 has them. */
  CSV,
  /** A line for each resource: its name, or its uuid if it has none. */
  NAME;

  /** Whether an error is written in this form too, for scripts. */
  public boolean takesErrors() {
    return this == JSON || this == YAML;
  }
}
