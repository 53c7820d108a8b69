package org.strongroom.e2e.bed;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/**
 * A real server in a process of its own, which can be killed and started again over the same data.
 */
public final class ServerProcess implements AutoCloseable {
  public static final String PASSWORD = "e2e-admin-Secret1";
  public static final String MAIN = "org.strongroom.server.Main";

  /** Without large pauses and threads for the heap: many run side by side. */
  public static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:+UnlockDiagnosticVMOptions", // linked classes need not be moved
          "-XX:ArchiveRelocationMode=0",
          "-Dorg.sqlite.lib.path=" + SqliteLibrary.directory(),
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * Few servers of tests live long enough to win back what the second compiler takes, but digests
   * and ciphers are ten times as fast by it.
   */
  private static final List<String> COMPILERS =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:CompilerDirectivesFile="
              + Path.of("..", "testing", "compilers.json").toAbsolutePath().normalize());

  private static final List<String> SHORT_LIVED = jvm("-Xmx512m");

  private static final LinkedClasses CLASSES =
      new LinkedClasses("strongroom-server", ServerProcess::train);

  private static final Pattern READY = Pattern.compile("Strongroom is ready at (\\S+) ");

  private final Path directory;
  private final Map<String, String> environment;
  private final List<String> jvm;
  private Process process;
  private URI url = URI.create("http://127.0.0.1:0");
  private int starts;

  /**
   * Starts a server on a free port of the loopback address, with short leases and open address
   * guard.
   *
   * @param directory working directory; its data lie below
   * @param environment overrides and additions
   */
  public ServerProcess(Path directory, Map<String, String> environment) {
    this(directory, environment, SHORT_LIVED);
  }

  /**
   * As above, with these options of the virtual machine.
   *
   * @param jvm such as {@code -Xmx64m}
   */
  public ServerProcess(Path directory, Map<String, String> environment, List<String> jvm) {
    this(directory, environment, jvm, CLASSES.arguments());
  }

  /**
   * Starts one over a catalog that is new, but not its own first: tables, key and administrator are
   * there, and a log-in costs little.
   */
  public static ServerProcess afterTheFirst(Path directory, Map<String, String> environment) {
    FirstCatalog.copyTo(directory);
    return new ServerProcess(directory, environment);
  }

  private ServerProcess(
      Path directory, Map<String, String> environment, List<String> jvm, List<String> classes) {
    this.directory = directory;
    this.jvm = Stream.concat(jvm.stream(), classes.stream()).toList();
    this.environment =
        new HashMap<>(
            Map.of(
                "STRONGROOM_HTTP_PORT", "0",
                "STRONGROOM_ADMIN_PASSWORD", PASSWORD,
                "STRONGROOM_JOB_LEASE", "2s",
                "STRONGROOM_IMAGE_URL_ALLOW", "127.0.0.0/8",
                "STRONGROOM_DEFAULTS_CREATE", "false"));
    this.environment.putAll(environment);
    this.process = launch();
    try {
      awaitReady();
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** What has a server keep its catalog in this database. */
  public static Map<String, String> over(EmbeddedPostgresDatabase database) {
    return over(database.url(), database);
  }

  /** The same by another way to it. */
  public static Map<String, String> over(String url, EmbeddedPostgresDatabase database) {
    return Map.of(
        "STRONGROOM_DATABASE_URL", url,
        "STRONGROOM_DATABASE_USER", database.user(),
        "STRONGROOM_DATABASE_PASSWORD", database.password());
  }

  /** What takes a catalog to PostgreSQL, in the words of a shell. */
  public static List<String> migration() {
    List<String> command = command(CLASSES.arguments());
    command.add("migrate");
    return command;
  }

  /** Options of a server that lives shortly. */
  public static List<String> jvm(String heap) {
    return Stream.concat(Stream.of(heap), COMPILERS.stream()).toList();
  }

  private static List<String> command(List<String> jvm) {
    List<String> command = new ArrayList<>(JAVA);
    command.addAll(jvm);
    command.add(MAIN);
    return command;
  }

  private Process launch() {
    try {
      starts++;
      ProcessBuilder builder = new ProcessBuilder(command(jvm));
      builder.directory(directory.toFile());
      builder.environment().putAll(environment);
      builder.redirectOutput(output().toFile());
      builder.redirectError(log().toFile());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server that does some of everything, and is stopped. It notes no profiles: by those, starts
   * would compile much in full that they need once.
   */
  private static void train(List<String> options, Path directory) throws IOException {
    ServerProcess server = new ServerProcess(directory, Map.of(), SHORT_LIVED, options);
    try (TestBed bed = TestBed.around(server)) {
      Rehearsal.in(bed);
    }
  }

  private void awaitReady() {
    await("server start, see " + log())
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(90))
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(
                "the server ended with %d: %s"
                    .formatted(process.exitValue(), Files.readString(log())));
          }
          Matcher matcher = READY.matcher(Files.readString(output()));
          if (matcher.find()) {
            url = URI.create(matcher.group(1));
            return true;
          }
          return false;
        });
  }

  private Path output() {
    return directory.resolve("out-" + starts);
  }

  /** The log of the present start. */
  public Path log() {
    return directory.resolve("log-" + starts);
  }

  public URI url() {
    return url;
  }

  public Path directory() {
    return directory;
  }

  public long pid() {
    return process.pid();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, and the end it leads to. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /** SIGTERM; does not wait. */
  public void terminate() {
    process.destroy();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of the process and answers its exit status. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  /** The most memory that the process ever had in use, in KiB (VmHWM). */
  public long peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Starts again over the same data. */
  public void startAgain() {
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
