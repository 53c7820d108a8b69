package org.strongroom.storage.nbd.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.nbd.server.NbdServer;
import org.strongroom.storage.nbd.server.NbdServerLimits;
import org.strongroom.storage.repository.BackupResult;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.TestRepository;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * A virtual machine that runs: backed up meanwhile by its dirty bitmap, and booted from what was
 * backed up. Its whole system is a boot sector, which reads the next sector, says it on the serial
 * line, and writes it again at 4 MiB.
 */
class RunningQemuTest {
  private static final String PROGRAM = "/usr/bin/qemu-system-x86_64";
  private static final int MIB = 1 << 20;
  private static final int SIZE = 8 * MIB;
  private static final int WRITTEN = 4 * MIB;
  private static final byte[] WORDS = "the disk runs".getBytes(US_ASCII);

  /** What ends a machine that has a device for it, with the status 1. */
  private static final List<String> WITH_END =
      List.of("-device", "isa-debug-exit,iobase=0xf4,iosize=1");

  /** int 13h/02 of sector 2; int 13h/43 of it to block 8192; out to 3f8h; out to f4h; hlt. */
  private static final byte[] BOOT =
      HexFormat.of()
          .parseHex(
              "fa31c08ed88ec08ed0bc007cfb52b80102b90200b600bb007ecd13721a5a52b80043be3c7ccd1372"
                  + "0ebe007ebaf803acee84c075fae6f4f4ebfd669010000100007e00000020000000000000");

  @TempDir Path directory;

  private static byte[] image() {
    byte[] image = new byte[SIZE];
    System.arraycopy(BOOT, 0, image, 0, BOOT.length);
    image[510] = 0x55;
    image[511] = (byte) 0xaa;
    System.arraycopy(WORDS, 0, image, 512, WORDS.length);
    for (int i = 5 * MIB; i < SIZE; i++) {
      image[i] = (byte) (i * 31 >>> 3);
    }
    return image;
  }

  /** As the guest leaves it. */
  private static byte[] written() {
    byte[] image = image();
    System.arraycopy(WORDS, 0, image, WRITTEN, WORDS.length);
    return image;
  }

  @Test
  void whileItRunsOnlyWhatItsGuestHasWrittenIsReadAgain() throws Exception {
    assumeThat(Path.of(PROGRAM)).isExecutable();
    Path disk = Files.write(directory.resolve("disk.raw"), image());
    Path fleece = directory.resolve("fleece.qcow2");
    QemuImg.img("create", "-q", "-f", "qcow2", "-b", disk, "-F", "raw", fleece);
    var fixture = new TestRepository(directory);
    Path nbd = directory.resolve("nbd.sock");
    String url = "nbd+unix:///%s?socket=" + nbd;
    Path qmp = directory.resolve("qmp.sock");
    try (Repository repository = fixture.create();
        var machine =
            new Machine(
                List.of(
                    "-S",
                    "-qmp",
                    "unix:" + qmp + ",server=on,wait=off",
                    "-blockdev",
                    "driver=raw,node-name=disk,file.driver=file,file.filename=" + disk,
                    "-device",
                    "ide-hd,drive=disk"));
        Monitor monitor = machine.monitor(qmp)) {
      monitor.does("nbd-server-start", "{'addr':{'type':'unix','data':{'path':'%s'}}}", nbd);
      monitor.does("block-export-add", "{'id':'a','type':'nbd','node-name':'disk','name':'all'}");
      ContentId first;
      try (NbdDisk source = Exports.open(url.formatted("all"))) {
        first = repository.backUp(source, TestRepository.facts(), WorkListener.NONE).snapshot();
      }
      monitor.does("block-dirty-bitmap-add", "{'node':'disk','name':'since','granularity':65536}");
      monitor.does("cont", "{}");
      machine.awaitWords();

      monitor.does(
          "blockdev-add",
          "{'driver':'qcow2','node-name':'fleece','backing':'disk',"
              + "'file':{'driver':'file','filename':'%s'}}",
          fleece);
      monitor.does(
          "transaction",
          "{'actions':[{'type':'block-dirty-bitmap-disable','data':{'node':'disk','name':'since'}},"
              + "{'type':'blockdev-backup','data':{'job-id':'f','device':'disk','target':'fleece',"
              + "'sync':'none'}}]}");
      monitor.does(
          "block-export-add",
          "{'id':'b','type':'nbd','node-name':'fleece','name':'now',"
              + "'bitmaps':[{'node':'disk','name':'since'}]}");
      try (NbdDisk source =
          Exports.usual().open(NbdUrl.parse(url.formatted("now")), Optional.of("since"))) {
        BackupResult second =
            repository.backUp(
                source,
                TestRepository.facts().after(first).changedOnly(source.changes().orElseThrow()),
                WorkListener.NONE);
        assertThat(second.readBytes()).isEqualTo(MIB);
        assertThat(second.remark()).isEmpty();
        assertThat(TestRepository.read(repository, second.snapshot())).isEqualTo(written());
      }
      assertThat(TestRepository.read(repository, first)).isEqualTo(image());
      assertThat(machine.process.isAlive()).isTrue();
    }
    fixture.restic.check();
  }

  @Test
  void itBootsFromASnapshotThatNobodyRestoredAndWritesToAnOverlay() throws Exception {
    assumeThat(Path.of(PROGRAM)).isExecutable();
    var fixture = new TestRepository(directory);
    Path overlay = directory.resolve("overlay.qcow2");
    try (Repository repository = fixture.create();
        NbdServer server =
            NbdServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                NbdServerLimits.DEFAULT)) {
      ContentId snapshot = TestRepository.backUp(repository, image());
      String name = "f".repeat(32);
      server.serve(name, () -> repository.disk(snapshot), Duration.ofHours(1));
      int port = ((InetSocketAddress) server.address()).getPort();
      String url = "nbd://127.0.0.1:" + port + "/" + name;
      QemuImg.img("create", "-q", "-f", "qcow2", "-b", url, "-F", "raw", overlay);
      List<String> words = new ArrayList<>(WITH_END);
      words.addAll(List.of("-drive", "if=ide,format=qcow2,cache=writethrough,file=" + overlay));
      try (var machine = new Machine(words)) {
        assertThat(machine.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        machine.awaitWords();
        assertThat(machine.process.exitValue()).isEqualTo(1);
      }
      Path after = directory.resolve("after.raw");
      QemuImg.img("convert", "-O", "raw", overlay, after);
      assertThat(after).satisfies(sameBytes(written()));
      assertThat(TestRepository.read(repository, snapshot)).isEqualTo(image());
    }
  }

  /** A machine without anything but what is said. */
  private final class Machine implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Process process;
    private final Path serial = directory.resolve("serial");
    private final Path log = directory.resolve("log");

    Machine(List<String> more) throws IOException {
      var command =
          new ArrayList<>(List.of(PROGRAM, "-accel", "tcg", "-nodefaults", "-display", "none"));
      command.addAll(List.of("-m", "32", "-chardev", "file,id=serial,path=" + serial, "-serial"));
      command.add("chardev:serial");
      command.addAll(more);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    }

    Monitor monitor(Path socket) throws IOException {
      await(() -> Files.exists(socket));
      return new Monitor(socket);
    }

    /** The last thing that the guest does is to say them: it has written before. */
    void awaitWords() throws IOException {
      await(() ->
          Files.exists(serial) && Files.readString(serial).startsWith(new String(WORDS, US_ASCII)));
    }

    private void await(Condition condition) throws IOException {
      Instant end = Instant.now().plus(PATIENCE);
      while (!condition.holds()) {
        assertThat(Instant.now()).as(Files.readString(log)).isBefore(end);
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /** The machine's control. */
  private static final class Monitor implements Closeable {
    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final BufferedReader answers;

    Monitor(Path socket) throws IOException {
      channel.connect(UnixDomainSocketAddress.of(socket));
      answers = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8));
      does("qmp_capabilities", "{}");
    }

    /** Runs a command whose arguments are in JSON with other quotes. */
    void does(String command, String arguments, Object... values) throws IOException {
      String text =
          "{'execute':'%s','arguments':%s}".formatted(command, arguments.formatted(values));
      channel.write(ByteBuffer.wrap(text.replace('\'', '"').getBytes(UTF_8)));
      String answer = answers.readLine();
      while (answer != null && !answer.contains("\"return\"")) {
        assertThat(answer).as(text).doesNotContain("\"error\"");
        answer = answers.readLine();
      }
      assertThat(answer).as(text).isNotNull();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
