package org.strongroom.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench/run}: measures the running server beside something to compare it with. */
@Command(
    name = "bench/run",
    description = "Measures the running server beside something to compare it with.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TransferBench.class,
      ImageBackupBench.class,
      ObjectStoreBench.class,
      RepositoryBench.class,
      RequestBench.class,
      PingBench.class,
      RegistrationBench.class,
      IsolationBench.class,
      ConsoleBench.class,
      AllBenches.class
    })
final class Bench implements Runnable {
  private Bench() {}

  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "bench-logback.xml");
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
