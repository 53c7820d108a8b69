package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.source.ScriptedHttpServer.answer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Disks on web servers that keep to what they say of ranges, and on such as do not. */
class HttpDiskTest {
  private static final byte[] BYTES =
      "0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final String FIRST =
      "HTTP/1.1 206 P\nContent-Length: 1\nContent-Range: bytes 0-0/10";
  private static final String WHOLE =
      "HTTP/1.1 206 P\nContent-Length: 10\nContent-Range: bytes 0-9/10";

  private final Sources sources = Sources.allowingLoopback();

  @AfterEach
  void stop() throws IOException {
    sources.close();
  }

  private byte[] read(ScriptedHttpServer server) throws IOException {
    try (HttpDisk disk = HttpDisk.open(sources.http(), ImageUrl.parse(server.url("/disk")))) {
      ByteBuffer target = ByteBuffer.allocate(20);
      for (long at = 0; disk.read(at, target) >= 0; ) {
        at = target.position();
      }
      return Arrays.copyOf(target.array(), target.position());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "'\nETag: \"a\"','\nETag: \"a\"'",
    "'\nETag: W/\"a\"','\nETag: \"a\"'",
    "'\nLast-Modified: then','\nLast-Modified: then'",
    "'\nETag: \"a\"\nLast-Modified: then','\nETag: \"a\"\nLast-Modified: later'",
  })
  void whatStaysIsRead(String before, String then) throws IOException {
    try (ScriptedHttpServer server =
        ScriptedHttpServer.answering(
            answer(FIRST + before, new byte[1]), answer(WHOLE + then, BYTES))) {
      assertThat(read(server)).isEqualTo(BYTES);
    }
  }

  /** Two halves of two files are no disk. */
  @ParameterizedTest
  @CsvSource({
    "'\nETag: \"a\"','\nETag: \"b\"'",
    "'\nETag: \"a\"',''",
    "'\nETag: W/\"a\"','\nETag: W/\"b\"'",
    "'\nLast-Modified: then','\nLast-Modified: later'",
  })
  void whatChangesUnderWayIsNotRead(String before, String then) throws IOException {
    try (ScriptedHttpServer server =
        ScriptedHttpServer.answering(
            answer(FIRST + before, new byte[1]), answer(WHOLE + then, BYTES))) {
      assertThatThrownBy(() -> read(server)).hasMessageContaining("changed on its server");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "206 P,bytes 1-9/10,the bytes that were asked for",
    "206 P,bytes 0-8/10,the bytes that were asked for",
    "206 P,bytes 0-9/*,the bytes that were asked for",
    "206 P,bytes 0-9/99999999999999999999,the bytes that were asked for",
    "206 P,,the bytes that were asked for",
    "206 P,bytes 0-9/11,changed on its server",
    "200 OK,bytes 0-9/10,the bytes that were asked for",
    "416 R,bytes */10,the bytes that were asked for",
    "302 F,bytes 0-9/10,the bytes that were asked for",
  })
  void rangesThatLieAreRefused(String status, String range, String reason) throws IOException {
    byte[] lie =
        answer(
            "HTTP/1.1 "
                + status
                + "\nContent-Length: 10\nContent-Range: "
                + (range == null ? "" : range),
            BYTES);
    try (ScriptedHttpServer server =
        ScriptedHttpServer.answering(answer(FIRST, new byte[1]), lie)) {
      assertThatThrownBy(() -> read(server)).hasMessageContaining(reason);
    }
  }

  @Test
  void aBodyThatIsTooShortIsNoDisk() throws IOException {
    byte[] cut = answer("HTTP/1.1 206 P\nContent-Range: bytes 0-9/10", Arrays.copyOf(BYTES, 9));
    try (ScriptedHttpServer server =
        ScriptedHttpServer.answering(answer(FIRST, new byte[1]), cut)) {
      assertThatThrownBy(() -> read(server)).hasMessageContaining("broke off");
    }
  }

  /** What goes on behind the range is left there. */
  @Test
  void aBodyWithoutEndIsReadAsFarAsWasAsked() throws IOException {
    try (ScriptedHttpServer server =
        ScriptedHttpServer.start((request, out) -> {
          boolean first = request.contains("bytes=0-0\n");
          out.write(answer(first ? FIRST : "HTTP/1.1 206 P\nContent-Range: bytes 0-9/10", BYTES));
          while (!first) {
            out.write(BYTES);
          }
        })) {
      assertThat(read(server)).isEqualTo(BYTES);
    }
  }

  /** Idle times begin anew with each byte. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatDripsEndsInBoundedTime(boolean inHead) throws IOException {
    try (ScriptedHttpServer server =
        ScriptedHttpServer.start((request, out) -> {
          String head = inHead ? "HTTP/1.1 206 P\r\nX: " : WHOLE.replace("\n", "\r\n") + "\r\n\r\n";
          if (request.contains("bytes=0-0\n")) {
            out.write(answer(FIRST, new byte[1]));
            return;
          }
          out.write(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
          while (inHead) {
            out.write('x');
            LockSupport.parkNanos(50_000_000);
          }
          for (int i = 0; i < 9; i++) {
            out.write(BYTES, i, 1);
            LockSupport.parkNanos(400_000_000);
          }
        })) {
      assertThatThrownBy(() -> read(server)).hasMessageContaining("was not whole after");
    }
  }
}
