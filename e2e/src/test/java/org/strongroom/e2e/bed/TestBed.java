package org.strongroom.e2e.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;

/** A running server, a real sshd beside it, the administrator's session, and the tool. */
public final class TestBed implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final Path directory;
  private final ServerProcess server;
  private final OpenSshServer sshd;
  private Cli cli;
  private volatile ZStackClient admin;

  private TestBed(ServerProcess server) {
    this.directory = server.directory();
    this.sshd = OpenSshServer.start();
    this.server = server;
    this.admin = ZStackClient.admin(server);
    this.cli = new Cli(directory.resolve("cli"), server.url());
  }

  /**
   * Starts all of it over a catalog that is new, but not the server's own first.
   *
   * @param directory working directory of the server, and what else is needed
   */
  public static TestBed start(Path directory) {
    return afterTheFirst(directory, Map.of());
  }

  /** The same, with these overrides and additions in the environment of the server. */
  public static TestBed afterTheFirst(Path directory, Map<String, String> environment) {
    return around(ServerProcess.afterTheFirst(directory, environment));
  }

  /** Starts all of it over an empty directory, with a key and a first start of its own. */
  public static TestBed start(Path directory, Map<String, String> environment) {
    return around(new ServerProcess(directory, environment));
  }

  /** As above, with these options of the server's virtual machine. */
  public static TestBed start(Path directory, Map<String, String> environment, List<String> jvm) {
    return around(new ServerProcess(directory, environment, jvm));
  }

  /** What is around a server that runs already. */
  public static TestBed around(ServerProcess server) {
    return new TestBed(server);
  }

  public ServerProcess server() {
    return server;
  }

  public OpenSshServer sshd() {
    return sshd;
  }

  /** After the server was started again, on another port; the session has to live on. */
  public void reconnectClients() {
    reconnectClients(admin.at(server.url()));
  }

  /** The same after the catalog became another, which does not know the session. */
  public void logInAgain() {
    reconnectClients(ZStackClient.admin(server));
  }

  private void reconnectClients(ZStackClient session) {
    admin = session;
    cli = new Cli(directory.resolve("cli"), server.url());
  }

  public ZStackClient admin() {
    return admin;
  }

  /** The tool with a home of its own; nobody is logged in yet. */
  public Cli cli() {
    return cli;
  }

  /** The tool, with the administrator logged in. */
  public Cli loggedInCli() {
    cli.line("LogInByAccount accountName=admin password=" + ServerProcess.PASSWORD).ok();
    return cli;
  }

  public String zone(String name) {
    return uuid(admin.post("/zones", Map.of("name", name)));
  }

  /** Adds a new directory of the account with a shell as an SFTP storage. */
  public TestStorage sftp(String name) {
    return sftp(name, sshd.shellAccount());
  }

  public TestStorage sftp(String name, SshAccount account) {
    return sftp(name, account, Map.of());
  }

  public TestStorage sftp(String name, SshAccount account, Map<String, ?> more) {
    SshAccount.Scratch scratch = account.newScratch();
    Map<String, Object> parameters = sftpParameters(name, account, scratch.remote());
    parameters.putAll(more);
    return new TestStorage(
        uuid(admin.post("/backup-storage/sftp", parameters)), scratch.remote(), scratch.local());
  }

  public Map<String, Object> sftpParameters(String name, SshAccount account, String url) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("name", name);
    parameters.put("url", url);
    parameters.put("hostname", sshd.host());
    parameters.put("sshPort", sshd.port());
    parameters.put("username", account.username());
    parameters.put("password", account.password());
    return parameters;
  }

  /** Adds a new directory of this machine as a file-system storage. */
  public TestStorage fileSystem(String name) {
    Path url = directory.resolve("storage" + number.incrementAndGet());
    try {
      Files.createDirectories(url);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode added =
        admin.post("/backup-storage/filesystem", Map.of("name", name, "url", url.toString()));
    return new TestStorage(uuid(added), url.toString(), url);
  }

  /** Sets a global configuration. */
  public void configure(String category, String name, String value) {
    admin.act(
        "/global-configurations/" + category + "/" + name + "/actions",
        "updateGlobalConfig",
        Map.of("value", value));
  }

  public static String uuid(JsonNode reply) {
    return reply.at("/inventory/uuid").asString();
  }

  @Override
  public void close() {
    server.close();
    sshd.close();
  }
}
