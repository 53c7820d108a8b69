package org.strongroom.e2e.bed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.strongroom.cli.shell.ShellWords;
import org.strongroom.e2e.material.Programs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line tool as users run it, with a home of its own. What is typed without help of a
 * shell runs in this process, because a virtual machine for each of hundreds of commands would take
 * a second of a processor; the rest is typed into a shell and runs in a process of its own.
 */
public final class Cli {
  private static final String LAUNCHER =
      """
      #!/bin/sh
      # whoever runs the tests in the background has them ignore what a terminal sends
      exec env --default-signal=INT,HUP,QUIT '%s' --enable-native-access=ALL-UNNAMED \\
        -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %s org.strongroom.cli.Main "$@"
      """;

  private static final Pattern FOR_A_SHELL = Pattern.compile("[|;&<>$`\\\\*()\n]");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final LinkedClasses CLASSES = new LinkedClasses("strongroom-cli", Cli::train);

  private final Path home;
  private final URI server;

  /**
   * A tool that talks to a server.
   *
   * @param home made if missing; sessions and history are kept below
   */
  public Cli(Path home, URI server) {
    this.home = home;
    this.server = server;
    try {
      Path bin = Files.createDirectories(home.resolve("bin"));
      Path launcher =
          Files.writeString(
              bin.resolve("strongroom"),
              LAUNCHER.formatted(JAVA, "'" + String.join("' '", CLASSES.arguments()) + "'"));
      Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A call goes through HTTP, JSON and the declarations. */
  private static void train(List<String> options, Path directory)
      throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "{\"inventories\":[{\"uuid\":\"none\",\"name\":\"a\"}]}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      call(options, directory, "http://127.0.0.1:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private static void call(List<String> options, Path directory, String url)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("org.strongroom.cli.Main", "zone", "list", "name=a", "-o", "json"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.environment().putAll(Map.of("STRONGROOM_URL", url, "STRONGROOM_SESSION", "none"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      process.waitFor(120, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Where the tool keeps its sessions and its history. */
  public Path configuration() {
    return home.resolve("strongroom");
  }

  /** Runs {@code strongroom} with what a user types behind it. */
  public Result line(String line) {
    return line(line, "", Map.of());
  }

  /** The same with something on standard input and more in the environment. */
  public Result line(String line, String input, Map<String, String> environment) {
    return FOR_A_SHELL.matcher(line).find()
        ? process(line, input, environment)
        : CliCall.run(ShellWords.split(line).texts(), input, variables(environment));
  }

  /** The same, surely in a process of its own. */
  public Result process(String line, String input, Map<String, String> environment) {
    Programs.Ended ended = Programs.run(builder(environment, "strongroom " + line), input);
    return new Result(ended.code(), ended.out(), ended.err());
  }

  /** Runs it on a plain terminal, where this is typed; what the terminal shows is its output. */
  public Result terminal(String line, String typed) {
    Programs.Ended ended = Programs.run(onTerminal("dumb", line), typed);
    return new Result(ended.code(), ended.out(), ended.err());
  }

  /** Starts it on a terminal that can be typed at, step by step. */
  public TypedTerminal typing(String line) {
    return new TypedTerminal(onTerminal("xterm", line));
  }

  /** Starts it without a terminal; the process is the tool itself. */
  public Process start(String line) throws IOException {
    return builder(Map.of(), "exec strongroom " + line)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private ProcessBuilder onTerminal(String type, String line) {
    return builder(
        Map.of("TERM", type),
        "script -qefc 'stty cols 200 rows 50; strongroom " + line + "' /dev/null");
  }

  private ProcessBuilder builder(Map<String, String> environment, String command) {
    ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", command));
    builder.directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables(environment));
    return builder;
  }

  private Map<String, String> variables(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.keySet().removeIf(name -> name.startsWith("STRONGROOM_"));
    variables.put("STRONGROOM_URL", server.toString());
    variables.put("XDG_CONFIG_HOME", home.toString());
    variables.put("HOME", home.toString());
    variables.put("PATH", home.resolve("bin") + ":" + variables.get("PATH"));
    variables.putAll(environment);
    return variables;
  }

  /**
   * How a command ended.
   *
   * @param code what the process ended with
   */
  public record Result(int code, String out, String err) {
    /** The reply of a command that has to end well. */
    public JsonNode ok() {
      assertThat(code).as(out + err).isZero();
      return JsonMapper.shared().readTree(out);
    }
  }
}
