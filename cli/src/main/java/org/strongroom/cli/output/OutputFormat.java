package org.strongroom.cli.output;

/** How replies are written. */
public enum OutputFormat {
  /** Indented JSON, as the server answers. */
  JSON,
  /** Columns for people. */
  TABLE,
  /** The same content as JSON, as YAML. */
  YAML
}
