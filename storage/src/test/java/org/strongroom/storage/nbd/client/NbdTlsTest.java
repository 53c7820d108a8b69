package org.strongroom.storage.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.testing.NbdProcess;

/** TLS to real servers, whose certificate an authority of ours has signed. */
class NbdTlsTest {
  @TempDir static Path directory;
  private static Tls tls = new Tls(Path.of(""));

  @BeforeAll
  static void makeAuthority() {
    tls = Tls.make(directory, "disks.test");
  }

  @Test
  void overTcpTheHostsCertificateIsProved() throws IOException {
    try (NbdProcess server = tcp()) {
      String url = server.url("").replace("nbd:", "nbds:");
      try (NbdDisk disk = Exports.with(tls.trust()).open(NbdUrl.parse(url))) {
        assertThat(Exports.bytes(disk, 1 << 20, 8)).containsExactly(0, 0, 0, 0, 0, 0x10, 0, 0);
        assertThat(disk.size()).isEqualTo(4 << 20);
      }
      assertThatThrownBy(
              () -> Exports.with(tls.trust()).open(NbdUrl.parse(url + "?tls-hostname=other.test")))
          .hasMessageContaining("other.test");
      assertThatThrownBy(() -> Exports.usual().open(NbdUrl.parse(url)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("certification path");
    }
  }

  @Test
  void whoAsksWithoutTlsIsToldToAskWithIt() {
    try (NbdProcess server = tcp()) {
      assertThatThrownBy(() -> Exports.open(server.url("")))
          .hasMessageContaining("wants TLS: write nbds://");
    }
  }

  @Test
  void aServerWithoutTlsIsNotSpokenToInTheClear() {
    try (NbdProcess server = NbdProcess.nbdkitTcp(directory, "memory", "1M")) {
      String url = server.url("").replace("nbd:", "nbds:");
      assertThatThrownBy(() -> Exports.with(tls.trust()).open(NbdUrl.parse(url)))
          .hasMessageContaining("TLS is refused");
    }
  }

  @Test
  void aSocketTakesTlsToo() throws IOException {
    try (NbdProcess server =
        NbdProcess.nbdkit(
            directory, "--tls=require", "--tls-certificates=" + directory, "pattern", "4M")) {
      String url = server.url("").replace("nbd+unix:", "nbds+unix:") + "&tls-hostname=disks.test";
      try (NbdDisk disk = Exports.with(tls.trust()).open(NbdUrl.parse(url))) {
        assertThat(Exports.bytes(disk, 2 << 20, 8)).containsExactly(0, 0, 0, 0, 0, 0x20, 0, 0);
      }
    }
  }

  @Test
  void qemuSpeaksTlsWithUs() throws IOException {
    Path image = directory.resolve("empty.raw");
    org.strongroom.storage.format.QemuImg.img("create", "-q", "-f", "raw", image, "4M");
    try (NbdProcess server =
        NbdProcess.qemu(
            directory,
            "--object",
            "tls-creds-x509,id=tls0,endpoint=server,verify-peer=no,dir=" + directory,
            "--tls-creds",
            "tls0",
            "-f",
            "raw",
            image.toString())) {
      String url = server.url("").replace("nbd+unix:", "nbds+unix:") + "&tls-hostname=disks.test";
      try (NbdDisk disk = Exports.with(tls.trust()).open(NbdUrl.parse(url))) {
        assertThat(Exports.bytes(disk)).isEqualTo(new byte[4 << 20]);
      }
    }
  }

  private static NbdProcess tcp() {
    return NbdProcess.nbdkitTcp(
        directory, "--tls=require", "--tls-certificates=" + directory, "pattern", "4M");
  }
}
