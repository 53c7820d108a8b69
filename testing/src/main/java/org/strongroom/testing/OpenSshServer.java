package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * Debian's {@code sshd} as an instance of its own: own host keys, an ephemeral port of a loopback
 * address, own log. It lets in two accounts, one with a shell and one that is confined to {@code
 * internal-sftp} in a chroot, by password and by key; root logs in by the same key. Needs root and
 * the package {@code openssh-server}.
 *
 * <pre>{@code
 * try (var server = OpenSshServer.start()) {
 *   server.shellAccount().newScratch();
 * }
 * }</pre>
 */
public final class OpenSshServer implements AutoCloseable {
  private final InetAddress address;
  private final int port;
  private final Path directory;
  private final SshAccount shell;
  private final SshAccount confined;
  private final SshdProcess process;
  private final Thread cleanUp = new Thread(this::stopAndDelete, "sshd clean-up");

  private OpenSshServer(InetAddress address) {
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException("not a loopback address: " + address);
    }
    this.address = address;
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
      confined = new SshAccount(TestAccounts.CONFINED, password, key, "/data", data);
      shell.own(home);
      confined.own(data);
      port = LoopbackPort.free(address);
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
      var server = new OpenSshServer(InetAddress.getByName(loopbackAddress));
      server.restart();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String host() {
    return address.getHostAddress();
  }

  public int port() {
    return port;
  }

  public SshAccount shellAccount() {
    return shell;
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
    return """
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
    AllowUsers root %s %s
    LogLevel VERBOSE
    Subsystem sftp /usr/lib/openssh/sftp-server
    Match User %s
      ChrootDirectory %s/chroot
      ForceCommand internal-sftp
      DisableForwarding yes
    """
        .formatted(
            host(),
            port,
            hostKey("ed25519", ""),
            hostKey("ecdsa", ""),
            directory,
            TestAccounts.SHELL,
            TestAccounts.CONFINED,
            TestAccounts.CONFINED,
            directory);
  }
}
