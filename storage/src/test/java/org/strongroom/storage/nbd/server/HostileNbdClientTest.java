package org.strongroom.storage.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.nbd.wire.NbdError;
import org.strongroom.storage.nbd.wire.NbdProtocol;

/** Callers that send what they may not, or nothing, do no harm to others. */
class HostileNbdClientTest {
  private static final String NAME = "0123456789abcdef0123456789abcdef";
  private static final int SIZE = 1 << 20;

  private final AtomicInteger open = new AtomicInteger();
  private final byte[] bytes = MemoryDisk.content(SIZE);
  private final List<Socket> sockets = new ArrayList<>();
  private NbdServer server = uninitialized();

  @BeforeEach
  void start() throws IOException {
    server =
        NbdServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            new NbdServerLimits(5, 4, 8, Duration.ofSeconds(1), Duration.ofMillis(500)));
    server.serve(NAME, () -> new MemoryDisk(bytes, open), Duration.ofHours(1));
  }

  @AfterEach
  void othersAreServedAndNothingIsLeft() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    await().pollInterval(Duration.ofMillis(10)).until(() -> server.connections() == 0);
    try (var caller = new Caller()) {
      caller.go(true);
      caller.request(NbdProtocol.CMD_READ, 0, 0, 512);
      assertThat(caller.replies()).containsExactly("hole 0+512");
    }
    server.close();
    assertThat(open).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\0\0\0\3garbage that is no option at all", ""})
  void garbageEndsTheConnection(String garbage) throws IOException {
    try (var caller = new Caller()) {
      caller.out.write(garbage.getBytes(StandardCharsets.ISO_8859_1));
      caller.out.flush();
      caller.awaitEnd();
    }
  }

  @Test
  void randomBytesAfterTheGreetingEndTheConnection() throws IOException {
    var random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] some = new byte[1 + random.nextInt(200)];
      random.nextBytes(some);
      try (var caller = new Caller()) {
        caller.go(i % 2 == 0);
        caller.out.write(some);
        caller.out.flush();
        caller.socket.shutdownOutput();
        caller.awaitEnd();
      } catch (SocketException e) {
        // Ended while it was written to.
      }
    }
  }

  @Test
  void anOptionOfTwoGigabytesIsNotWaitedFor() throws IOException {
    try (var caller = new Caller()) {
      caller.out.writeInt(NbdProtocol.FIXED_NEWSTYLE);
      caller.out.writeLong(NbdProtocol.OPTION);
      caller.out.writeInt(NbdProtocol.OPT_GO);
      caller.out.writeInt(Integer.MAX_VALUE);
      caller.out.flush();
      caller.awaitEnd();
    }
  }

  @Test
  void optionsAndGuessesAreCounted() throws IOException {
    try (var caller = new Caller()) {
      caller.out.writeInt(NbdProtocol.FIXED_NEWSTYLE);
      List<Integer> replies = new ArrayList<>();
      try {
        for (int i = 0; i < 100; i++) {
          caller.option(NbdProtocol.OPT_INFO, caller.named("guess-" + i, 0));
          replies.add(caller.optionReply());
        }
      } catch (EOFException | SocketException e) {
        // That was enough.
      }
      assertThat(replies).hasSize(8).containsOnly(NbdProtocol.REP_ERR_UNKNOWN);
    }
  }

  @Test
  void anOptionWhoseLengthsLieIsInvalid() throws IOException {
    try (var caller = new Caller()) {
      caller.out.writeInt(NbdProtocol.FIXED_NEWSTYLE);
      for (int option :
          List.of(
              NbdProtocol.OPT_GO,
              NbdProtocol.OPT_INFO,
              NbdProtocol.OPT_SET_META_CONTEXT,
              NbdProtocol.OPT_LIST_META_CONTEXT)) {
        for (byte[] body :
            List.of(new byte[0], new byte[] {-1, -1, -1, -1}, new byte[] {0, 0, 16, 0, 1})) {
          caller.option(option, body);
          assertThat(caller.optionReply()).isEqualTo(NbdProtocol.REP_ERR_INVALID);
        }
      }
      caller.option(NbdProtocol.OPT_LIST, new byte[0]);
      assertThat(caller.optionReply()).isEqualTo(NbdProtocol.REP_ERR_POLICY);
      caller.option(NbdProtocol.OPT_STARTTLS, new byte[0]);
      assertThat(caller.optionReply()).isEqualTo(NbdProtocol.REP_ERR_UNSUP);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 4294967295, EINVAL",
    "0, 0, -1, 512, EINVAL",
    "0, 0, 1048576, 1, EINVAL",
    "0, 0, 1048575, 2, EINVAL",
    "0, 0, 0, 0, EINVAL",
    "0, 64, 0, 512, EINVAL",
    "0, 4, 0, 1048576, EOVERFLOW",
    "3, 0, 0, 0, EINVAL",
    "4, 0, 0, 512, EPERM",
    "6, 0, 0, 512, EPERM",
    "7, 0, 0, 512, EINVAL",
    "99, 0, 0, 512, EINVAL",
  })
  void aRequestThatCannotBeIsAnErrorAndTheNextIsAnswered(
      int command, int flags, long offset, long length, NbdError error) throws IOException {
    try (var caller = new Caller()) {
      caller.go(true);
      caller.request(command, flags, offset, (int) length);
      caller.request(NbdProtocol.CMD_READ, 0, 0, 512);
      assertThat(caller.replies()).containsExactly("error " + error.number());
      assertThat(caller.replies()).containsExactly("hole 0+512");
    }
  }

  @Test
  void aWriteIsTakenOffTheLineAndRefused() throws IOException {
    try (var caller = new Caller()) {
      caller.go(true);
      caller.request(NbdProtocol.CMD_WRITE, 0, 0, 100_000);
      caller.out.write(new byte[100_000]);
      caller.request(NbdProtocol.CMD_READ, 0, 0, 512);
      assertThat(caller.replies()).containsExactly("error " + NbdError.EPERM.number());
      assertThat(caller.replies()).containsExactly("hole 0+512");
      caller.request(NbdProtocol.CMD_WRITE, 0, 0, Integer.MAX_VALUE);
      caller.out.flush();
      caller.awaitEnd();
    }
  }

  @Test
  void whoStopsInTheMiddleOfARequestIsCutOff() throws IOException {
    try (var caller = new Caller()) {
      caller.go(true);
      caller.out.writeInt(NbdProtocol.REQUEST);
      caller.out.flush();
      caller.awaitEnd();
    }
  }

  @Test
  void whoAsksForMuchAndTakesNothingIsCutOff() throws IOException {
    try (var caller = new Caller()) {
      caller.go(true);
      try {
        for (int i = 0; i < 200; i++) {
          caller.request(NbdProtocol.CMD_READ, 0, 0, SIZE);
        }
        caller.out.flush();
      } catch (SocketException e) {
        // Cut off already.
      }
      await().until(() -> open.get() == 0);
    }
  }

  @Test
  void whoAsksForNothingStays() throws IOException {
    try (var caller = new Caller();
        var silent = new Caller()) {
      caller.go(true);
      silent.awaitEnd(); // longer than any time that is waited for requests
      caller.request(NbdProtocol.CMD_READ, 0, 0, 512);
      assertThat(caller.replies()).containsExactly("hole 0+512");
    }
  }

  @Test
  void aThousandConnectionsThatSayNothingKeepNobodyOut() throws IOException {
    for (int i = 0; i < 1000; i++) {
      var socket = new Socket();
      sockets.add(socket);
      socket.connect(server.address());
    }
    try (var caller = new Caller()) {
      caller.go(true);
      caller.request(NbdProtocol.CMD_READ, 0, 0, 512);
      assertThat(caller.replies()).containsExactly("hole 0+512");
    }
  }

  @Test
  void moreReadersThanAnExportHasPlacesAreRefusedAndKeepNobodyFromTheOthers() throws IOException {
    String other = "another-name-that-nobody-guesses";
    server.serve(other, () -> new MemoryDisk(bytes, open), Duration.ofHours(1));
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      var caller = new Caller();
      caller.go(true);
      callers.add(caller);
    }
    try (var late = new Caller()) {
      late.out.writeInt(NbdProtocol.FIXED_NEWSTYLE);
      late.option(NbdProtocol.OPT_GO, late.named(NAME, 0));
      assertThat(late.optionReply()).isEqualTo(NbdProtocol.REP_ERR_PLATFORM);
      try (var elsewhere = new Caller()) {
        elsewhere.out.writeInt(NbdProtocol.FIXED_NEWSTYLE);
        elsewhere.option(NbdProtocol.OPT_GO, elsewhere.named(other, 0));
        assertThat(elsewhere.optionReply()).isEqualTo(NbdProtocol.REP_INFO);
      }
      await().until(() -> server.connections() == 4);
      callers.getFirst().close();
      await().until(() -> server.connections() == 3);
      late.option(NbdProtocol.OPT_GO, late.named(NAME, 0));
      assertThat(late.optionReply()).isEqualTo(NbdProtocol.REP_INFO);
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T uninitialized() {
    return null;
  }

  /** A client that sends what it is told to. */
  private final class Caller implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;

    Caller() throws IOException {
      socket.connect(server.address());
      socket.setSoTimeout(20_000);
      sockets.add(socket);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
      in.skipNBytes(18);
    }

    void go(boolean structured) throws IOException {
      out.writeInt(NbdProtocol.FIXED_NEWSTYLE);
      if (structured) {
        option(NbdProtocol.OPT_STRUCTURED_REPLY, new byte[0]);
        assertThat(optionReply()).isEqualTo(NbdProtocol.REP_ACK);
      }
      option(NbdProtocol.OPT_GO, named(NAME, 0));
      while (optionReply() == NbdProtocol.REP_INFO) {
        // Until it is acknowledged.
      }
    }

    byte[] named(String name, int number) throws IOException {
      var body = new ByteArrayOutputStream();
      var data = new DataOutputStream(body);
      data.writeInt(name.length());
      data.writeBytes(name);
      data.writeShort(number);
      return body.toByteArray();
    }

    void option(int option, byte[] body) throws IOException {
      out.writeLong(NbdProtocol.OPTION);
      out.writeInt(option);
      out.writeInt(body.length);
      out.write(body);
      out.flush();
    }

    int optionReply() throws IOException {
      assertThat(in.readLong()).isEqualTo(NbdProtocol.OPTION_REPLY);
      in.readInt();
      int type = in.readInt();
      in.skipNBytes(in.readInt());
      return type;
    }

    void request(int command, int flags, long offset, int length) throws IOException {
      out.writeInt(NbdProtocol.REQUEST);
      out.writeShort(flags);
      out.writeShort(command);
      out.writeLong(1);
      out.writeLong(offset);
      out.writeInt(length);
      out.flush();
    }

    /** The chunks of one reply. */
    List<String> replies() throws IOException {
      List<String> chunks = new ArrayList<>();
      int flags;
      do {
        assertThat(in.readInt()).isEqualTo(NbdProtocol.STRUCTURED_REPLY);
        flags = in.readUnsignedShort();
        int type = in.readUnsignedShort();
        in.readLong();
        int length = in.readInt();
        switch (type) {
          case NbdProtocol.CHUNK_HOLE -> chunks.add("hole " + in.readLong() + "+" + in.readInt());
          case NbdProtocol.CHUNK_ERROR -> {
            chunks.add("error " + in.readInt());
            in.skipNBytes(length - 4);
          }
          default -> {
            chunks.add("type " + type);
            in.skipNBytes(length);
          }
        }
      } while ((flags & NbdProtocol.REPLY_DONE) == 0);
      return chunks;
    }

    void awaitEnd() throws IOException {
      try {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      } catch (SocketException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
