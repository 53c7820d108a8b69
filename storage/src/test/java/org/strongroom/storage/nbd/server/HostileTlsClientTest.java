package org.strongroom.storage.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.nbd.client.Tls;
import org.strongroom.storage.nbd.wire.NbdProtocol;

/** Callers that stop in the middle of TLS, and such as never take what they asked for by it. */
class HostileTlsClientTest {
  private static final String NAME = "a-name-that-nobody-guesses";
  private static final int SIZE = 32 << 20;

  @TempDir static Path directory;
  private static Tls tls;

  private final AtomicInteger open = new AtomicInteger();
  private final byte[] bytes = new byte[SIZE];
  private final List<Socket> sockets = new ArrayList<>();
  private NbdServer server;

  @BeforeAll
  static void makeAuthority() {
    tls = Tls.make(directory, "disks.test");
  }

  @BeforeEach
  void start() throws IOException {
    java.util.Arrays.fill(bytes, (byte) 7); // no holes
    server =
        NbdServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.of(tls.server()),
            new NbdServerLimits(8, 8, 4, Duration.ofSeconds(3), Duration.ofSeconds(1)));
    server.serve(NAME, () -> new MemoryDisk(bytes, open), Duration.ofHours(1));
  }

  @AfterEach
  void othersAreServedAndNothingIsLeft() throws IOException {
    assertThat(reads()).isTrue();
    for (Socket socket : sockets) {
      socket.close();
    }
    await().until(() -> server.connections() == 0);
    server.close();
    assertThat(open).hasValue(0);
  }

  /** Connected, and about to shake hands. */
  private Socket before() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(server.address());
    socket.setSoTimeout(30_000);
    sockets.add(socket);
    var in = new DataInputStream(socket.getInputStream());
    var out = new DataOutputStream(socket.getOutputStream());
    in.skipNBytes(18);
    out.writeInt(NbdProtocol.FIXED_NEWSTYLE);
    option(out, NbdProtocol.OPT_STARTTLS, new byte[0]);
    assertThat(reply(in)).isEqualTo(NbdProtocol.REP_ACK);
    return socket;
  }

  private static void option(DataOutputStream out, int option, byte[] body) throws IOException {
    out.writeLong(NbdProtocol.OPTION);
    out.writeInt(option);
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }

  private static int reply(DataInputStream in) throws IOException {
    assertThat(in.readLong()).isEqualTo(NbdProtocol.OPTION_REPLY);
    in.readInt();
    int type = in.readInt();
    in.skipNBytes(in.readInt());
    return type;
  }

  private SSLSocket agreed(String... versions) throws IOException {
    Socket line = before();
    var secure =
        (SSLSocket)
            tls.trust().getSocketFactory().createSocket(line, "disks.test", line.getPort(), true);
    if (versions.length > 0) {
      secure.setEnabledProtocols(versions);
    }
    secure.startHandshake();
    var in = new DataInputStream(secure.getInputStream());
    var out = new DataOutputStream(secure.getOutputStream());
    var body = new ByteArrayOutputStream();
    var data = new DataOutputStream(body);
    data.writeInt(NAME.length());
    data.writeBytes(NAME);
    data.writeShort(0);
    option(out, NbdProtocol.OPT_GO, body.toByteArray());
    int type = reply(in);
    while (type == NbdProtocol.REP_INFO) {
      type = reply(in);
    }
    assertThat(type).isEqualTo(NbdProtocol.REP_ACK);
    return secure;
  }

  private static void request(SSLSocket secure, int length) throws IOException {
    var out = new DataOutputStream(secure.getOutputStream());
    out.writeInt(NbdProtocol.REQUEST);
    out.writeShort(0);
    out.writeShort(NbdProtocol.CMD_READ);
    out.writeLong(1);
    out.writeLong(0);
    out.writeInt(length);
    out.flush();
  }

  private boolean reads() throws IOException {
    try (SSLSocket secure = agreed()) {
      request(secure, 512);
      var in = new DataInputStream(secure.getInputStream());
      return in.readNBytes(16 + 512)[16] == 7;
    }
  }

  private static void awaitEnd(Socket socket) {
    try {
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void aHandshakeThatStallsIsCutOff() throws IOException {
    Socket silent = before();
    Socket half = before();
    half.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
    assertThat(reads()).isTrue();
    awaitEnd(silent);
    awaitEnd(half);
  }

  @Test
  void handshakesThatStallByTheHundredKeepNobodyOut() throws IOException {
    for (int i = 0; i < 100; i++) {
      var socket = new Socket();
      sockets.add(socket);
      socket.connect(server.address());
      socket.getOutputStream().write(new byte[] {0, 0, 0, 1, 22, 3});
    }
    assertThat(reads()).isTrue();
  }

  @Test
  void garbageInPlaceOfAHandshakeEndsTheLine() throws IOException {
    Socket garbage = before();
    garbage
        .getOutputStream()
        .write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    awaitEnd(garbage);
  }

  /** Each handshake costs the server more than the caller. */
  @Test
  void whoShakesHandsAgainIsCutOff() throws IOException {
    SSLSocket again = agreed("TLSv1.2");
    assertThatThrownBy(
            () -> {
              again.startHandshake();
              request(again, 512);
              new DataInputStream(again.getInputStream()).readFully(new byte[16 + 512]);
            })
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(java.net.SocketTimeoutException.class);
    await().until(() -> server.connections() == 0);
  }

  @Test
  void whoAsksForMuchByTlsAndTakesNothingIsCutOff() throws IOException {
    SSLSocket stuck = agreed();
    request(stuck, SIZE);
    await().until(() -> server.connections() == 0);
    assertThat(reads()).isTrue();
  }
}
