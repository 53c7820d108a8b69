package org.strongroom.cli.output;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An error of a call in words: code, description, details, and the causes inside. */
public final class ErrorText {
  private static final int DEEPEST = 20;

  private ErrorText() {}

  /** A line for the error and for each cause, indented more the deeper it lies. */
  public static String of(JsonNode error) {
    List<String> lines = new ArrayList<>();
    add(lines, error, 0);
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, JsonNode error, int depth) {
    if (!error.isObject() || depth > DEEPEST) {
      return;
    }
    String description = error.path("description").asString("");
    String details = error.path("details").asString("");
    String text = once(description, details);
    String indent = "  ".repeat(depth) + (depth == 0 ? "" : "cause: ");
    lines.add(PlainText.of(indent + error.path("code").asString("") + " " + text));
    add(lines, error.path("cause"), depth + 1);
    error.path("causes").forEach(cause -> add(lines, cause, depth + 1));
  }

  /** What is said by both is said once. */
  private static String once(String description, String details) {
    if (details.isEmpty()) {
      return description;
    }
    String begins = description.strip().replaceFirst("[.:]$", "");
    return description.isEmpty() || details.regionMatches(true, 0, begins, 0, begins.length())
        ? details
        : description + ": " + details;
  }
}
