package org.strongroom.storage.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.nbd.client.ScriptedNbdServer.chunk;
import static org.strongroom.storage.nbd.client.ScriptedNbdServer.export;
import static org.strongroom.storage.nbd.client.ScriptedNbdServer.greet;
import static org.strongroom.storage.nbd.client.ScriptedNbdServer.option;
import static org.strongroom.storage.nbd.client.ScriptedNbdServer.reply;
import static org.strongroom.storage.nbd.client.ScriptedNbdServer.request;
import static org.strongroom.storage.nbd.client.ScriptedNbdServer.shakeHands;

import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;

/** Servers that say what they may not are left, at once and without memory being taken for them. */
@Timeout(40) // less than the time-out of a reply: what is wrong is told at once
class HostileNbdServerTest {
  private static final long SIZE = 1L << 40;
  private static final int DONE = NbdProtocol.REPLY_DONE;

  interface Answer {
    void to(ScriptedNbdServer.Request request, DataOutputStream out) throws IOException;
  }

  static Stream<Arguments> handshakes() {
    return Stream.of(
        handshake(
            "no NBD server", (in, out) -> out.writeBytes("SSH-2.0-OpenSSH_9.2 and so on\r\n")),
        handshake(
            "fixed new style",
            (in, out) -> {
              out.writeLong(NbdProtocol.GREETING);
              out.writeLong(NbdProtocol.OPTION);
              out.writeShort(0);
            }),
        handshake(
            "a reply to an option says that it has 4294967295 bytes",
            (in, out) -> {
              greet(in, out);
              reply(out, option(in), NbdProtocol.REP_ACK, -1);
            }),
        handshake(
            "no reply to an option",
            (in, out) -> {
              greet(in, out);
              option(in);
              out.write(new byte[100]);
            }),
        handshake(
            "a reply to another option",
            (in, out) -> {
              greet(in, out);
              reply(out, option(in) + 1, NbdProtocol.REP_ACK, 0);
            }),
        handshake(
            "do not end",
            (in, out) -> {
              greet(in, out);
              reply(out, option(in), NbdProtocol.REP_ERR_UNSUP, 0);
              out.flush();
              int go = option(in);
              while (true) {
                reply(out, go, NbdProtocol.REP_INFO, 2);
                out.writeShort(77);
              }
            }),
        handshake("18446744073709551615 bytes", size(-1, 1, 1 << 25)),
        handshake("smallest block has 3 bytes", size(4096, 3, 1 << 25)),
        handshake("smallest block has 4294967295 bytes", size(4096, -1, 1 << 25)),
        handshake("largest request has 0 bytes", size(4096, 1, 0)),
        handshake("its end cannot be reached", size(4097, 4096, 1 << 25)),
        handshake(
            "is too short",
            (in, out) -> {
              greet(in, out);
              reply(out, option(in), NbdProtocol.REP_ERR_UNSUP, 0);
              out.flush();
              reply(out, option(in), NbdProtocol.REP_INFO, 2);
              out.writeShort(NbdProtocol.INFO_EXPORT);
            }));
  }

  private static ScriptedNbdServer.Script size(long size, int least, int most) {
    return (in, out) -> {
      greet(in, out);
      reply(out, option(in), NbdProtocol.REP_ERR_UNSUP, 0);
      out.flush();
      option(in);
      export(out, size);
      reply(out, NbdProtocol.OPT_GO, NbdProtocol.REP_INFO, 14);
      out.writeShort(NbdProtocol.INFO_BLOCK_SIZE);
      out.writeInt(least);
      out.writeInt(4096);
      out.writeInt(most);
      reply(out, NbdProtocol.OPT_GO, NbdProtocol.REP_ACK, 0);
    };
  }

  private static Arguments handshake(String told, ScriptedNbdServer.Script script) {
    return Arguments.of(told, script);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handshakes")
  void aHandshakeThatMakesNoSenseIsRefused(String told, ScriptedNbdServer.Script script)
      throws IOException {
    try (var server = new ScriptedNbdServer(script)) {
      assertThatThrownBy(() -> Exports.open(server.url()))
          .isInstanceOf(NbdProtocolException.class)
          .hasMessageContaining(told);
    }
  }

  @Test
  void aHandshakeThatDoesNotEndIsGivenUp() throws IOException {
    try (var silent = new ScriptedNbdServer((in, out) -> {});
        var slow =
            new ScriptedNbdServer((in, out) -> {
              greet(in, out);
              option(in);
            })) {
      NbdExports impatient = Exports.impatient(Duration.ofMillis(200), Duration.ofSeconds(20));
      assertThatThrownBy(() -> impatient.open(NbdUrl.parse(silent.url())))
          .hasMessageContaining("did not finish its greeting");
      assertThatThrownBy(() -> impatient.open(NbdUrl.parse(slow.url())))
          .hasMessageContaining("did not finish its greeting");
    }
  }

  static Stream<Arguments> answersToReads() {
    return Stream.of(
        answer(
            "a request that was not made",
            (request, out) -> {
              chunk(out, DONE, NbdProtocol.CHUNK_NONE, request.cookie() + 1, 0);
            }),
        answer("what came is no reply", (request, out) -> out.write(new byte[64])),
        answer(
            "answered without chunks",
            (request, out) -> {
              out.writeInt(NbdProtocol.SIMPLE_REPLY);
              out.writeInt(0);
              out.writeLong(request.cookie());
            }),
        answer(
            "a chunk of 4294967295 bytes",
            (request, out) ->
                chunk(out, DONE, NbdProtocol.CHUNK_DATA, request.cookie(), 0xffff_ffffL)),
        answer(
            "a chunk of 521 bytes",
            (request, out) -> data(out, request, DONE, request.offset(), 513)),
        answer("a chunk of 8 bytes", (request, out) -> data(out, request, 0, request.offset(), 0)),
        answer(
            "not asked for, or came before",
            (request, out) -> data(out, request, DONE, request.offset() + 1, 512)),
        answer(
            "not asked for, or came before",
            (request, out) -> data(out, request, DONE, Long.MAX_VALUE, 512)),
        answer(
            "not asked for, or came before",
            (request, out) -> {
              data(out, request, 0, request.offset(), 300);
              data(out, request, DONE, request.offset() + 299, 213);
            }),
        answer("not asked for, or came before", (request, out) -> hole(out, request, 0xffff_ffffL)),
        answer("not asked for, or came before", (request, out) -> hole(out, request, 0)),
        answer(
            "fewer bytes than it asked for",
            (request, out) -> data(out, request, DONE, request.offset(), 511)),
        answer(
            "fewer bytes than it asked for",
            (request, out) -> chunk(out, DONE, NbdProtocol.CHUNK_NONE, request.cookie(), 0)),
        answer(
            "an empty chunk that is not its end",
            (request, out) -> chunk(out, 0, NbdProtocol.CHUNK_NONE, request.cookie(), 0)),
        answer("a chunk of type 99", (request, out) -> chunk(out, DONE, 99, request.cookie(), 8)),
        answer(
            "an error of 1000000 bytes",
            (request, out) ->
                chunk(out, DONE, NbdProtocol.CHUNK_ERROR, request.cookie(), 1_000_000)),
        answer(
            "an error of a wrong form",
            (request, out) -> {
              chunk(out, DONE, NbdProtocol.CHUNK_ERROR, request.cookie(), 6);
              out.writeInt(5);
              out.writeShort(100);
            }),
        answer(
            "an error of 6 bytes",
            (request, out) -> {
              while (true) {
                chunk(out, 0, NbdProtocol.CHUNK_ERROR, request.cookie(), 6);
                out.writeInt(5);
                out.writeShort(0);
              }
            }));
  }

  private static Arguments answer(String told, Answer answer) {
    return Arguments.of(told, answer);
  }

  private static void data(
      DataOutputStream out, ScriptedNbdServer.Request request, int flags, long offset, int count)
      throws IOException {
    chunk(out, flags, NbdProtocol.CHUNK_DATA, request.cookie(), 8L + count);
    out.writeLong(offset);
    out.write(new byte[count]);
  }

  private static void hole(DataOutputStream out, ScriptedNbdServer.Request request, long count)
      throws IOException {
    chunk(out, DONE, NbdProtocol.CHUNK_HOLE, request.cookie(), 12);
    out.writeLong(request.offset());
    out.writeInt((int) count);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersToReads")
  void anAnswerToAReadThatMakesNoSenseEndsTheConnection(String told, Answer answer)
      throws IOException {
    try (ScriptedNbdServer server = answering(answer);
        NbdDisk disk = Exports.open(server.url())) {
      assertThatThrownBy(() -> Exports.bytes(disk, 4096, 512))
          .isInstanceOf(NbdProtocolException.class)
          .hasMessageContaining(told);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  static Stream<Arguments> answersToStatus() {
    return Stream.of(
        answer("no bytes", (request, out) -> status(out, request, 1, 4096, 0, 4096)),
        answer("more was told", (request, out) -> status(out, request, 1, 1 << 30, 1 << 30)),
        answer("a context that was not asked for", (request, out) -> status(out, request, 2, 4096)),
        answer(
            "a block status of 4 bytes",
            (request, out) ->
                chunk(out, DONE, NbdProtocol.CHUNK_BLOCK_STATUS, request.cookie(), 4)),
        answer(
            "a block status of 4294967292 bytes",
            (request, out) ->
                chunk(out, DONE, NbdProtocol.CHUNK_BLOCK_STATUS, request.cookie(), 0xffff_fffcL)),
        answer(
            "less than was asked for",
            (request, out) -> chunk(out, DONE, NbdProtocol.CHUNK_NONE, request.cookie(), 0)),
        answer(
            "asked for and not told",
            (request, out) -> {
              out.writeInt(NbdProtocol.SIMPLE_REPLY);
              out.writeInt(0);
              out.writeLong(request.cookie());
            }));
  }

  private static void status(
      DataOutputStream out, ScriptedNbdServer.Request request, int context, int... lengths)
      throws IOException {
    chunk(out, DONE, NbdProtocol.CHUNK_BLOCK_STATUS, request.cookie(), 4 + 8L * lengths.length);
    out.writeInt(context);
    for (int length : lengths) {
      out.writeInt(length);
      out.writeInt(0);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersToStatus")
  void aBlockStatusThatMakesNoSenseEndsTheConnection(String told, Answer answer)
      throws IOException {
    try (ScriptedNbdServer server = answering(answer);
        NbdDisk disk = Exports.open(server.url())) {
      assertThatThrownBy(() -> disk.run(0, 1 << 20))
          .isInstanceOf(NbdProtocolException.class)
          .hasMessageContaining(told);
    }
  }

  @Test
  void aLastStretchThatGoesBeyondTheQuestionIsCutOff() throws IOException {
    try (ScriptedNbdServer server =
            answering((request, out) -> status(out, request, 1, 4096, 0xffff_f000));
        NbdDisk disk = Exports.open(server.url())) {
      assertThat(disk.run(4096, 1 << 20).length()).isEqualTo(1 << 20);
      assertThat(disk.run(SIZE - 8192, SIZE).length()).isEqualTo(8192);
    }
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsAskedForOnceMoreAndGivenUp() throws IOException {
    try (ScriptedNbdServer server =
            answering((request, out) -> {
              chunk(out, DONE, NbdProtocol.CHUNK_DATA, request.cookie(), 8 + 512);
              out.writeLong(request.offset());
              out.flush();
            });
        NbdDisk disk =
            Exports.impatient(Duration.ofSeconds(20), Duration.ofMillis(300))
                .open(NbdUrl.parse(server.url()))) {
      assertThatThrownBy(() -> Exports.bytes(disk, 0, 512))
          .hasMessageContaining("no answer within");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private static ScriptedNbdServer answering(Answer answer) throws IOException {
    return new ScriptedNbdServer((in, out) -> {
      shakeHands(in, out, SIZE);
      while (true) {
        ScriptedNbdServer.Request request = request(in);
        if (request.command() == NbdProtocol.CMD_DISC) {
          return;
        }
        answer.to(request, out);
        out.flush();
      }
    });
  }
}
