package org.strongroom.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ConfigurationException;

/**
 * {@code strongroom serve}: runs the server in the foreground until SIGTERM or SIGINT. {@code
 * strongroom migrate}: takes its catalog to PostgreSQL.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = System.out;
    var words = new ServerArguments(List.of(arguments));
    OptionalInt answered = words.answer(out, System.err);
    if (answered.isPresent()) {
      System.exit(answered.getAsInt());
      return;
    }
    Configuration configuration;
    Strongroom server;
    try {
      configuration = Configuration.read(Path.of("").toAbsolutePath(), System.getenv());
      LogSetup.apply(configuration.logging());
      if (words.isMigration()) {
        System.exit(Migrate.run(configuration, out, System.err));
        return;
      }
      server = Strongroom.start(configuration, Clock.system(ZoneId.systemDefault()));
    } catch (ConfigurationException e) {
      System.err.println("strongroom: " + e.getMessage());
      System.exit(2);
      return;
    } catch (RuntimeException e) {
      System.err.println("strongroom: the server could not start: " + e.getMessage());
      e.printStackTrace();
      System.exit(1);
      return;
    }
    welcome(out, configuration, server);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  server.close();
                  stopped.countDown();
                }));
    stopped.await();
  }

  private static void welcome(PrintStream out, Configuration configuration, Strongroom server) {
    server
        .generatedPassword()
        .ifPresent(password -> {
          out.println("First start. Log in with:");
          out.println("  ./strongroom LogInByAccount accountName=admin password=" + password);
          out.println(
              "The password is kept in " + configuration.dataDirectory().resolve("admin-password"));
          out.println("Then open %s/console/ in a browser, or try:".formatted(server.url()));
          out.println("  ./strongroom QueryBackupStorage");
          out.println("  ./strongroom help");
        });
    out.println(
        "Strongroom is ready at %s (data in %s)"
            .formatted(server.url(), configuration.dataDirectory()));
    out.flush();
  }
}
