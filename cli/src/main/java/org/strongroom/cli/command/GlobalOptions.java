package org.strongroom.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.ServerAddress;
import org.strongroom.cli.output.OutputFormat;
import org.strongroom.cli.session.Context;
import org.strongroom.cli.session.Contexts;
import org.strongroom.cli.terminal.Surroundings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its words. */
final class GlobalOptions {
  private static final String USUAL_ADDRESS = "http://127.0.0.1:8080";

  private @Nullable String url;
  private @Nullable String context;
  private @Nullable OutputFormat output;
  private boolean bytes;
  private @Nullable Long timeout;
  private boolean noWait;
  private @Nullable Path caCert;
  private boolean yes;
  private boolean help;

  /**
   * Has a command take these options, and its subcommands too. They are told one by one: to have
   * annotations read takes a fifth of the time of a short command.
   */
  void addTo(CommandSpec command) {
    add(
        command,
        of(String.class, () -> url, value -> url = value, "--url")
            .paramLabel("URL")
            .description("address of the server; else that of --context, else STRONGROOM_URL"));
    add(
        command,
        of(String.class, () -> context, value -> context = value, "--context")
            .paramLabel("NAME")
            .description(
                "the context to work in; else STRONGROOM_CONTEXT, else the one in use, else "
                    + USUAL_ADDRESS));
    add(
        command,
        of(OutputFormat.class, () -> output, value -> output = value, "-o", "--output")
            .paramLabel("FORMAT")
            .description(
                "how to write replies: json, yaml, table, wide, csv or name; json unless said otherwise"));
    add(
        command,
        flag(() -> bytes, value -> bytes = value, "--bytes")
            .description("sizes in tables as numbers of bytes"));
    add(
        command,
        of(Long.class, () -> timeout, value -> timeout = value, "--timeout")
            .paramLabel("SECONDS")
            .description(
                "how long the call may take; the operation's own time unless said otherwise"));
    add(
        command,
        flag(() -> noWait, value -> noWait = value, "--no-wait")
            .description("print the job of a call instead of waiting for its end"));
    add(
        command,
        of(Path.class, () -> caCert, value -> caCert = value, "--ca-cert")
            .paramLabel("FILE")
            .description(
                "PEM file of the certificates to trust instead of the system's; else STRONGROOM_CA_CERT"));
    add(
        command,
        flag(() -> yes, value -> yes = value, "--yes")
            .description("do not ask before what cannot be taken back, for scripts"));
    add(
        command,
        flag(() -> help, value -> help = value, "-h", "--help")
            .usageHelp(true)
            .description("show help for the tool, or for the operation or command named"));
    command.addOption(
        flag(() -> false, value -> {}, "-V", "--version")
            .versionHelp(true)
            .description("show the version")
            .build());
  }

  private static void add(CommandSpec command, OptionSpec.Builder option) {
    command.addOption(option.scopeType(ScopeType.INHERIT).build());
  }

  /** An option with a value. */
  static <T> OptionSpec.Builder of(
      Class<T> type, Supplier<@Nullable T> value, Consumer<@Nullable T> kept, String... names) {
    return OptionSpec.builder(names)
        .type(type)
        .arity("1")
        .initialValue(value.get())
        .getter(getter(value))
        .setter(setter(type, kept));
  }

  /** An option without a value. */
  static OptionSpec.Builder flag(Supplier<Boolean> value, Consumer<Boolean> kept, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .initialValue(value.get())
        .getter(getter(value))
        .setter(setter(Boolean.class, given -> kept.accept(Boolean.TRUE.equals(given))));
  }

  static IGetter getter(Supplier<?> value) {
    return new IGetter() {
      @Override
      @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli has it
      public <T> T get() {
        return (T) value.get();
      }
    };
  }

  static <V> ISetter setter(Class<V> type, Consumer<@Nullable V> kept) {
    return new ISetter() {
      @Override
      @SuppressWarnings("unchecked") // and what it replaces
      public <T> T set(T given) {
        kept.accept(type.cast(given));
        return given;
      }
    };
  }

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
