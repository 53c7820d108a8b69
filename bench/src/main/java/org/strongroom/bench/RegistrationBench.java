package org.strongroom.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.strongroom.bench.server.Api;
import org.strongroom.bench.server.ProcessUsage;
import org.strongroom.bench.server.ScpProgram;
import org.strongroom.bench.server.StrongroomServer;
import org.strongroom.testing.MisbehavingSshServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many backup nodes, each an SSH server with a key of its own, registered at the same time. */
@Command(
    name = "registrations",
    mixinStandardHelpOptions = true,
    description = "How long it takes to register many backup nodes at once.")
final class RegistrationBench implements Callable<Integer> {
  @Option(names = "--nodes", description = "default ${DEFAULT-VALUE}")
  private int nodes = 200;

  @Mixin private ReportOption report = new ReportOption();

  @Override
  public Integer call() throws Exception {
    MarkdownTable table =
        new MarkdownTable("%d backup nodes".formatted(nodes), "seconds", "CPU s", "nodes/s");
    List<MisbehavingSshServer> servers = new ArrayList<>();
    try (WorkDirectory work = WorkDirectory.create();
        StrongroomServer server = StrongroomServer.start(work.directory("server"))) {
      for (int i = 0; i < nodes; i++) {
        servers.add(
            MisbehavingSshServer.start(
                work.directory("node-" + i),
                List.of("127.210.%d.%d".formatted(i / 250, i % 250 + 1))));
      }
      MisbehavingSshServer first = servers.removeFirst();
      register(server.api(), first);
      Timed bare = bare(servers);
      Timed registered =
          Timed.through(server, () -> together(servers, one -> register(server.api(), one)));
      add(table, "`ssh-keyscan` of all hosts, which does not log in", servers.size(), bare);
      add(table, "registered, all at once", servers.size(), registered);
      table.add(
          "nodes Connected",
          server.api().read("/backup-nodes?count=true").get("total").asLong(),
          "",
          "");
      table.add("peak memory, MiB", ProcessUsage.peakMebibytes(server.process().pid()), "", "");
      first.close();
    } finally {
      servers.forEach(MisbehavingSshServer::close);
    }
    report.write("registrations", table.toString());
    return 0;
  }

  private static void add(MarkdownTable table, String what, int count, Timed timed) {
    table.add(what, timed.seconds(), timed.cpuSeconds(), count / timed.seconds());
  }

  /** OpenSSH's own program that only asks for the host keys, one process for each host. */
  private static Timed bare(List<MisbehavingSshServer> servers) throws Exception {
    return Timed.of(() -> {
      StringBuilder script = new StringBuilder();
      for (MisbehavingSshServer one : servers) {
        script.append(
            "ssh-keyscan -t ecdsa -p %d %s > /dev/null 2>&1 & ".formatted(one.port(), one.host()));
      }
      return ScpProgram.run(List.of("bash", "-c", script + "wait"));
    });
  }

  private interface One {
    void run(MisbehavingSshServer server);
  }

  private static void together(List<MisbehavingSshServer> servers, One work)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      servers.forEach(server -> all.add(threads.submit(() -> work.run(server))));
      for (Future<?> one : all) {
        try {
          one.get();
        } catch (java.util.concurrent.ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    }
  }

  private static void register(Api api, MisbehavingSshServer server) {
    api.done(
        "POST",
        "/backup-nodes",
        Map.of(
            "params",
            Map.of(
                "accessIp", server.host(),
                "sshPort", server.port(),
                "userId", MisbehavingSshServer.USERNAME,
                "password", MisbehavingSshServer.PASSWORD,
                "displayName", server.host())));
  }
}
