package org.strongroom.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All benchmarks, one after the other, as the document shows them. */
@Command(
    name = "all",
    description = "Runs all benchmarks and rewrites the document; about ten minutes.")
final class AllBenches implements Callable<Integer> {
  @Option(names = "--report", description = "default ${DEFAULT-VALUE}")
  private String report = "docs/benchmarks.md";

  @Override
  public Integer call() {
    int failures = 0;
    for (Object bench : List.of(new TransferBench(), new RequestBench(), new PingBench())) {
      failures += new CommandLine(bench).execute("--report", report) == 0 ? 0 : 1;
    }
    return failures;
  }
}
