package org.strongroom.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.ServerAddress;
import org.strongroom.cli.output.OutputFormat;
import org.strongroom.cli.terminal.Surroundings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its words. */
final class GlobalOptions {
  private static final String USUAL_ADDRESS = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "address of the server; else STRONGROOM_URL, else " + USUAL_ADDRESS)
  private @Nullable String url;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description =
          "how to write replies: json, yaml, table, wide, csv or name; json unless said otherwise")
  private @Nullable OutputFormat output;

  @Option(
      names = "--bytes",
      scope = ScopeType.INHERIT,
      description = "sizes in tables as numbers of bytes")
  private boolean bytes;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      scope = ScopeType.INHERIT,
      description = "how long the call may take; the operation's own time unless said otherwise")
  private @Nullable Long timeout;

  @Option(
      names = "--no-wait",
      scope = ScopeType.INHERIT,
      description = "print the job of a call instead of waiting for its end")
  private boolean noWait;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "PEM file of the certificates to trust instead of the system's; else STRONGROOM_CA_CERT")
  private @Nullable Path caCert;

  @Option(
      names = "--yes",
      scope = ScopeType.INHERIT,
      description = "do not ask before what cannot be taken back, for scripts")
  private boolean yes;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "show help for the tool, or for the operation or command named")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "show the version")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  /** The same as another set of options, as far as they were given. */
  void inherit(GlobalOptions outer) {
    url = outer.url;
    output = outer.output;
    timeout = outer.timeout;
    bytes = outer.bytes;
    noWait = outer.noWait;
    yes = outer.yes;
    caCert = outer.caCert;
  }

  ServerAddress address(Surroundings surroundings) {
    return ServerAddress.parse(
        Optional.ofNullable(url)
            .or(() -> surroundings.variable("STRONGROOM_URL"))
            .orElse(USUAL_ADDRESS));
  }

  Optional<Path> caCert(Surroundings surroundings) {
    return Optional.ofNullable(caCert)
        .or(() -> surroundings.variable("STRONGROOM_CA_CERT").map(Path::of));
  }

  /** The format, if it was asked for by name. */
  Optional<OutputFormat> output() {
    return Optional.ofNullable(output);
  }

  Optional<Duration> timeout() {
    if (timeout != null && timeout <= 0) {
      throw new UsageException("--timeout has to be seconds above 0");
    }
    return Optional.ofNullable(timeout).map(Duration::ofSeconds);
  }

  boolean bytes() {
    return bytes;
  }

  boolean noWait() {
    return noWait;
  }

  boolean yes() {
    return yes;
  }

  boolean help() {
    return help;
  }
}
