package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.testing.MisbehavingSshServer;

/** Pings of servers that drop new connections, and of many servers. */
class SftpPingTest {
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final List<String> ADDRESSES =
      IntStream.range(1, 101).mapToObj(i -> "127.9.0." + i).toList();

  @TempDir private Path directory;
  private MisbehavingSshServer server;

  @BeforeEach
  void start() {
    server = MisbehavingSshServer.start(directory, ADDRESSES);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static SftpDriver driver(String host, int port) {
    var endpoint =
        new SftpEndpoint(
            host,
            port,
            MisbehavingSshServer.USERNAME,
            new SshCredential.Password(MisbehavingSshServer.PASSWORD),
            "/",
            new ExpectedHostKey.TrustOnFirstUse());
    return new SftpDriver(endpoint, SftpLocation.SHORT);
  }

  @Test
  void reachesEachOfManyAddresses() throws Exception {
    for (String address : ADDRESSES) {
      try (var driver = driver(address, server.port())) {
        assertThat(driver.ping(TIME).total()).isPositive();
      }
    }
    assertThat(server.credentialsShown()).isEqualTo(ADDRESSES.size());
  }

  /** A node that watches ten thousand would have a thread and its stack for each. */
  @Test
  void noConnectionHasAThreadOfThePlatform() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (var driver = driver("127.9.0.1", server.port())) {
      assertThat(driver.ping(TIME).total()).isPositive();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> !before.contains(thread))
          .noneMatch(thread -> reads(thread, "com.jcraft.jsch"));
    }
  }

  private static boolean reads(Thread thread, String library) {
    return Stream.of(thread.getStackTrace()).anyMatch(at -> at.getClassName().startsWith(library));
  }

  @Test
  void whatNobodyUsedBetweenTwoPingsIsClosed() throws Exception {
    StoragePath file = StoragePath.of("file");
    try (var driver = driver("127.9.0.1", server.port())) {
      driver.ping(TIME);
      assertThat(server.conversations()).isEqualTo(1);
      driver.delete(file); // synced by another conversation
      driver.ping(TIME);
      assertThat(server.conversations()).isEqualTo(2);
      driver.ping(TIME);
      await().atMost(TIME).until(() -> server.conversations() == 1);
      driver.delete(file);
      assertThat(server.conversations()).isEqualTo(2);
    }
  }

  @Test
  void triesADroppedConnectionOnceMore() throws Exception {
    try (var door = new Door(1, server);
        var driver = driver("127.0.0.1", door.port())) {
      assertThat(driver.ping(TIME).total()).isPositive();
    }
  }

  @Test
  void doesNotTryForEver() throws Exception {
    try (var door = new Door(2, server);
        var driver = driver("127.0.0.1", door.port())) {
      assertFails(Reason.UNREACHABLE, () -> driver.ping(TIME));
      assertThat(driver.ping(TIME).total()).isPositive();
    }
  }

  /** Slams shut before the first few visitors, as a busy sshd does, and lets the others through. */
  private record Door(ServerSocket socket) implements AutoCloseable {
    Door(int refused, MisbehavingSshServer behind) throws IOException {
      this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(() -> receive(refused, behind));
    }

    int port() {
      return socket.getLocalPort();
    }

    private void receive(int refused, MisbehavingSshServer behind) {
      try {
        for (int i = 0; i < refused; i++) {
          socket.accept().close();
        }
        while (true) {
          Socket visitor = socket.accept();
          Socket inner = new Socket(behind.host(), behind.port());
          Thread.ofVirtual().start(() -> copy(visitor, inner));
          Thread.ofVirtual().start(() -> copy(inner, visitor));
        }
      } catch (IOException e) {
        // The test is over.
      }
    }

    private static void copy(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One of them has hung up.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
