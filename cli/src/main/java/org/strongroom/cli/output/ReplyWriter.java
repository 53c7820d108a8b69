package org.strongroom.cli.output;

import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes replies and errors to standard output in the format asked for. */
public final class ReplyWriter {
  private final OutputFormat format;
  private final Surroundings surroundings;

  public ReplyWriter(OutputFormat format, Surroundings surroundings) {
    this.format = format;
    this.surroundings = surroundings;
  }

  /** Writes a reply, without the map of class names that only libraries need. */
  public void write(JsonNode reply) {
    if (reply instanceof ObjectNode object) {
      object.remove("schema");
    }
    surroundings.out().println(text(reply));
    surroundings.out().flush();
  }

  private String text(JsonNode reply) {
    return switch (format) {
      case JSON -> json(reply);
      case YAML -> yaml(reply);
      case TABLE -> new ReplyTable(surroundings.terminal().outputWidth()).text(reply);
    };
  }

  private static String json(JsonNode reply) {
    DefaultIndenter lines = new DefaultIndenter("    ", "\n");
    return JsonMapper.shared()
        .writer()
        .with(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
        .writeValueAsString(reply);
  }

  private static String yaml(JsonNode reply) {
    return YAMLMapper.builder()
        .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
        .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
        .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .build()
        .writeValueAsString(reply)
        .stripTrailing();
  }
}
