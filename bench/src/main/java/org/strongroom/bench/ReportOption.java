package org.strongroom.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the figures go beside the terminal. */
final class ReportOption {
  @Option(
      names = "--report",
      description = "a document whose section is rewritten, such as docs/benchmarks.md")
  private @Nullable Path file;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** Writes the section of a benchmark down, with the machine it ran on and the command. */
  void write(String section, String figures) throws IOException {
    if (file != null) {
      new Report(file)
          .write(
              section,
              "%s Command: `bench/run %s`.\n\n%s"
                  .formatted(Machine.description(), asked(section), figures));
    }
  }

  /** The command without the place of the document. */
  private String asked(String section) {
    return requireNonNull(command).commandLine().getParseResult().originalArgs().stream()
        .filter(argument -> argument.startsWith("--") && !argument.startsWith("--report"))
        .reduce(section, (all, one) -> all + " " + one);
  }
}
