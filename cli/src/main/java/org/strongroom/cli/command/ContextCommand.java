package org.strongroom.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.ServerAddress;
import org.strongroom.cli.output.Layout;
import org.strongroom.cli.output.OutputFormat;
import org.strongroom.cli.output.ReplyWriter;
import org.strongroom.cli.session.Context;
import org.strongroom.cli.session.Contexts;
import org.strongroom.cli.session.SessionFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps servers under names, each with a session of its own. */
@Command(
    name = "context",
    customSynopsis = {
      "strongroom context add NAME URL [--ca-cert FILE]",
      "       strongroom context use|remove NAME",
      "       strongroom context list"
    },
    description = {
      "Keeps servers under names, each with a session of its own, and chooses the one to work"
          + " with.",
      "Nothing is sent to a server."
    })
final class ContextCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  @ParentCommand Tool tool;

  @Parameters(index = "0", paramLabel = "ACTION", description = "add, use, list or remove")
  String action = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "of the context")
  String name = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "URL",
      description = "of the server, for add; --url does as well")
  String address = "";

  ContextCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    if (!address.isEmpty() && !action.equals("add")) {
      throw new UsageException("context %s takes no url".formatted(action));
    }
    switch (action) {
      case "add" -> add();
      case "use" -> contexts().use(existing().name());
      case "remove" -> remove();
      case "list" -> list();
      default ->
          throw new UsageException(
              "context has no '%s'; it has add, use, list and remove".formatted(action));
    }
    return ExitCode.OK;
  }

  private void add() {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "the name of a context has up to 64 letters, digits, '.', '_' and '-'");
    }
    if (contexts().find(name).isPresent()) {
      throw new UsageException("there is a context '%s' already; remove it first".formatted(name));
    }
    String url =
        Optional.of(address)
            .filter(given -> !given.isEmpty())
            .or(tool.options::url)
            .orElseThrow(() ->
                new UsageException(
                    "context add needs the server's address, such as"
                        + " 'strongroom context add %s https://strongroom.example.com'"
                            .formatted(name)));
    Optional<String> caCert = tool.options.caCert().map(Path::toAbsolutePath).map(Path::toString);
    contexts().add(new Context(name, ServerAddress.parse(url).root(), caCert));
  }

  private void remove() {
    Context removed = existing();
    new SessionFile(tool.surroundings.configuration()).forget(removed.sessionKey(removed.url()));
    contexts().remove(removed.name());
  }

  private void list() {
    Optional<String> current = contexts().current();
    SessionFile sessions = new SessionFile(tool.surroundings.configuration());
    ObjectNode reply = JsonMapper.shared().createObjectNode();
    ArrayNode rows = reply.putArray("inventories");
    for (Context context : contexts().all()) {
      ObjectNode row = rows.addObject().put("name", context.name()).put("url", context.url());
      context.caCert().ifPresent(path -> row.put("caCert", path));
      row.put("current", current.filter(context.name()::equals).isPresent());
      row.put("loggedIn", sessions.session(context.sessionKey(context.url())).isPresent());
    }
    Layout layout =
        new Layout(java.util.List.of(), false, Optional.empty(), tool.surroundings.timeZone());
    new ReplyWriter(tool.options.output().orElse(OutputFormat.JSON), layout, tool.surroundings)
        .write(reply);
  }

  private Context existing() {
    return contexts()
        .find(name)
        .orElseThrow(() ->
            new UsageException(
                "there is no context '%s'%s"
                    .formatted(
                        name,
                        SimilarNames.hint(
                            name, contexts().all().stream().map(Context::name).toList()))));
  }

  private Contexts contexts() {
    return new Contexts(tool.surroundings.configuration());
  }
}
