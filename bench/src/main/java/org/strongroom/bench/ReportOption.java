package org.strongroom.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the figures go beside the terminal. */
final class ReportOption {
  @Option(
      names = "--report",
      description = "a document whose section is rewritten, such as docs/benchmarks.md")
  private @Nullable Path file;

  /** Writes the section of a benchmark down, with the machine it ran on and the command. */
  void write(String section, String command, String figures) throws IOException {
    if (file != null) {
      new Report(file)
          .write(
              section,
              "%s Command: `bench/run %s`.\n\n%s"
                  .formatted(Machine.description(), command, figures));
    }
  }
}
