package org.strongroom.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.strongroom.bench.load.Load;
import org.strongroom.bench.load.LoadDriver;
import org.strongroom.bench.load.NumberedRequests;
import org.strongroom.bench.load.RequestStream;
import org.strongroom.bench.server.Api;
import org.strongroom.bench.server.JavaProcess;
import org.strongroom.bench.server.PlainServer;
import org.strongroom.bench.server.SeededCatalog;
import org.strongroom.bench.server.StrongroomServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Requests a second and their latencies, beside a plain server over a copy of the same tables. */
@Command(
    name = "requests",
    mixinStandardHelpOptions = true,
    description = "Requests a second, p50 and p99, beside bare Javalin and JDBC.")
final class RequestBench implements Callable<Integer> {
  @Option(
      names = "--seconds",
      description = "how long to measure each row; default ${DEFAULT-VALUE}")
  private double seconds = 3;

  @Option(
      names = "--warm-up",
      description = "seconds before each kind of request; default ${DEFAULT-VALUE}")
  private double warmUp = 3;

  @Option(names = "--connections", split = ",", description = "default ${DEFAULT-VALUE}")
  private List<Integer> connections = List.of(1, 8, 32);

  @Option(
      names = "--rows",
      split = ",",
      description = "sizes of the tables; default ${DEFAULT-VALUE}")
  private List<Integer> sizes = List.of(1_000, 100_000);

  @Option(
      names = "--only",
      defaultValue = "",
      description = "only requests whose name contains this")
  private String only = "";

  @Mixin private ReportOption report = new ReportOption();

  /** A kind of request: what it is, and how each of the two servers is asked. */
  private record Kind(String name, RequestStream strongroom, RequestStream plain) {}

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable(
            "request",
            "connections",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "server CPU ms each",
            "bare: requests/s",
            "p50 ms",
            "p99 ms",
            "CPU ms each",
            "ratio of requests/s");
    StringBuilder jobs = new StringBuilder();
    for (int size : sizes) {
      try (WorkDirectory work = WorkDirectory.create()) {
        measure(size, size == sizes.getLast(), work, table, jobs);
      }
    }
    report.write("requests", table + "\n" + jobs);
    return 0;
  }

  private void measure(
      int size, boolean last, WorkDirectory work, MarkdownTable table, StringBuilder jobs)
      throws Exception {
    Path copy = work.directory("plain").resolve("plain.db");
    try (StrongroomServer server = StrongroomServer.start(work.directory("strongroom"));
        SeededCatalog catalog = SeededCatalog.open(server.database())) {
      catalog.fill(size, Math.max(10, size / 1000));
      catalog.copyTo(copy);
      try (JavaProcess plain =
          JavaProcess.start(
              PlainServer.class.getName(), work.directory("plain"), Map.of(), copy.toString())) {
        List<Kind> reads = reads(size, catalog.someZone(), server.api());
        for (Kind kind : reads) { // a fresh process is slow at everything
          warm(server.process(), kind.strongroom(), 200);
          warm(plain, kind.plain(), 200);
        }
        for (Kind kind : reads) {
          if (kind.name().contains(only)) {
            compare(kind, server.process(), plain, table);
          }
        }
        if (last && "create".contains(only)) {
          creates(server, plain, table, jobs);
        }
      }
      if (!jobs.isEmpty()) {
        server.process().kill();
        try (SeededCatalog after = SeededCatalog.open(server.database())) {
          jobs.append(
              "After `kill -9` the database holds %d done jobs.\n".formatted(after.jobsDone()));
        }
      }
    }
  }

  private static List<Kind> reads(int size, String zone, Api api) {
    String count = String.format(Locale.ROOT, "%,d", size).replace(',', ' ');
    return List.of(
        read(api, "show 1 of " + count + " zones", "/zones/" + zone, "/zones/" + zone),
        read(api, "list 100 of " + count + " zones", "/zones?limit=100", "/zones?limit=100"),
        read(
            api,
            "list 100 of " + count + " images with copies",
            "/images?limit=100",
            "/images?limit=100"),
        read(
            api,
            "storages with an image for Linux, of " + count,
            "/backup-storage?limit=100&q=image.platform%3DLinux",
            "/storages-by-platform?limit=100&platform=linux"),
        read(
            api,
            "100 images on the storage of a name, of " + count,
            "/images?limit=100&q=backupStorage.name%3Dstorage-7",
            "/images-by-storage?limit=100&name=storage-7"));
  }

  private static Kind read(Api api, String name, String path, String plain) {
    return new Kind(
        name,
        RequestStream.always(api.get(path)),
        RequestStream.always("GET " + plain + " HTTP/1.1\r\nHost: bench\r\n\r\n"));
  }

  private void compare(Kind kind, JavaProcess server, JavaProcess plain, MarkdownTable table) {
    for (int parallel : connections) {
      Measured ours = Measured.of(server, kind.strongroom(), parallel, 200, duration(seconds));
      Measured bare = Measured.of(plain, kind.plain(), parallel, 200, duration(seconds));
      add(table, kind.name(), parallel, ours, bare);
    }
  }

  private void creates(
      StrongroomServer server, JavaProcess plain, MarkdownTable table, StringBuilder jobs) {
    String body = "{\"params\":{\"name\":\"bench\",\"description\":\"made by the benchmark\"}}";
    String ours = server.api().post("/zones", "X-Job-UUID: " + NumberedRequests.UUID, body);
    String bare =
        "POST /zones HTTP/1.1\r\nHost: bench\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
    long series = 0;
    warm(server.process(), new NumberedRequests(ours, ++series, Long.MAX_VALUE), 202);
    warm(plain, RequestStream.always(bare), 200);
    for (int parallel : connections) {
      NumberedRequests creates = new NumberedRequests(ours, ++series, Long.MAX_VALUE);
      Measured made = Measured.of(server.process(), creates, parallel, 202, duration(seconds));
      Measured rows =
          Measured.of(plain, RequestStream.always(bare), parallel, 200, duration(seconds));
      add(table, "create a zone", parallel, made, rows);
      jobs.append(polled(server, series, creates.sent(), parallel));
    }
  }

  /** Asks for the result of every job that was accepted. */
  private static String polled(StrongroomServer server, long series, long accepted, int parallel) {
    String poll = server.api().get("/api-jobs/" + NumberedRequests.UUID);
    Load load =
        new LoadDriver(server.url())
            .run(new NumberedRequests(poll, series, accepted), parallel, 200, Duration.ofHours(1));
    return "%d creates accepted over %d connections: %d jobs done and asked for at %.0f/s, p99 %.2f ms.\n"
        .formatted(
            accepted,
            parallel,
            load.latencies().count(),
            load.rate(),
            load.latencies().milliseconds(0.99));
  }

  private void warm(JavaProcess server, RequestStream requests, int status) {
    new LoadDriver(server.url()).run(requests, 8, status, duration(warmUp));
  }

  private static void add(
      MarkdownTable table, String name, int connections, Measured ours, Measured bare) {
    table.add(
        name,
        connections,
        ours.load().rate(),
        ours.load().latencies().milliseconds(0.5),
        ours.load().latencies().milliseconds(0.99),
        ours.cpuMillis(),
        bare.load().rate(),
        bare.load().latencies().milliseconds(0.5),
        bare.load().latencies().milliseconds(0.99),
        bare.cpuMillis(),
        ours.load().rate() / bare.load().rate());
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private record Measured(Load load, double cpuMillis) {
    static Measured of(
        JavaProcess server, RequestStream requests, int connections, int status, Duration time) {
      double before = server.cpuSeconds();
      Load load = new LoadDriver(server.url()).run(requests, connections, status, time);
      double used = server.cpuSeconds() - before;
      return new Measured(load, used * 1000 / load.latencies().count());
    }
  }
}
