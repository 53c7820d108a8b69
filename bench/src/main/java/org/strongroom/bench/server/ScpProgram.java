package org.strongroom.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.testing.OpenSshServer;

/** OpenSSH's {@code scp}, as one would copy an image by hand. */
public final class ScpProgram {
  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

  private final OpenSshServer server;
  private final Path key;

  public ScpProgram(OpenSshServer server, Path directory) throws IOException {
    this.server = server;
    this.key = Files.writeString(directory.resolve("key"), server.shellAccount().privateKey());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  /**
   * What a program has used.
   *
   * @param cpuSeconds of it and its children
   * @param peakMebibytes the sum of their peaks
   */
  public record Usage(double cpuSeconds, double peakMebibytes) {}

  /** A path as {@code scp} names it. */
  public String remote(String path) {
    return "%s@%s:%s".formatted(server.shellAccount().username(), server.host(), path);
  }

  /** The start of an {@code ssh} command, for a shell. */
  public String command() {
    return "ssh -p %d %s %s@%s"
        .formatted(
            server.port(),
            String.join(" ", options()),
            server.shellAccount().username(),
            server.host());
  }

  private List<String> options() {
    return List.of(
        "-i",
        key.toString(),
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR");
  }

  /** Copies. */
  public Usage copy(String from, String to) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("scp", "-q", "-P", "" + server.port()));
    command.addAll(options());
    command.addAll(List.of(from, to));
    return run(command);
  }

  /** Brings a file up to date by rsync, writing only what differs into the one that is there. */
  public Usage rsync(String from, String to) throws IOException, InterruptedException {
    String ssh = "ssh -p %d %s".formatted(server.port(), String.join(" ", options()));
    return run(List.of("rsync", "--inplace", "--no-whole-file", "-e", ssh, from, remote(to)));
  }

  /** Runs a program; bash tells what its children have used. */
  public static Usage run(List<String> command) throws IOException, InterruptedException {
    List<String> timed =
        new ArrayList<>(List.of("bash", "-c", "\"$@\"; status=$?; times; exit $status", "bash"));
    timed.addAll(command);
    Process process =
        new ProcessBuilder(timed).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<Long, Double> peaks = new HashMap<>();
    while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
      process
          .descendants()
          .forEach(child ->
              ProcessUsage.peakIfAlive(child.pid())
                  .ifPresent(p -> peaks.merge(child.pid(), p, Math::max)));
    }
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + output);
    }
    return new Usage(seconds(output), peaks.values().stream().mapToDouble(p -> p).sum());
  }

  private static double seconds(String times) {
    double seconds = 0;
    Matcher matcher = TIME.matcher(times);
    while (matcher.find()) {
      seconds += Integer.parseInt(matcher.group(1)) * 60 + Double.parseDouble(matcher.group(2));
    }
    return seconds;
  }
}
