package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Debian's {@code sshd} as an instance of its own: own host keys, an ephemeral port of a loopback
 * address, own log. It lets in two users, one with a shell and one that is confined to {@code
 * internal-sftp} in a chroot, by password and by key; root logs in by the same key. Each server has
 * homes of its own. Needs root and the package {@code openssh-server}.
 *
 * <pre>{@code
 * try (var server = OpenSshServer.start()) {
 *   server.shellAccount().newScratch();
 * }
 * }</pre>
 */
public final class OpenSshServer implements AutoCloseable {
  private static final int USUAL_PORT = 22;

  private final InetAddress address;
  private final List<InetAddress> otherAddresses;
  private final int port;
  private final Path directory;
  private final SshAccount shell;
  private final SshAccount twin;
  private final SshAccount confined;
  private final SshdProcess process;
  private final Thread cleanUp = new Thread(this::stopAndDelete, "sshd clean-up");

  private OpenSshServer(InetAddress address, List<InetAddress> otherAddresses, OptionalInt port) {
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException("not a loopback address: " + address);
    }
    this.address = address;
    this.otherAddresses = List.copyOf(otherAddresses);
    String password = TestAccounts.password();
    try {
      directory = Files.createTempDirectory(TestAccounts.HOME, "sshd-");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.createDirectories(Path.of("/run/sshd"));
      makeHostKeys();
      String key = makeLoginKey();
      Path home = Files.createDirectory(directory.resolve("home"));
      Path data = Files.createDirectories(directory.resolve("chroot/data"));
      shell = new SshAccount(TestAccounts.SHELL, password, key, home.toString(), home);
      twin = new SshAccount(TestAccounts.TWIN, password, key, home.toString(), home);
      confined = new SshAccount(TestAccounts.CONFINED, password, key, "/data", data);
      shell.own(home);
      confined.own(data);
      this.port = port.isPresent() ? port.getAsInt() : LoopbackPort.free(address);
      Files.writeString(directory.resolve("sshd_config"), configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = new SshdProcess(directory);
    Runtime.getRuntime().addShutdownHook(cleanUp);
  }

  /** Starts a server on 127.0.0.1. */
  public static OpenSshServer start() {
    return start("127.0.0.1");
  }

  /** Starts a server on a loopback address such as {@code 127.3.2.1} or {@code ::1}. */
  public static OpenSshServer start(String loopbackAddress) {
    try {
      return start(InetAddress.getByName(loopbackAddress), List.of(), OptionalInt.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server on the usual port, 22, of two loopback addresses that nobody else uses. */
  public static OpenSshServer onUsualPort() {
    byte[] random = new byte[2];
    new SecureRandom().nextBytes(random);
    return start(loopback(random, 1), List.of(loopback(random, 2)), OptionalInt.of(USUAL_PORT));
  }

  private static InetAddress loopback(byte[] network, int host) {
    try {
      return InetAddress.getByAddress(new byte[] {127, network[0], network[1], (byte) host});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OpenSshServer start(
      InetAddress address, List<InetAddress> otherAddresses, OptionalInt port) {
    var server = new OpenSshServer(address, otherAddresses, port);
    server.restart();
    return server;
  }

  public String host() {
    return address.getHostAddress();
  }

  public int port() {
    return port;
  }

  /** Another address of the same server, if it has one. */
  public String otherHost() {
    return otherAddresses.getFirst().getHostAddress();
  }

  public SshAccount shellAccount() {
    return shell;
  }

  /** The same user by another name. */
  public SshAccount twinAccount() {
    return twin;
  }

  public SshAccount confinedAccount() {
    return confined;
  }

  /** {@code SHA256:…} of the host's Ed25519 key, as {@code ssh-keygen -l} prints it. */
  public String hostKeyFingerprint() {
    return fingerprint("ed25519");
  }

  /** The same of the host's other key, ECDSA. */
  public String ecdsaHostKeyFingerprint() {
    return fingerprint("ecdsa");
  }

  private String fingerprint(String type) {
    try {
      String[] words = Files.readString(hostKey(type, ".pub")).split(" ");
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(words[1]));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that sshd has logged so far. */
  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server and all its connections. */
  public void stop() {
    process.kill();
  }

  /** Kills the server if it runs, and starts it on the same port with the same keys. */
  public void restart() {
    process.kill();
    process.start();
  }

  /**
   * Restarts it with more lines at the beginning of its configuration, where they go before the
   * usual ones.
   */
  public void restartWith(String lines) {
    process.kill();
    try {
      Files.writeString(directory.resolve("sshd_config"), lines + "\n" + configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.start();
  }

  /**
   * Makes one more key that all users may log in with.
   *
   * @param options for {@code ssh-keygen}: type, format, passphrase
   * @return the private key's file as it was written
   */
  public String newLoginKey(String... options) {
    try {
      Path key = Files.createTempDirectory(directory, "key-").resolve("login");
      List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-f", key.toString()));
      command.addAll(List.of(options));
      Command.run(command.toArray(String[]::new));
      Files.writeString(
          directory.resolve("authorized_keys"),
          Files.readString(key.resolveSibling("login.pub")),
          StandardOpenOption.APPEND);
      return Files.readString(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Restarts it with new host keys, as a re-installed server would. */
  public void rekey() {
    process.kill();
    makeHostKeys();
    process.start();
  }

  /** Cuts the connections of this moment; new ones are let in. */
  public void dropConnections() {
    process.killConnections();
  }

  /** Freezes the server and all its connections: it hangs, and the kernel still answers for it. */
  public void pause() {
    process.signalAll("STOP");
  }

  public void resume() {
    process.signalAll("CONT");
  }

  @Override
  public void close() {
    stopAndDelete();
    Runtime.getRuntime().removeShutdownHook(cleanUp);
  }

  private void stopAndDelete() {
    process.kill();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeHostKeys() {
    for (String type : List.of("ed25519", "ecdsa")) {
      try {
        Files.deleteIfExists(hostKey(type, ""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      keygen(type, hostKey(type, ""));
    }
  }

  private String makeLoginKey() throws IOException {
    Path key = directory.resolve("login");
    keygen("ed25519", key);
    Files.copy(directory.resolve("login.pub"), directory.resolve("authorized_keys"));
    return Files.readString(key);
  }

  private Path hostKey(String type, String suffix) {
    return directory.resolve("host_" + type + suffix);
  }

  private static void keygen(String type, Path file) {
    Command.run("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "test", "-f", file.toString());
  }

  private String configuration() {
    return otherAddresses.stream()
            .map(other -> "ListenAddress " + other.getHostAddress() + "\n")
            .collect(Collectors.joining())
        + """
        ListenAddress %s
        Port %d
        HostKey %s
        HostKey %s
        AuthorizedKeysFile %s/authorized_keys
        PidFile none
        UsePAM no
        StrictModes no
        UseDNS no
        PrintMotd no
        PrintLastLog no
        MaxStartups 200:30:400
        MaxSessions 100
        MaxAuthTries 20
        PasswordAuthentication yes
        KbdInteractiveAuthentication no
        PermitRootLogin yes
        AllowUsers root %s %s %s
        LogLevel VERBOSE
        SetEnv HOME=%s/home
        Subsystem sftp /usr/lib/openssh/sftp-server -d %s/home
        Match User %s
          ChrootDirectory %s/chroot
          ForceCommand internal-sftp -d /data
          DisableForwarding yes
        """
            .formatted(
                host(),
                port,
                hostKey("ed25519", ""),
                hostKey("ecdsa", ""),
                directory,
                TestAccounts.SHELL,
                TestAccounts.TWIN,
                TestAccounts.CONFINED,
                directory,
                directory,
                TestAccounts.CONFINED,
                directory);
  }
}
