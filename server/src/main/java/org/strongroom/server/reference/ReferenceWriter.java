package org.strongroom.server.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the reference documents into the directory that the argument names. */
public final class ReferenceWriter {
  private ReferenceWriter() {}

  /** The documents, by file name. */
  public static Map<String, String> documents() {
    return Map.of(
        "reference.md", new OperationReference().text(),
        "configuration.md", new ConfigurationReference().text());
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments.length == 0 ? "docs" : arguments[0]);
    for (Map.Entry<String, String> document : documents().entrySet()) {
      Files.writeString(directory.resolve(document.getKey()), document.getValue());
    }
  }
}
