package org.strongroom.e2e.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.e2e.bed.CatalogFile;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.EmbeddedPostgresDatabase;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/**
 * Some nodes over one PostgreSQL database, each a process of its own with a line to the database
 * that can be cut, and a real sshd.
 */
public final class Cluster implements AutoCloseable {
  /** None lives long enough to win back what the second compiler takes. */
  private static final List<String> SMALL = ServerProcess.jvm("-Xmx256m");

  private final Path directory;
  private final EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create();
  private final OpenSshServer sshd = OpenSshServer.start();
  private final List<DatabaseLine> lines = new ArrayList<>();
  private final List<ServerProcess> nodes = new ArrayList<>();
  private int storages;

  /**
   * Starts so many nodes.
   *
   * @param environment of all of them, over what end-to-end tests use
   */
  public Cluster(Path directory, int count, Map<String, String> environment) {
    this.directory = directory;
    try {
      for (int i = 0; i < count; i++) {
        lines.add(new DatabaseLine(database));
        nodes.add(start(i, environment));
        if (i == 0) {
          shareKey(count);
        }
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    await("all nodes know each other")
        .atMost(Duration.ofSeconds(30))
        .until(() -> rows("SELECT uuid FROM management_node").size() == count);
  }

  private ServerProcess start(int number, Map<String, String> environment) {
    return new ServerProcess(
        made(directory.resolve("node" + number)), environment(number, environment), SMALL);
  }

  private Map<String, String> environment(int number, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "STRONGROOM_HTTP_PORT", String.valueOf(freePort()),
                "STRONGROOM_SHUTDOWN_NOTICE", "100ms",
                "STRONGROOM_JOB_LEASE", "3s",
                "STRONGROOM_SHUTDOWN_GRACE", "2s"));
    environment.putAll(ServerProcess.over(lines.get(number).url(), database));
    environment.putAll(more);
    return environment;
  }

  /** A port that stays a node's over its restarts. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void shareKey(int count) {
    try {
      for (int i = 1; i < count; i++) {
        Files.copy(
            directory.resolve("node0/data/key.json"),
            made(directory.resolve("node" + i + "/data")).resolve("key.json"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path made(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int size() {
    return nodes.size();
  }

  public ServerProcess node(int number) {
    return nodes.get(number);
  }

  public DatabaseLine line(int number) {
    return lines.get(number);
  }

  public OpenSshServer sshd() {
    return sshd;
  }

  public EmbeddedPostgresDatabase database() {
    return database;
  }

  /** A session of the administrator, in the words of each node. */
  public List<ZStackClient> clients() {
    ZStackClient first = ZStackClient.admin(nodes.getFirst());
    return nodes.stream().map(node -> first.at(node.url())).toList();
  }

  public void pause(int number) {
    signal("STOP", number);
  }

  public void resume(int number) {
    signal("CONT", number);
  }

  private void signal(String signal, int number) {
    Programs.run("kill", "-" + signal, String.valueOf(nodes.get(number).pid()));
  }

  public TestStorage sftp(ZStackClient admin, String name) {
    SshAccount account = sshd.shellAccount();
    SshAccount.Scratch scratch = account.newScratch();
    Map<String, Object> parameters =
        Map.of(
            "name", name,
            "url", scratch.remote(),
            "hostname", sshd.host(),
            "sshPort", sshd.port(),
            "username", account.username(),
            "password", account.password());
    return new TestStorage(
        TestBed.uuid(admin.post("/backup-storage/sftp", parameters)),
        scratch.remote(),
        scratch.local());
  }

  /** A directory that all nodes see, as a network mount is. */
  public TestStorage fileSystem(ZStackClient admin, String name) {
    Path url = made(directory.resolve("storage" + ++storages));
    return new TestStorage(
        TestBed.uuid(
            admin.post("/backup-storage/filesystem", Map.of("name", name, "url", url.toString()))),
        url.toString(),
        url);
  }

  public CatalogFile catalog() {
    return CatalogFile.of(database);
  }

  public List<List<String>> rows(String sql) {
    return catalog().rows(sql);
  }

  /** Which node runs a job now. */
  public int runner(String jobUuid) {
    String node =
        rows("SELECT node_uuid FROM job WHERE uuid = '" + jobUuid + "'").getFirst().getFirst();
    for (int i = 0; i < nodes.size(); i++) {
      if (clientsNodeUuid(i).equals(node)) {
        return i;
      }
    }
    return -1;
  }

  private String clientsNodeUuid(int number) {
    try {
      return Files.readAllLines(nodes.get(number).log()).stream()
          .filter(line -> line.contains("this node is "))
          .map(line -> line.substring(line.indexOf("this node is ") + "this node is ".length()))
          .map(line -> line.substring(0, 32))
          .reduce("", (a, b) -> b);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < nodes.size(); i++) {
      lines.get(i).mend();
      if (nodes.get(i).isAlive()) {
        resume(i);
      }
    }
    nodes.forEach(ServerProcess::terminate);
    nodes.forEach(node -> node.awaitEnd());
    lines.forEach(DatabaseLine::close);
    sshd.close();
    database.close();
  }
}
