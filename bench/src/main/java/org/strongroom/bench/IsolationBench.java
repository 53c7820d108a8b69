package org.strongroom.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.strongroom.bench.load.Load;
import org.strongroom.bench.load.LoadDriver;
import org.strongroom.bench.load.RequestStream;
import org.strongroom.bench.server.Api;
import org.strongroom.bench.server.Attack;
import org.strongroom.bench.server.ConsoleSession;
import org.strongroom.bench.server.SeededCatalog;
import org.strongroom.bench.server.StoredImages;
import org.strongroom.bench.server.StoredVolumes;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.HangingMount;
import org.strongroom.testing.OpenSshServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What one caller does to the requests of another: the same list, idle and under each attack. */
@Command(
    name = "isolation",
    mixinStandardHelpOptions = true,
    description = "p99 of a list while others attack, beside the idle one.")
final class IsolationBench implements Callable<Integer> {
  /**
   * Until the compiler has done its work: what is idle is not to be slower than what is attacked.
   */
  private static final int WARM_UPS = 4;

  @Option(names = "--seconds", description = "of each row; default ${DEFAULT-VALUE}")
  private double seconds = 10;

  @Option(names = "--connections", description = "of the list; default ${DEFAULT-VALUE}")
  private int connections = 2;

  @Option(names = "--images", description = "in the catalog; default ${DEFAULT-VALUE}")
  private int images = 1_000;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable(
            "list of 20 images while", "lists/s", "p50 ms", "p99 ms", "p99, times the idle one");
    try (WorkDirectory work = WorkDirectory.create();
        StrongroomServer server = StrongroomServer.start(work.directory("server"));
        SeededCatalog catalog = SeededCatalog.open(server.database())) {
      catalog.fill(images, 10);
      RequestStream list = RequestStream.always(server.api().get("/images?limit=20"));
      for (int i = 0; i < WARM_UPS; i++) {
        drive(server, list);
      }
      double idle = row(table, "nothing else happens", drive(server, list), 0);
      for (Map.Entry<String, List<Runnable>> attack : attacks(server).entrySet()) {
        try (Attack running = Attack.begin(attack.getValue())) {
          row(table, attack.getKey(), drive(server, list), idle);
        }
      }
      for (Map.Entry<String, List<Runnable>> attack : held(work, server).entrySet()) {
        try (Attack running = Attack.begin(attack.getValue())) {
          row(table, attack.getKey(), drive(server, list), idle);
        }
      }
      if (HangingMount.isPossible()) {
        onFrozenMount(work, server, list, table, idle);
      }
      row(table, "nothing else happens any more", drive(server, list), idle);
    }
    report.write("isolation", table.toString());
    return 0;
  }

  /** A storage lies on a mount that answers nothing any more, and is asked all the same. */
  private void onFrozenMount(
      WorkDirectory work,
      StrongroomServer server,
      RequestStream list,
      MarkdownTable table,
      double idle)
      throws Exception {
    try (OpenSshServer sshd = OpenSshServer.start();
        HangingMount mount =
            HangingMount.mount(sshd, sshd.shellAccount(), work.directory("mount"))) {
      StoredImages images = new StoredImages(server);
      String storage = images.addLocalStorage(mount.directory());
      Path file = work.directory("file").resolve("image");
      Files.write(file, new byte[8 << 20]);
      String image = images.upload(storage, file);
      List<Runnable> loops = new ArrayList<>();
      String admin = server.api().authorization();
      loops.addAll(Attack.times(8, Attack.get(server.url(), admin, "/images/" + image + "/file")));
      loops.addAll(
          Attack.times(
              8,
              Attack.put(
                  server.url(),
                  admin,
                  "/backup-storage/" + storage + "/actions",
                  "{\"reconnectBackupStorage\":{}}")));
      mount.hang();
      try (Attack running = Attack.begin(loops)) {
        row(
            table,
            "8 loops of downloads and 8 of reconnects run on a frozen mount",
            drive(server, list),
            idle);
      } finally {
        mount.answer();
      }
    }
  }

  /** Of what is open for long: files, streams of events, exports. */
  private static Map<String, List<Runnable>> held(WorkDirectory work, StrongroomServer server)
      throws Exception {
    Path disks = work.directory("disk");
    Path file = disks.resolve("disk.raw");
    Files.write(file, new byte[64 << 20]);
    StoredImages images = new StoredImages(server);
    String storage = images.addLocalStorage(work.directory("local"));
    String image = images.upload(storage, file);
    StoredVolumes volumes = new StoredVolumes(server, storage, disks);
    URI export = volumes.export(volumes.backUp(volumes.register(file)));
    Map<String, List<Runnable>> attacks = new LinkedHashMap<>();
    String admin = server.api().authorization();
    attacks.put(
        "200 downloads are begun and never read",
        List.of(Attack.unreadFiles(server.url(), admin, "/images/" + image + "/file", 200)));
    String cookie = ConsoleSession.logIn(server).cookie();
    attacks.put(
        "16 loops of 32 event streams of the console run",
        Attack.times(16, Attack.streams(server.url(), cookie, 32)));
    attacks.put(
        "16 loops of guessed names of exports run", Attack.times(16, Attack.guesses(export)));
    return attacks;
  }

  private static Map<String, List<Runnable>> attacks(StrongroomServer server) {
    Api other = server.api().another("mallory");
    Map<String, List<Runnable>> attacks = new LinkedHashMap<>();
    for (int loops : new int[] {2, 16, 100}) {
      attacks.put(
          "%d loops of wrong log-ins run".formatted(loops),
          Attack.times(loops, Attack.logIn(server.url())));
    }
    attacks.put("900 bodies are sent by half", List.of(Attack.halfBodies(server.url(), 900)));
    attacks.put(
        "4 loops of costly queries run",
        Attack.times(
            4,
            Attack.get(
                server.url(),
                other.authorization(),
                "/backup-storage?count=true&q=image.backupStorage.image.name%3Dnothing")));
    attacks.put(
        "2 loops of 60 000 tags run",
        Attack.times(2, Attack.tags(server.url(), other.authorization(), 60_000)));
    attacks.put(
        "4 loops of refused calls run",
        Attack.times(4, Attack.tags(server.url(), "OAuth " + "0".repeat(32), 1)));
    return attacks;
  }

  /** Fails if one list is answered by anything but its rows. */
  private Load drive(StrongroomServer server, RequestStream list) {
    return new LoadDriver(server.url())
        .run(list, connections, 200, Duration.ofMillis((long) (seconds * 1000)));
  }

  private static double row(MarkdownTable table, String name, Load load, double idle) {
    double p99 = load.latencies().milliseconds(0.99);
    table.add(
        name,
        load.rate(),
        load.latencies().milliseconds(0.5),
        p99,
        idle == 0 ? "1" : String.format(Locale.ROOT, "%.1f", p99 / idle));
    return p99;
  }
}
