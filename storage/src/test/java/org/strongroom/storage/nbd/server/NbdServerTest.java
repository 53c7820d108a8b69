package org.strongroom.storage.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.nbd.client.LocalSockets;
import org.strongroom.storage.nbd.client.NbdDisk;
import org.strongroom.storage.nbd.client.NbdExports;
import org.strongroom.storage.nbd.client.NbdRefusedException;
import org.strongroom.storage.nbd.client.NbdTimeouts;
import org.strongroom.storage.nbd.client.NbdUrl;
import org.strongroom.storage.nbd.client.Tls;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;

/** Disks are read over NBD by the clients that everybody has. */
class NbdServerTest {
  private static final String NAME = "0123456789abcdef0123456789abcdef";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int SIZE = (24 << 20) + 512;

  @TempDir Path directory;
  private final byte[] bytes = MemoryDisk.content(SIZE);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong broken = new AtomicLong(Long.MAX_VALUE);
  private final List<NbdServer> servers = new ArrayList<>();

  @AfterEach
  void everyDiskIsClosed() throws IOException {
    for (NbdServer server : servers) {
      server.close();
    }
    assertThat(open).hasValue(0);
  }

  @Test
  void commonClientsReadItOverAPort() throws Exception {
    String url = url(tcp(), "nbd");
    Path raw = Files.write(directory.resolve("raw"), bytes);
    assertThat(run("qemu-img", "compare", "-f", "raw", "-F", "raw", raw, url))
        .contains("identical");
    Path copy = directory.resolve("copy");
    run("nbdcopy", "--connections=4", "--requests=32", url, copy);
    assertThat(copy).satisfies(sameBytes(raw));
    Path converted = directory.resolve("disk.qcow2");
    run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", url, converted);
    run("qemu-img", "compare", raw, converted);
    assertThat(Files.size(converted)).isLessThan(SIZE / 2); // what is zeros was not sent
  }

  @Test
  void itsZerosAreToldAsHoles() throws Exception {
    String url = url(tcp(), "nbd");
    List<String> expected = new ArrayList<>();
    for (int at = 0; at < SIZE; ) {
      Disk.Run run = disk().run(at, SIZE - at);
      expected.add("%d %d %s".formatted(at, run.length(), run.zero() ? "3 hole,zero" : "0 data"));
      at += (int) run.length();
    }
    open.set(0);
    assertThat(run("nbdinfo", "--map", url).lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactlyElementsOf(expected);
    assertThat(run("nbdinfo", url))
        .contains("export-size: " + SIZE, "is_read_only: true", "can_multi_conn: true")
        .contains("base:allocation");
  }

  @Test
  void itIsReadOverASocketThatIsThisUsersAlone() throws Exception {
    Path socket = directory.resolve("nbd.sock");
    NbdServer server =
        started(UnixDomainSocketAddress.of(socket), Optional.empty(), NbdServerLimits.DEFAULT);
    server.serve(NAME, this::disk, HOUR);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    String url = "nbd+unix:///" + NAME + "?socket=" + socket;
    assertThat(run("nbdinfo", "--size", url).strip()).isEqualTo(Integer.toString(SIZE));
    server.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void overTlsOnlyWhoTrustsItReads() throws Exception {
    Tls tls = Tls.make(directory, "disks.test");
    NbdServer server = started(loopback(), Optional.of(tls.server()), NbdServerLimits.DEFAULT);
    server.serve(NAME, this::disk, HOUR);
    Path copy = directory.resolve("copy");
    run("nbdcopy", url(server, "nbds") + "?tls-certificates=" + directory, copy);
    assertThat(copy).satisfies(sameBytes(bytes));
    assertThat(fails("nbdcopy", url(server, "nbd"), directory.resolve("other"))).contains("TLS");
    try (NbdDisk disk = exports(tls.trust()).open(NbdUrl.parse(url(server, "nbds")))) {
      assertThat(read(disk, 0, SIZE)).isEqualTo(bytes);
    }
  }

  @Test
  void manyConnectionsReadAtOnce() throws Exception {
    String url = url(tcp(), "nbd");
    List<Callable<Boolean>> readers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      var random = new Random(i);
      readers.add(() -> {
        try (NbdDisk disk = exports(trust()).open(NbdUrl.parse(url))) {
          for (int read = 0; read < 20; read++) {
            int from = random.nextInt(SIZE);
            int count = 1 + random.nextInt(Math.min(SIZE - from, 500_000));
            assertThat(read(disk, from, count))
                .isEqualTo(Arrays.copyOfRange(bytes, from, from + count));
          }
          return true;
        }
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> reader : threads.invokeAll(readers)) {
        assertThat(reader.get()).isTrue();
      }
    }
  }

  @Test
  void aSectorThatCannotBeReadIsAnErrorAndNothingElse() throws Exception {
    String url = url(tcp(), "nbd");
    broken.set(SIZE / 2);
    try (NbdDisk disk = exports(trust()).open(NbdUrl.parse(url))) {
      assertThatThrownBy(() -> read(disk, 0, SIZE))
          .isInstanceOf(NbdRefusedException.class)
          .hasMessageContaining("EIO")
          .hasMessageNotContaining("bad sector");
      assertThat(read(disk, 5 * MemoryDisk.BLOCK, 10))
          .isEqualTo(Arrays.copyOfRange(bytes, 5 * MemoryDisk.BLOCK, 5 * MemoryDisk.BLOCK + 10));
    }
    assertThat(fails("qemu-img", "convert", "-O", "raw", url, directory.resolve("half")))
        .containsIgnoringCase("error");
  }

  @Test
  void aDiskThatCannotBeOpenedIsRefused() throws Exception {
    NbdServer server = tcp();
    server.serve(
        "another-name-of-a-disk",
        () -> {
          throw new IOException("no such pack");
        },
        HOUR);
    String url = "nbd://127.0.0.1:" + port(server) + "/another-name-of-a-disk";
    assertThatThrownBy(() -> exports(trust()).open(NbdUrl.parse(url)))
        .isInstanceOf(NbdRefusedException.class)
        .hasMessageNotContaining("pack");
  }

  @Test
  void whoDoesNotKnowANameLearnsNothing() throws Exception {
    NbdServer server = tcp();
    String base = "nbd://127.0.0.1:" + port(server) + "/";
    for (String guess : List.of("", "0123456789abcdef", NAME + "0")) {
      assertThatThrownBy(() -> exports(trust()).open(NbdUrl.parse(base + guess)))
          .isInstanceOf(NbdRefusedException.class)
          .hasMessageContaining("no such export");
    }
    assertThat(fails("nbdinfo", "--list", base)).doesNotContain(NAME);
    assertThatThrownBy(() -> server.serve("short", this::disk, HOUR))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsWrittenToIt() throws Exception {
    String url = url(tcp(), "nbd");
    assertThat(fails("nbdcopy", Files.write(directory.resolve("new"), new byte[SIZE]), url))
        .contains("read-only");
    assertThat(fails("qemu-io", "-f", "raw", "-c", "write -P 1 0 512", url)).isNotEmpty();
  }

  @Test
  void whoReadsIsCutOffWhenTheExportIsClosed() throws Exception {
    NbdServer server = tcp();
    Closeable export = server.serve(NAME + "2", this::disk, HOUR);
    String url = url(server, "nbd") + "2";
    try (NbdDisk disk = exports(trust()).open(NbdUrl.parse(url))) {
      assertThat(read(disk, 0, 4096)).isEqualTo(Arrays.copyOf(bytes, 4096));
      assertThat(server.connections()).isEqualTo(1);
      export.close();
      assertThat(open).hasValue(0);
      assertThatThrownBy(() -> read(disk, 0, 4096)).isInstanceOf(IOException.class);
    }
    await().until(() -> server.connections() == 0);
  }

  @Test
  void anExportEndsWhenItsTimeIsOver() throws Exception {
    NbdServer server = tcp();
    server.serve(NAME + "3", this::disk, Duration.ofMillis(400));
    try (NbdDisk disk = exports(trust()).open(NbdUrl.parse(url(server, "nbd") + "3"))) {
      assertThat(disk.size()).isEqualTo(SIZE);
      await().until(() -> open.get() == 0);
      assertThatThrownBy(() -> read(disk, 0, 4096))
          .isInstanceOf(NbdRefusedException.class)
          .hasMessageContaining("no such export");
    }
  }

  private NbdServer tcp() throws IOException {
    NbdServer server = started(loopback(), Optional.empty(), NbdServerLimits.DEFAULT);
    server.serve(NAME, this::disk, HOUR);
    return server;
  }

  private NbdServer started(
      java.net.SocketAddress address, Optional<SSLContext> tls, NbdServerLimits limits)
      throws IOException {
    NbdServer server = NbdServer.listen(address, tls, limits);
    servers.add(server);
    return server;
  }

  private MemoryDisk disk() {
    var disk = new MemoryDisk(bytes, open);
    disk.broken = broken.get();
    return disk;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static int port(NbdServer server) {
    return ((InetSocketAddress) server.address()).getPort();
  }

  private static String url(NbdServer server, String scheme) {
    return scheme + "://127.0.0.1:" + port(server) + "/" + NAME;
  }

  private static SSLContext trust() throws Exception {
    return SSLContext.getDefault();
  }

  private static NbdExports exports(SSLContext trust) {
    return new NbdExports(
        new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
        LocalSockets.NONE,
        trust,
        NbdTimeouts.DEFAULT);
  }

  private static byte[] read(Disk disk, long from, int count) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(count);
    while (all.hasRemaining()) {
      disk.read(from + all.position(), all);
    }
    return all.array();
  }

  private static String run(Object... command) throws Exception {
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static String fails(Object... command) throws Exception {
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isNotZero();
    return said;
  }

  private static Process start(Object... command) throws IOException {
    List<String> words = Arrays.stream(command).map(Object::toString).toList();
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }
}
