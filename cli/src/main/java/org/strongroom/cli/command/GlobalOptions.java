package org.strongroom.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.ServerAddress;
import org.strongroom.cli.output.OutputFormat;
import org.strongroom.cli.session.Context;
import org.strongroom.cli.session.Contexts;
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
      description = "address of the server; else that of --context, else STRONGROOM_URL")
  private @Nullable String url;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "the context to work in; else STRONGROOM_CONTEXT, else the one in use, else "
              + USUAL_ADDRESS)
  private @Nullable String context;

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
    context = outer.context;
    output = outer.output;
    timeout = outer.timeout;
    bytes = outer.bytes;
    noWait = outer.noWait;
    yes = outer.yes;
    caCert = outer.caCert;
  }

  /**
   * The server meant: what was said on the command line goes before the environment, that before
   * the context in use.
   *
   * @throws UsageException if there is no such context, or the address is none
   */
  Target target(Surroundings surroundings) {
    Optional<String> address = address(surroundings);
    Optional<Context> named = address.isPresent() ? Optional.empty() : contextNamed(surroundings);
    ServerAddress parsed =
        ServerAddress.parse(address.or(() -> named.map(Context::url)).orElse(USUAL_ADDRESS));
    return new Target(
        parsed,
        named,
        Optional.ofNullable(caCert)
            .or(() -> named.flatMap(Context::caCert).map(Path::of))
            .or(() -> surroundings.variable("STRONGROOM_CA_CERT").map(Path::of)));
  }

  private Optional<String> address(Surroundings surroundings) {
    return url()
        .or(() -> context == null ? surroundings.variable("STRONGROOM_URL") : Optional.empty());
  }

  private Optional<Context> contextNamed(Surroundings surroundings) {
    Contexts contexts = new Contexts(surroundings.configuration());
    return Optional.ofNullable(context)
        .or(() -> surroundings.variable("STRONGROOM_CONTEXT"))
        .or(contexts::current)
        .map(name ->
            contexts
                .find(name)
                .orElseThrow(() ->
                    new UsageException(
                        "there is no context '%s'%s"
                            .formatted(
                                name,
                                SimilarNames.hint(
                                    name, contexts.all().stream().map(Context::name).toList())))));
  }

  /** The address, if it was given on the command line. */
  Optional<String> url() {
    return Optional.ofNullable(url);
  }

  /** The file of certificates, if it was given on the command line. */
  Optional<Path> caCert() {
    return Optional.ofNullable(caCert);
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
