package org.strongroom.e2e.specification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.strongroom.e2e.material.Programs;

/** What documents have people type that is no command of ours. */
public final class DocumentedLines {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private final Map<String, String> meant = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();

  /** Lines that stand apart and call one of these programs, README.md's first. */
  public static List<String> of(String... programs) {
    String called = "( {4}|)(\\$ )?(" + String.join("|", programs) + ") .*";
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .flatMap(DocumentedLines::joined)
          .filter(line -> line.matches(called))
          .map(line -> line.strip().replaceFirst("^\\$ ", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> joined(Path document) {
    try {
      return Files.readString(document).replaceAll("\\\\\n\\s+", "").lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands in a line for something that only the reader has. */
  public DocumentedLines meaning(String written, String thing) {
    meant.put(written, thing);
    return this;
  }

  /** A variable of the reader's shell. */
  public DocumentedLines variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Types a line into a shell; answers what it printed, whether it went well or not. */
  public String type(String line, Path directory) {
    String typed = line;
    for (Map.Entry<String, String> each : meant.entrySet()) {
      typed = typed.replace(each.getKey(), each.getValue());
    }
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", typed).directory(directory.toFile());
    shell.environment().putAll(variables);
    Programs.Ended ended = Programs.run(shell, "");
    if (ended.code() != 0) {
      throw new IllegalStateException(typed + " ended with " + ended);
    }
    return ended.out();
  }
}
