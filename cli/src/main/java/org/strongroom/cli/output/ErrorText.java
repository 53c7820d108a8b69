package org.strongroom.cli.output;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An error of a call in words: code, description, details, and the causes inside. */
public final class ErrorText {
  private static final int DEEPEST = 20;

  private ErrorText() {}

  /** A line for the error and for each cause that says more, indented more the deeper it lies. */
  public static String of(JsonNode error) {
    List<String> lines = new ArrayList<>();
    add(lines, error, 0, "");
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, JsonNode error, int depth, String said) {
    if (!error.isObject() || depth > DEEPEST) {
      return;
    }
    String description = error.path("description").asString("");
    String details = error.path("details").asString("");
    String text = once(description, details);
    String indent = "  ".repeat(depth) + (depth == 0 ? "" : "cause: ");
    int next = depth;
    if (details.isEmpty() || !said.contains(details)) {
      lines.add(PlainText.of(indent + error.path("code").asString("") + " " + text));
      next++;
    }
    String heard = said + text;
    add(lines, error.path("cause"), next, heard);
    for (JsonNode cause : error.path("causes")) {
      add(lines, cause, next, heard);
    }
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
