package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * An SSH server in this process that offers SFTP on a directory, runs no commands, and does wrong
 * what its {@link Misbehaviour} says. It can listen on many loopback addresses at once, for tests
 * with thousands of storages, and counts the credentials that it is shown.
 */
public final class MisbehavingSshServer implements AutoCloseable {
  public static final String USERNAME = "anyone";
  public static final String PASSWORD = "misbehaving-password";

  private final SshServer server;
  private final Misbehaviour misbehaviour = new Misbehaviour();
  private final AtomicInteger credentials = new AtomicInteger();
  private final KeyPair hostKey;
  private final String host;

  private MisbehavingSshServer(Path directory, List<String> addresses) throws IOException {
    for (String address : addresses) {
      if (!InetAddress.getByName(address).isLoopbackAddress()) {
        throw new IllegalArgumentException("not a loopback address: " + address);
      }
    }
    host = addresses.getFirst();
    hostKey = newHostKey();
    server = SshServer.setUpDefaultServer();
    server.setHost(String.join(",", addresses));
    server.setPort(LoopbackPort.free(InetAddress.getByName(host)));
    // Without the post-quantum exchanges, which cost twenty times as much CPU.
    server.setKeyExchangeFactories(
        List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)));
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setFileSystemFactory(new VirtualFileSystemFactory(directory.toAbsolutePath()));
    server.setPasswordAuthenticator(
        (user, password, _) -> shown(user.equals(USERNAME) && password.equals(PASSWORD)));
    server.setPublickeyAuthenticator((_, _, _) -> shown(false));
    server.setSubsystemFactories(List.of(new Subsystem(directory)));
    server.start();
  }

  /** Starts a server on an ephemeral port of 127.0.0.1. */
  public static MisbehavingSshServer start(Path directory) {
    return start(directory, List.of("127.0.0.1"));
  }

  /** Starts a server on one ephemeral port of many loopback addresses. */
  public static MisbehavingSshServer start(Path directory, List<String> addresses) {
    try {
      return new MisbehavingSshServer(directory, addresses);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Subsystem extends SftpSubsystemFactory {
    private final Path directory;

    Subsystem(Path directory) {
      this.directory = directory;
      setFileSystemAccessor(new MisbehavingFiles(misbehaviour));
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
      return new StatVfsSubsystem(channel, this, directory, misbehaviour);
    }
  }

  private static KeyPair newHostKey() {
    try {
      return KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean shown(boolean right) {
    credentials.incrementAndGet();
    return right && !misbehaviour.refusesLogins();
  }

  public Misbehaviour misbehaviour() {
    return misbehaviour;
  }

  /** How many passwords and keys were offered so far, right or wrong. */
  public int credentialsShown() {
    return credentials.get();
  }

  /** How many conversations are open, on all connections together. */
  public int conversations() {
    return server.getActiveSessions().stream()
        .map(session -> session.getService(AbstractConnectionService.class))
        .mapToInt(service -> service == null ? 0 : service.getChannels().size())
        .sum();
  }

  /** {@code SHA256:…} */
  public String hostKeyFingerprint() {
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, hostKey.getPublic());
  }

  /** The first address. */
  public String host() {
    return host;
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    misbehaviour.behave();
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
