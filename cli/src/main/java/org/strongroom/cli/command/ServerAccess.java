package org.strongroom.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.OperationModel;
import org.strongroom.api.account.LogInByAccount;
import org.strongroom.api.account.LogOut;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.call.CallParser;
import org.strongroom.cli.call.SecretSource;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.client.Job;
import org.strongroom.cli.client.Server;
import org.strongroom.cli.name.KnownNames;
import org.strongroom.cli.output.Layout;
import org.strongroom.cli.output.OutputFormat;
import org.strongroom.cli.output.ReplyWriter;
import org.strongroom.cli.progress.AttendedCalls;
import org.strongroom.cli.progress.ProgressBars;
import org.strongroom.cli.session.SessionFile;
import org.strongroom.cli.shell.NameSource;
import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server that a command works with, and the session kept for it. */
final class ServerAccess {
  /** Of whoever pressed Tab. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Surroundings surroundings;
  private final GlobalOptions options;
  private final Target target;
  private final SessionFile sessions;
  private final Server server;

  ServerAccess(Surroundings surroundings, GlobalOptions options) {
    this.surroundings = surroundings;
    this.options = options;
    target = options.target(surroundings);
    sessions = new SessionFile(surroundings.configuration());
    server = Server.at(target.address(), target.caCert());
  }

  /** Reads calls; those about a session mean the one in use. */
  CallParser parser() {
    return new CallParser(new SecretSource(surroundings), this::session);
  }

  Server server() {
    return server;
  }

  boolean isLoggedIn() {
    return session().isPresent();
  }

  Target target() {
    return target;
  }

  Api api() {
    return new Api(server, session(), options.timeout(), surroundings);
  }

  /** The names of resources, for somebody who types one and does not wait for long. */
  NameSource names() {
    return (directories, prefix) ->
        session().isEmpty()
            ? List.of()
            : new KnownNames(new Api(server, session(), Optional.of(PATIENCE), surroundings))
                .of(directories, prefix);
  }

  ProgressBars bars() {
    return new ProgressBars(surroundings);
  }

  AttendedCalls attended(Api api) {
    return new AttendedCalls(api, bars(), surroundings.err());
  }

  ReplyWriter writer() {
    return writer(List.of());
  }

  /**
   * Writes replies with their columns in this order.
   *
   * @param fields empty for the usual order
   */
  ReplyWriter writer(List<String> fields) {
    return new ReplyWriter(
        options.output().orElse(OutputFormat.JSON), layout(fields), surroundings);
  }

  Layout layout(List<String> fields) {
    return new Layout(fields, options.bytes(), server.timeZone(), surroundings.timeZone());
  }

  /** Writes a job that nobody waits for. */
  void write(Job job) {
    writer()
        .write(
            JsonMapper.shared()
                .createObjectNode()
                .put("jobUuid", job.uuid())
                .put("location", job.location()));
  }

  /**
   * Checks that there is a session, where one is needed.
   *
   * @throws CallFailedException that says how to log in
   */
  void requireSession(OperationModel operation) {
    if (operation.access() != Access.ANONYMOUS && session().isEmpty()) {
      throw CallFailedException.notLoggedIn(target.address());
    }
  }

  /** Keeps the session of a log-in, and forgets the one of a log-out. */
  void remember(Call call, JsonNode reply) {
    if (call.operation().type() == LogInByAccount.class) {
      sessions.keep(target.sessionKey(), reply.path("inventory").path("uuid").asString(""));
    } else if (call.operation().type() == LogOut.class
        && sessions
            .session(target.sessionKey())
            .equals(Optional.ofNullable(call.values().get("sessionUuid")))) {
      sessions.forget(target.sessionKey());
    }
  }

  private Optional<String> session() {
    return surroundings
        .variable("STRONGROOM_SESSION")
        .or(() -> sessions.session(target.sessionKey()));
  }
}
