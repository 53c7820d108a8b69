package org.strongroom.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.strongroom.bench.server.ConsoleSession;
import org.strongroom.bench.server.HeadlessBrowser;
import org.strongroom.bench.server.SeededCatalog;
import org.strongroom.bench.server.StrongroomServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What pages of the console take the server, what browsers load, and what open pages cost. */
@Command(
    name = "console",
    description = "Time of each page with many rows, bytes of scripts and styles, open pages.",
    mixinStandardHelpOptions = true)
final class ConsoleBench implements Callable<Integer> {
  private static final int STREAMS_OF_A_SESSION = 8;
  private static final int PAINTS = 9;

  /** A page that is measured. */
  private record Shown(String name, String path) {}

  private static final List<Shown> PAGES =
      List.of(
          new Shown("overview", "/console/"),
          new Shown("500 images", "/console/images?size=500"),
          new Shown("25 images of a name", "/console/images?q=image-77"),
          new Shown("upload", "/console/upload"),
          new Shown("form of a new image", "/console/do/AddImage"),
          new Shown("the strip of what runs", "/console/live/strip"));

  @Option(
      names = "--rows",
      description = "images, zones, and jobs of the last days; default ${DEFAULT-VALUE}")
  private int rows = 100_000;

  @Option(
      names = "--seconds",
      description = "how long to measure each row; default ${DEFAULT-VALUE}")
  private double seconds = 5;

  @Option(names = "--streams", description = "pages that are open; default ${DEFAULT-VALUE}")
  private int streams = 200;

  @Option(
      names = "--updates",
      description = "live updates of a page that stays open; default ${DEFAULT-VALUE}")
  private int updates = 500;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable("page, over one connection", "p50 ms", "p99 ms", "server CPU ms each");
    StringBuilder more = new StringBuilder();
    try (WorkDirectory work = WorkDirectory.create();
        StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
      List<Shown> pages = new ArrayList<>(PAGES);
      try (SeededCatalog catalog = SeededCatalog.open(server.database())) {
        catalog.fill(rows, 10);
        catalog.endedJobs(rows);
        catalog.schedules(Math.min(rows, 10_000));
        pages.add(new Shown("an image", "/console/images/" + catalog.someImage()));
      }
      ConsoleSession session = ConsoleSession.logIn(server);
      session.lists().forEach(path -> pages.add(new Shown("list " + path.substring(9), path)));
      pages(server, session, pages, table);
      tell(more, loaded(session));
      tell(more, open(server));
      try (HeadlessBrowser browser = HeadlessBrowser.start(work.directory("profile"))) {
        browser.open(server.url().resolve("/console/log-in"));
        browser.cookie(session.cookie());
        tell(more, paints(server, browser));
        tell(more, leftOpen(browser));
      }
    }
    report.write("console", table + "\n" + more);
    return 0;
  }

  private void pages(
      StrongroomServer server, ConsoleSession session, List<Shown> pages, MarkdownTable table)
      throws IOException, InterruptedException {
    for (Shown page : pages) { // a fresh process is slow at everything
      run(session, page.path(), Math.min(seconds, 1));
    }
    for (Shown page : pages) {
      double before = server.process().cpuSeconds();
      List<Double> took = run(session, page.path(), seconds);
      double used = server.process().cpuSeconds() - before;
      table.add(
          page.name(),
          took.get(took.size() / 2),
          took.get(took.size() * 99 / 100),
          used * 1000 / took.size());
    }
  }

  /** The milliseconds that each took, in order. */
  private static List<Double> run(ConsoleSession session, String path, double time)
      throws IOException, InterruptedException {
    List<Double> took = new ArrayList<>();
    long end = System.nanoTime() + (long) (time * 1e9);
    do {
      took.add(session.get(path) / 1e6);
    } while (System.nanoTime() < end);
    took.sort(null);
    return took;
  }

  private static String loaded(ConsoleSession session) throws IOException, InterruptedException {
    long bytes = 0;
    List<URI> files = session.scriptsAndStyles();
    for (URI file : files) {
      bytes += session.compressedBytes(file);
    }
    return "Scripts and styles: %d files, %.1f kB compressed.\n"
        .formatted(files.size(), bytes / 1000.0);
  }

  /** Shows it at once, and keeps it for the document. */
  private static void tell(StringBuilder told, String text) {
    System.out.print(text);
    told.append(text);
  }

  /** When something can be read. */
  private static String paints(StrongroomServer server, HeadlessBrowser browser)
      throws IOException, InterruptedException {
    StringBuilder told = new StringBuilder();
    for (String path : List.of("/console/", "/console/images", "/console/jobs")) {
      List<Double> paints = new ArrayList<>();
      for (int i = 0; i < PAINTS; i++) {
        browser.open(server.url().resolve(path));
        paints.add(browser.firstPaint());
      }
      paints.sort(null);
      told.append(
          "First paint of %s: median %.0f ms, slowest %.0f ms of %d.%n"
              .formatted(path, paints.get(PAINTS / 2), paints.getLast(), PAINTS));
    }
    return told.toString();
  }

  /** What the page that was opened last grows to. */
  private String leftOpen(HeadlessBrowser browser) throws IOException, InterruptedException {
    double before = browser.heapAfter("#rows", updates / 10);
    double after = browser.heapAfter("#rows", updates);
    return "A page left open, /console/jobs: %.1f MB of heap after %d updates, %.1f MB after %d more.%n"
        .formatted(before / 1e6, updates / 10, after / 1e6, updates);
  }

  /** Each stream is a page that somebody looks at, by sessions of their own. */
  private String open(StrongroomServer server) throws IOException, InterruptedException {
    double alone = share(server);
    List<InputStream> opened = new ArrayList<>();
    try {
      ConsoleSession session = ConsoleSession.logIn(server);
      for (int i = 0; i < streams; i++) {
        if (i % STREAMS_OF_A_SESSION == 0) {
          session = ConsoleSession.logIn(server);
        }
        opened.add(session.stream());
      }
      Thread.sleep(2000); // the first answers are not what open pages cost
      return "%d open pages, nothing happening: %.1f %% of a core; without any: %.1f %%.\n"
          .formatted(streams, share(server) * 100, alone * 100);
    } finally {
      for (InputStream each : opened) {
        each.close();
      }
    }
  }

  /** The part of a core that a server takes by itself for a while. */
  private double share(StrongroomServer server) throws IOException, InterruptedException {
    double before = server.process().cpuSeconds();
    long start = System.nanoTime();
    Thread.sleep((long) (seconds * 2000));
    return (server.process().cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9);
  }
}
