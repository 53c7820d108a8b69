package org.strongroom.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.help.NounHelp;
import org.strongroom.cli.help.OperationHelp;
import org.strongroom.cli.help.VerbHelp;
import org.strongroom.cli.name.NamedResources;
import org.strongroom.cli.noun.Nouns;
import org.strongroom.cli.noun.SingleRow;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.question.DeletionQuestion;
import org.strongroom.cli.question.RescanQuestion;
import org.strongroom.cli.terminal.Surroundings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

/**
 * Calls an operation, by its name or as noun and verb; the commands that are no operations hang
 * below it.
 */
final class Tool implements Callable<Integer> {
  final Surroundings surroundings;

  final GlobalOptions options;
  private boolean dryRun;

  /** The noun of a readable command, if it is one. */
  Optional<String> noun = Optional.empty();

  /** And what is to be done with it; the words are those of its operation then. */
  Optional<Verb> verb = Optional.empty();

  final List<String> words = new ArrayList<>();

  final CommandSpec spec;

  /**
   * @param outer the options to begin with
   */
  Tool(Surroundings surroundings, GlobalOptions outer) {
    this.surroundings = surroundings;
    options = new GlobalOptions();
    options.inherit(outer);
    spec = ToolHelp.over(this);
    options.addTo(spec);
    spec.addOption(
        GlobalOptions.flag(() -> dryRun, value -> dryRun = value, "--dry-run")
            .description(
                "check the call and find what it names, and show what would be sent instead of sending it;"
                    + " where the server itself can try, it does")
            .build());
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .index("0..*")
            .hidden(true)
            .initialValue(words)
            .getter(GlobalOptions.getter(() -> words))
            .setter(GlobalOptions.setter(List.class, said -> say(said == null ? List.of() : said)))
            .build());
  }

  private void say(List<?> said) {
    List<String> given = said.stream().map(String.class::cast).toList();
    words.clear();
    words.addAll(given);
  }

  /** Whether nothing is to be changed. */
  boolean dryRun() {
    return dryRun;
  }

  /** Help for what the words name. */
  int help() {
    surroundings.out().println(helpText());
    return ExitCode.OK;
  }

  private String helpText() {
    return verb.map(VerbHelp::of)
        .or(() -> noun.map(NounHelp::of))
        .orElseGet(() -> OperationHelp.of(operation(words.getFirst())));
  }

  /**
   * The operation of this name.
   *
   * @throws UsageException that names similar operations, nouns and commands if there is none
   */
  OperationModel operation(String name) {
    return Operations.named(name)
        .orElseThrow(() -> {
          List<String> known = new ArrayList<>(Operations.names());
          known.addAll(Nouns.names());
          known.addAll(Commands.names());
          return new UsageException(
              "unknown operation or command '%s'%s"
                  .formatted(name, SimilarNames.hint(name, known)));
        });
  }

  @Override
  public Integer call() throws InterruptedException {
    if (words.isEmpty()) {
      spec.commandLine().usage(surroundings.err());
      return ExitCode.USAGE;
    }
    if (noun.isPresent() && verb.isEmpty()) {
      surroundings.err().println(helpText());
      return ExitCode.USAGE;
    }
    ServerAccess access = new ServerAccess(surroundings, options);
    Call call = parse(access);
    access.requireSession(call.operation());
    Api api = access.api();
    call = named(call, new NamedResources(api));
    if (dryRun) {
      call = DryRun.atServer(call);
      if (!DryRun.isAtServer(call)) {
        access.writer().write(new DryRun(api).shown(call));
        return ExitCode.OK;
      }
    }
    if (!new DeletionQuestion(surroundings, options.yes(), verb).isSettled(call, api)
        || !new RescanQuestion(surroundings, options.yes()).isSettled(call, access.attended(api))) {
      return ExitCode.USAGE;
    }
    if (options.noWait() && Api.isJob(call)) {
      access.write(api.start(call));
      return ExitCode.OK;
    }
    JsonNode reply = access.attended(api).run(call);
    access.remember(call, reply);
    access.writer(fields(call)).write(shown(call, reply));
    return ExitCode.OK;
  }

  /** With uuids in the place of names. */
  private Call named(Call call, NamedResources names) throws InterruptedException {
    return verb.isPresent() && verb.get().isShow()
        ? names.resolveShown(call, verb.get().noun())
        : names.resolve(call);
  }

  /** The options that every command takes, as they are typed. */
  List<String> optionNames() {
    return spec.options().stream().map(OptionSpec::longestName).toList();
  }

  private Call parse(ServerAccess access) {
    String name = operation(words.getFirst()).name();
    try {
      return access.parser().parse(name, words.subList(1, words.size()));
    } catch (UsageException e) {
      String message = String.valueOf(e.getMessage());
      throw verb.map(known -> new UsageException(known.reworded(message))).orElse(e);
    }
  }

  /** The fields that a query asks for, in this order. */
  private static List<String> fields(Call call) {
    return call.operation().queried().isPresent()
            && !Boolean.TRUE.equals(call.values().get("count"))
            && call.values().get("fields") instanceof String fields
        ? Stream.of(fields.split(",")).map(String::strip).filter(f -> !f.isEmpty()).toList()
        : List.of();
  }

  /** What was asked for of the reply: all of it, or its only row. */
  private JsonNode shown(Call call, JsonNode reply) {
    return verb.filter(Verb::isShow).map(show -> SingleRow.of(show, call, reply)).orElse(reply);
  }
}
