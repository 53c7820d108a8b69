package org.strongroom.server.about;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.managementnode.GetServerDiagnostics;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.Configuration;

/** What an administrator looks at when something is wrong with the server itself. */
public final class DiagnosticsService {
  private static final int DEEPEST = 30;

  private final Configuration configuration;
  private final Supplier<Map<String, String>> shown;
  private final Database database;
  private final InstantSource clock;

  /**
   * @param shown the configuration without its secrets
   */
  public DiagnosticsService(
      Configuration configuration,
      Supplier<Map<String, String>> shown,
      Database database,
      InstantSource clock) {
    this.configuration = configuration;
    this.shown = shown;
    this.database = database;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.answer(GetServerDiagnostics.class, this::answer);
  }

  private GetServerDiagnostics.Reply answer(GetServerDiagnostics request, Caller caller) {
    if (!caller.administersServer()) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED, "diagnostics are for administrators of the server");
    }
    try {
      Path directory = configuration.dataDirectory();
      long began = System.nanoTime();
      String product = database.read(sql -> sql.connectionResult(c -> product(c.getMetaData())));
      double millis = Math.round((System.nanoTime() - began) / 10_000.0) / 100.0;
      Runtime memory = Runtime.getRuntime();
      return new GetServerDiagnostics.Reply(
          AboutService.build(),
          Runtime.version().toString(),
          "%s %s %s"
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.version"),
                  System.getProperty("os.arch")),
          ManagementFactory.getRuntimeMXBean().getUptime() / 1000,
          clock.instant(),
          directory.toString(),
          directory.toFile().getTotalSpace(),
          directory.toFile().getUsableSpace(),
          product,
          millis,
          certificateEnds()
              .map(end -> Duration.between(clock.instant(), end).toDays())
              .orElse(null),
          memory.totalMemory() - memory.freeMemory(),
          memory.maxMemory(),
          request.all() ? shown.get() : null,
          request.all() ? RecentLog.lines() : null,
          request.all() ? threads() : null);
    } catch (IOException e) {
      throw new UncheckedIOException("the data directory cannot be looked at", e);
    }
  }

  private static String product(java.sql.DatabaseMetaData of) throws java.sql.SQLException {
    return of.getDatabaseProductName() + " " + of.getDatabaseProductVersion();
  }

  private Optional<Instant> certificateEnds() throws IOException {
    if (configuration.http().tls().isEmpty()) {
      return Optional.empty();
    }
    try (InputStream file = Files.newInputStream(configuration.http().tls().get().certificate())) {
      return CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
          .map(X509Certificate.class::cast)
          .map(certificate -> certificate.getNotAfter().toInstant())
          .min(Instant::compareTo);
    } catch (CertificateException e) {
      return Optional.empty(); // the log tells what is wrong with it
    }
  }

  /** Names and places alone: what threads work with is nobody's to see. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(entry -> told(entry.getKey(), entry.getValue()))
        .sorted()
        .toList();
  }

  private static String told(Thread thread, StackTraceElement @Nullable [] stack) {
    String places =
        Stream.of(stack == null ? new StackTraceElement[0] : stack)
            .limit(DEEPEST)
            .map(place -> "\n  at " + place)
            .reduce("", String::concat);
    return "%s (%s)%s".formatted(thread.getName(), thread.getState(), places);
  }
}
