package org.strongroom.cli.command;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.strongroom.api.OperationModel;
import org.strongroom.api.account.GetCallerIdentity;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.session.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells as whom calls are made, and at which server. */
@Command(
    name = "whoami",
    description = "Tells as whom calls are made, at which server, and in which context.")
final class WhoAmICommand implements Callable<Integer> {
  @ParentCommand Tool tool;

  WhoAmICommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerAccess access = new ServerAccess(tool.surroundings, tool.options);
    OperationModel operation =
        Operations.named(GetCallerIdentity.class.getSimpleName()).orElseThrow();
    access.requireSession(operation);
    JsonNode answer = access.api().call(new Call(operation, Map.of(), Optional.empty()));
    ObjectNode reply = JsonMapper.shared().createObjectNode();
    ObjectNode who = reply.putObject("inventory");
    answer
        .path("inventory")
        .properties()
        .forEach(field -> who.set(field.getKey(), field.getValue()));
    who.put("server", access.target().address().root());
    access.target().context().map(Context::name).ifPresent(name -> who.put("context", name));
    access.writer().write(reply);
    return ExitCode.OK;
  }
}
