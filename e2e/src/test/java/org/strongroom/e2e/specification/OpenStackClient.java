package org.strongroom.e2e.specification;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.e2e.bed.Resources;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.bed.VolumeApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to the PowerVC face through Debian's python3-keystoneauth1, python3-openstacksdk and the
 * command {@code openstack}. One Python process serves all calls, so that its start is paid once.
 */
final class OpenStackClient implements VolumeApi, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final OpenStackCommand command;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private OpenStackClient(OpenStackCommand command) {
    this.command = command;
    try {
      this.process =
          command
              .program(
                  List.of("/usr/bin/python3", "-I", "-c", Resources.text("openstack/client.py")))
              .redirectError(Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.requests = process.outputWriter();
    this.answers = process.inputReader();
  }

  /** As user {@code admin} of project {@code admin}. */
  static OpenStackClient admin(ServerProcess server) {
    return new OpenStackClient(
        OpenStackCommand.of(server.url(), "admin", ServerProcess.PASSWORD, "admin"));
  }

  /** The command of the same user. */
  OpenStackCommand command() {
    return command;
  }

  /** One request of a keystoneauth session to the endpoint of volumev3. */
  @Override
  public VolumeAnswer call(String method, String path, String json) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("do", "request");
    call.put("method", method);
    call.put("path", path);
    if (!json.isEmpty()) {
      call.put("json", JSON.readTree(json));
    }
    return answer(ask(call));
  }

  /** {@code conn.block_storage.get(path)} of openstacksdk. */
  VolumeAnswer sdkGet(String path) {
    return answer(ask(Map.of("do", "sdk", "path", path)));
  }

  /** {@code url}, {@code min} and {@code max} of what keystoneauth discovers of volumev3. */
  JsonNode microversions() {
    return ask(Map.of("do", "microversions"));
  }

  /** The token that the session uses at present. */
  String token() {
    return ask(Map.of("do", "token")).get("token").asString();
  }

  /** One request that asks for a microversion. */
  VolumeAnswer callWithMicroversion(String method, String path, String microversion) {
    return answer(
        ask(Map.of("do", "request", "method", method, "path", path, "microversion", microversion)));
  }

  private static VolumeAnswer answer(JsonNode reply) {
    Map<String, String> headers = new LinkedHashMap<>();
    reply
        .get("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    return new VolumeAnswer(reply.get("status").asInt(), reply.get("body").asString(), headers);
  }

  private synchronized JsonNode ask(Map<String, ?> call) {
    try {
      requests.write(JSON.writeValueAsString(call));
      requests.newLine();
      requests.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the Python client ended");
      }
      JsonNode reply = JSON.readTree(line);
      if (reply.has("error")) {
        throw new IllegalStateException(reply.get("error").asString());
      }
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  @Override
  public String toString() {
    return "keystoneauth";
  }
}
