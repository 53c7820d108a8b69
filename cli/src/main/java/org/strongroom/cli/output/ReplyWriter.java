package org.strongroom.cli.output;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
  private static final List<String> NAMES =
      List.of("name", "displayName", "hostName", "tag", "uuid");

  private final OutputFormat format;
  private final Layout layout;
  private final Surroundings surroundings;

  /** In a format that has no layout of its own, such as JSON. */
  public ReplyWriter(OutputFormat format, Surroundings surroundings) {
    this(
        format,
        new Layout(List.of(), false, Optional.empty(), surroundings.timeZone()),
        surroundings);
  }

  public ReplyWriter(OutputFormat format, Layout layout, Surroundings surroundings) {
    this.format = format;
    this.layout = layout;
    this.surroundings = surroundings;
  }

  /** Writes a reply, without the map of class names that only libraries need. */
  public void write(JsonNode reply) {
    if (reply instanceof ObjectNode object) {
      object.remove("schema");
    }
    String text = text(reply);
    if (!text.isEmpty()) {
      surroundings.out().println(text);
    }
    surroundings.out().flush();
  }

  private String text(JsonNode reply) {
    return switch (format) {
      case JSON -> json(reply);
      case YAML -> yaml(reply);
      case TABLE -> new ReplyTable(surroundings.terminal().outputWidth(), layout).text(reply);
      case WIDE -> new ReplyTable(Optional.empty(), layout).text(reply);
      case CSV -> new ReplyTable(Optional.empty(), numbers()).csv(reply);
      case NAME -> names(reply);
    };
  }

  /** Spreadsheets reckon with bytes. */
  private Layout numbers() {
    return new Layout(layout.fields(), true, layout.serverZone(), layout.zone());
  }

  private static String names(JsonNode reply) {
    return ReplyTable.resources(reply).stream()
        .flatMap(row ->
            NAMES.stream()
                .map(name -> row.path(name).asString(""))
                .filter(name -> !name.isEmpty())
                .limit(1))
        .map(PlainText::of)
        .collect(Collectors.joining("\n"));
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
