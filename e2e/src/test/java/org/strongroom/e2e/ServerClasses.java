package org.strongroom.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What servers of tests are started from. Where the product is there as jars, as in a whole build,
 * its classes are loaded and linked once for all of them: a start takes less than half the time of
 * a processor then, and there are hundreds.
 */
final class ServerClasses {
  private static final String PATH = path();
  private static Optional<List<String>> options = Optional.empty();

  private ServerClasses() {}

  /** The options of the virtual machine that say where the classes are. */
  static synchronized List<String> arguments() {
    if (options.isEmpty()) {
      options = Optional.of(options());
    }
    List<String> arguments = new ArrayList<>(options.get());
    arguments.addAll(List.of("-cp", PATH));
    return arguments;
  }

  private static String path() {
    String whole = System.getProperty("java.class.path");
    List<String> jars =
        Stream.of(whole.split(File.pathSeparator)).filter(entry -> entry.endsWith(".jar")).toList();
    boolean product =
        jars.stream()
            .anyMatch(jar -> Path.of(jar).getFileName().toString().startsWith("strongroom-server"));
    return product ? String.join(File.pathSeparator, jars) : whole;
  }

  private static List<String> options() {
    if (!PATH.contains("strongroom-server-") || !Files.isDirectory(Path.of("target"))) {
      return List.of();
    }
    Path cache = Path.of("target", "server.aot").toAbsolutePath();
    Path lock = Path.of("target", "server.aot.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) { // two test processes begin at the same time
      if (!isNewer(cache)) {
        make(cache);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
  }

  private static boolean isNewer(Path cache) throws IOException {
    if (!Files.exists(cache)) {
      return false;
    }
    for (String jar : PATH.split(File.pathSeparator)) {
      if (Files.getLastModifiedTime(Path.of(jar)).compareTo(Files.getLastModifiedTime(cache)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Starts a server once and stops it, which writes the cache. */
  private static void make(Path cache) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("server-classes");
    Path made = cache.resolveSibling("server.aot.part");
    Path output = directory.resolve("out");
    List<String> command = new ArrayList<>(ServerProcess.JAVA);
    command.addAll(List.of("-Xmx512m", "-XX:AOTCacheOutput=" + made, "-cp", PATH));
    command.add(ServerProcess.MAIN);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "STRONGROOM_HTTP_PORT", "0", "STRONGROOM_ADMIN_PASSWORD", ServerProcess.PASSWORD));
    builder.redirectOutput(output.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      await("a server to learn from")
          .atMost(Duration.ofSeconds(90))
          .until(() -> !process.isAlive() || Files.readString(output).contains("is ready at"));
      process.destroy();
      if (process.waitFor(120, TimeUnit.SECONDS) && Files.exists(made)) {
        Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
