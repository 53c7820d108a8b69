package org.strongroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All benchmarks, one after the other, as the document shows them. */
@Command(
    name = "all",
    description = "Runs all benchmarks and rewrites the document; about fifteen minutes.",
    mixinStandardHelpOptions = true)
final class AllBenches implements Callable<Integer> {
  @Option(names = "--report", description = "default ${DEFAULT-VALUE}")
  private String report = "docs/benchmarks.md";

  @Option(
      names = "--quick",
      description = "a minute or two, to see that everything works; figures mean nothing")
  private boolean quick;

  @Override
  public Integer call() {
    int failures = 0;
    failures += run(new TransferBench(), "--size=64", "--rounds=1");
    failures += run(new ImageBackupBench(), "--size=64", "--rounds=1");
    failures += run(new ObjectStoreBench(), "--size=64", "--rounds=1");
    failures += run(new RepositoryBench(), "--size=64");
    failures += run(new RequestBench(), "--seconds=0.3", "--warm-up=0.3", "--rows=1000,2000");
    failures += run(new PingBench(), "--storages=100", "--interval=5", "--victims=3");
    failures += run(new RegistrationBench(), "--nodes=10");
    failures += run(new IsolationBench(), "--seconds=0.5");
    failures +=
        run(new ConsoleBench(), "--rows=1000", "--seconds=0.2", "--streams=10", "--updates=50");
    return failures == 0 ? 0 : 1;
  }

  private int run(Object bench, String... forQuick) {
    List<String> arguments = new ArrayList<>(List.of("--report=" + report));
    if (quick) {
      arguments.addAll(List.of(forQuick));
    }
    return new CommandLine(bench).execute(arguments.toArray(String[]::new));
  }
}
