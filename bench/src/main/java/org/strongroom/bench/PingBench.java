package org.strongroom.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.strongroom.bench.server.Api;
import org.strongroom.bench.server.JavaProcess;
import org.strongroom.bench.server.ProcessUsage;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.MisbehavingSshServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Thousands of storages, each at an address of its own, and some of them die. */
@Command(
    name = "pings",
    mixinStandardHelpOptions = true,
    description = "What it costs to watch many storages, and how soon a dead one is noticed.")
final class PingBench implements Callable<Integer> {
  @Option(names = "--storages", description = "default ${DEFAULT-VALUE}")
  private int storages = 5_000;

  @Option(names = "--interval", description = "seconds between two pings; default ${DEFAULT-VALUE}")
  private int interval = 60;

  @Option(names = "--rounds", description = "how many intervals to watch; default ${DEFAULT-VALUE}")
  private int rounds = 1;

  @Option(names = "--victims", description = "servers that die; default ${DEFAULT-VALUE}")
  private int victims = 5;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable("%d storages, pinged every %d s".formatted(storages, interval), "");
    List<MisbehavingSshServer> dying = new ArrayList<>();
    try (WorkDirectory work = WorkDirectory.create();
        MisbehavingSshServer healthy =
            MisbehavingSshServer.start(work.directory("storages"), addresses(storages - victims));
        StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
      for (int i = 0; i < victims; i++) {
        dying.add(
            MisbehavingSshServer.start(
                work.directory("victim-" + i), List.of("127.200.0." + (i + 1))));
      }
      setInterval(server.api());
      table.add("memory before, MiB", ProcessUsage.residentMebibytes(server.process().pid()));
      long start = System.nanoTime();
      addAll(server.api(), healthy, dying);
      table.add("seconds to add them, 16 at a time", seconds(start));
      watch(server, table);
      die(server.api(), dying, table);
    } finally {
      dying.forEach(MisbehavingSshServer::close);
    }
    report.write("pings", table.toString());
    return 0;
  }

  private static List<String> addresses(int count) {
    List<String> addresses = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      addresses.add("127.%d.%d.%d".formatted(1 + (i >> 16), (i >> 8) & 255, i & 255));
    }
    return addresses;
  }

  private void setInterval(Api api) {
    api.done(
        "PUT",
        "/global-configurations/backupStorage/ping.interval/actions",
        Map.of("updateGlobalConfig", Map.of("value", String.valueOf(interval))));
  }

  private void addAll(Api api, MisbehavingSshServer healthy, List<MisbehavingSshServer> dying)
      throws Exception {
    List<String> addresses = addresses(storages - victims);
    int between = Math.max(1, addresses.size() / Math.max(1, dying.size()));
    try (ExecutorService adders = Executors.newFixedThreadPool(16)) {
      List<Future<?>> added = new ArrayList<>();
      for (int i = 0; i < addresses.size(); i++) {
        String address = addresses.get(i);
        String url = "/storage-" + i;
        added.add(adders.submit(() -> add(api, address, address, healthy.port(), url)));
        if (i % between == 0 && i / between < dying.size()) {
          MisbehavingSshServer victim = dying.get(i / between);
          added.add(
              adders.submit(
                  () -> add(api, victim.host(), victim.host(), victim.port(), "/victim")));
        }
      }
      for (Future<?> one : added) {
        one.get();
      }
    }
  }

  private static void add(Api api, String name, String host, int port, String url) {
    api.done(
        "POST",
        "/backup-storage/sftp",
        Map.of(
            "params",
            Map.of(
                "name", name,
                "url", url,
                "hostname", host,
                "sshPort", port,
                "username", MisbehavingSshServer.USERNAME,
                "password", MisbehavingSshServer.PASSWORD)));
  }

  /** Looks at whole intervals, after the first. */
  private void watch(StrongroomServer server, MarkdownTable table) throws InterruptedException {
    TimeUnit.SECONDS.sleep(interval);
    JavaProcess process = server.process();
    double before = process.cpuSeconds();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep((long) interval * rounds);
    double used = process.cpuSeconds() - before;
    table.add("storages Connected", count(server.api(), "status=Connected"));
    table.add("CPU, % of one core", 100 * used / seconds(start));
    table.add("CPU of one ping, ms", 1000 * used / rounds / storages);
    table.add("memory, MiB", ProcessUsage.residentMebibytes(process.pid()));
    table.add("peak memory, MiB", ProcessUsage.peakMebibytes(process.pid()));
    table.add(
        "threads", Path.of("/proc", String.valueOf(process.pid()), "task").toFile().list().length);
  }

  private static long count(Api api, String condition) {
    return api.read("/backup-storage?count=true&q=" + condition.replace("=", "%3D"))
        .get("total")
        .asLong();
  }

  /** Lets servers die that were added at different times, and whose pings are due at others. */
  private static void die(Api api, List<MisbehavingSshServer> dying, MarkdownTable table)
      throws InterruptedException {
    List<Double> noticed = new ArrayList<>();
    long before = count(api, "status=Disconnected");
    long start = System.nanoTime();
    dying.forEach(MisbehavingSshServer::close);
    while (noticed.size() < dying.size()) {
      TimeUnit.MILLISECONDS.sleep(50);
      long dead = count(api, "status=Disconnected") - before;
      while (noticed.size() < dead) {
        noticed.add(seconds(start));
      }
    }
    table.add("seconds until a dead one is Disconnected: least", noticed.getFirst());
    table.add("middle", noticed.get(noticed.size() / 2));
    table.add("most", noticed.getLast());
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
