package org.strongroom.storage.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.testing.NbdProcess;

/** Exports of real servers are written to. */
class NbdTargetTest {
  private static final int SIZE = 16 << 20;

  @TempDir Path directory;

  @Test
  void whatIsWrittenAndZeroedIsThere() throws IOException {
    Path image = directory.resolve("disk.qcow2");
    QemuImg.img("create", "-q", "-f", "qcow2", image, SIZE);
    byte[] wanted;
    try (NbdProcess server = NbdProcess.qemu(directory, "-f", "qcow2", image.toString());
        NbdTarget target = Exports.usual().openTarget(NbdUrl.parse(server.url("")))) {
      wanted = scribble(target);
      target.zeros(0, SIZE / 2);
      target.flush();
      Arrays.fill(wanted, 0, SIZE / 2, (byte) 0);
      assertThat(Exports.bytes(target.disk())).isEqualTo(wanted);
    }
    Path raw = directory.resolve("raw");
    Files.write(raw, wanted);
    QemuImg.img("compare", "-f", "raw", "-F", "qcow2", raw, image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--filter=blocksize-policy blocksize-minimum=4096 blocksize-maximum=64k"
            + " blocksize-error-policy=error",
        "--filter=nozero",
      })
  void oddPlacesAndServersAreWrittenToAlike(String filter) throws IOException {
    String[] words = filter.split(" ");
    String[] arguments = {words[0], "memory", Integer.toString(SIZE)};
    String[] all = Arrays.copyOf(arguments, arguments.length + words.length - 1);
    System.arraycopy(words, 1, all, arguments.length, words.length - 1);
    try (NbdProcess server = NbdProcess.nbdkit(directory, all);
        NbdTarget target = Exports.usual().openTarget(NbdUrl.parse(server.url("")))) {
      byte[] wanted = scribble(target);
      target.flush();
      assertThat(Exports.bytes(target.disk())).isEqualTo(wanted);
    }
  }

  @Test
  void aReadOnlyExportIsRefused() {
    try (NbdProcess server = NbdProcess.nbdkit(directory, "--readonly", "memory", "1M")) {
      assertThatThrownBy(() -> Exports.usual().openTarget(NbdUrl.parse(server.url("vm"))))
          .isInstanceOf(NbdRefusedException.class)
          .hasMessageContaining("the export 'vm' is read-only");
    }
  }

  @Test
  void aFullServerIsToldByTheNextCallsAtTheLatestByFlush() {
    try (NbdProcess server =
        NbdProcess.nbdkit(
            directory,
            "--filter=error",
            "memory",
            "4M",
            "error-pwrite=ENOSPC",
            "error-pwrite-rate=100%")) {
      assertThatThrownBy(
              () -> {
                try (NbdTarget target = Exports.usual().openTarget(NbdUrl.parse(server.url("")))) {
                  target.write(65_536, ByteBuffer.allocate(512));
                  target.flush();
                }
              })
          .hasMessageContaining("a write of 512 bytes at offset 65536 failed with ENOSPC");
    }
  }

  @Test
  void aLineThatBreaksIsNotMadeAnew() throws IOException {
    try (NbdProcess server = NbdProcess.nbdkit(directory, "memory", "4M");
        NbdTarget target = Exports.usual().openTarget(NbdUrl.parse(server.url("")))) {
      server.close();
      assertThatThrownBy(
              () -> {
                target.write(0, ByteBuffer.allocate(512));
                target.flush();
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("broke");
    }
  }

  @Test
  void nothingIsWrittenBeyondTheEnd() throws IOException {
    try (NbdProcess server = NbdProcess.nbdkit(directory, "memory", "1M");
        NbdTarget target = Exports.usual().openTarget(NbdUrl.parse(server.url("")))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> target.write((1 << 20) - 1, ByteBuffer.allocate(2)));
      assertThatIllegalArgumentException().isThrownBy(() -> target.zeros(-1, 1));
    }
  }

  private static byte[] scribble(NbdTarget target) throws IOException {
    var random = new Random(3);
    byte[] wanted = new byte[SIZE];
    for (int i = 0; i < 40; i++) {
      int length = 1 + random.nextInt(1 << 20);
      int from = random.nextInt(SIZE - length);
      if (i % 3 == 2) {
        Arrays.fill(wanted, from, from + length, (byte) 0);
        target.zeros(from, length);
      } else {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, wanted, from, length);
        target.write(from, ByteBuffer.wrap(bytes));
      }
    }
    return wanted;
  }
}
