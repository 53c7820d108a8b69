package org.strongroom.storage.nbd.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;
import org.strongroom.storage.nbd.wire.NbdStream;
import org.strongroom.storage.source.UrlMask;

/** What client and server agree on before the first request: fixed newstyle only. */
final class NbdHandshake {
  /** What comes before a reply is refused beyond this many bytes, or replies to one option. */
  private static final int MOST_REPLY_BYTES = 64 * 1024;

  private static final int MOST_REPLIES = 64;
  private static final long USUAL_MOST_BYTES = 32L << 20;

  private final NbdStream stream;
  private boolean noZeroes;

  private NbdHandshake(NbdStream stream) {
    this.stream = stream;
  }

  /**
   * Shakes hands.
   *
   * @param tls if the connection must be protected
   * @param export its name
   * @param contexts that are wanted, by their names
   */
  static ExportInfo run(
      NbdStream stream, Optional<NbdStream.Tls> tls, String export, Map<String, Context> contexts)
      throws IOException {
    var handshake = new NbdHandshake(stream);
    handshake.greet();
    if (tls.isPresent()) {
      handshake.expectAck(NbdProtocol.OPT_STARTTLS, new byte[0], "TLS is refused: ");
      stream.requireNothingAhead();
      stream.startTls(tls.get());
    }
    boolean structured = handshake.structured();
    Map<Integer, Context> numbers =
        structured && !contexts.isEmpty() ? handshake.contexts(export, contexts) : Map.of();
    return handshake.go(export, structured, numbers);
  }

  private void greet() throws IOException {
    DataInputStream in = stream.in();
    if (in.readLong() != NbdProtocol.GREETING) {
      throw new NbdProtocolException("no NBD server answers there");
    }
    long style = in.readLong();
    if (style == NbdProtocol.OLD_STYLE) {
      throw new NbdProtocolException("the server speaks only the old style of the protocol");
    }
    int flags = style == NbdProtocol.OPTION ? in.readUnsignedShort() : 0;
    if ((flags & NbdProtocol.FIXED_NEWSTYLE) == 0) {
      throw new NbdProtocolException("the server does not speak the fixed new style");
    }
    noZeroes = (flags & NbdProtocol.NO_ZEROES) != 0;
    stream.out().writeInt(NbdProtocol.FIXED_NEWSTYLE | (noZeroes ? NbdProtocol.NO_ZEROES : 0));
    stream.out().flush();
  }

  private boolean structured() throws IOException {
    send(NbdProtocol.OPT_STRUCTURED_REPLY, new byte[0]);
    return reply(NbdProtocol.OPT_STRUCTURED_REPLY).type == NbdProtocol.REP_ACK;
  }

  private Map<Integer, Context> contexts(String export, Map<String, Context> wanted)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    string(data, export);
    data.writeInt(wanted.size());
    for (String name : wanted.keySet()) {
      string(data, name);
    }
    send(NbdProtocol.OPT_SET_META_CONTEXT, bytes.toByteArray());
    Map<Integer, Context> numbers = new HashMap<>();
    for (int count = 0; count < MOST_REPLIES; count++) {
      Reply reply = reply(NbdProtocol.OPT_SET_META_CONTEXT);
      if (reply.type != NbdProtocol.REP_META_CONTEXT) {
        return reply.type == NbdProtocol.REP_ACK ? numbers : Map.of();
      }
      ByteBuffer body = reply.require(Integer.BYTES);
      int id = body.getInt();
      Context context = wanted.get(StandardCharsets.UTF_8.decode(body).toString());
      if (context != null) {
        numbers.put(id, context);
      }
    }
    throw endless();
  }

  private ExportInfo go(String export, boolean structured, Map<Integer, Context> contexts)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    var data = new DataOutputStream(bytes);
    string(data, export);
    data.writeShort(1);
    data.writeShort(NbdProtocol.INFO_BLOCK_SIZE);
    send(NbdProtocol.OPT_GO, bytes.toByteArray());
    long size = -1;
    int flags = 0;
    long least = 1;
    long most = USUAL_MOST_BYTES;
    for (int count = 0; count < MOST_REPLIES; count++) {
      Reply reply = reply(NbdProtocol.OPT_GO);
      if (reply.type == NbdProtocol.REP_ACK) {
        return ExportInfo.of(size, flags, least, most, structured, contexts);
      }
      if (reply.type == NbdProtocol.REP_ERR_UNSUP) {
        return exportName(export, structured, contexts);
      }
      if (reply.type != NbdProtocol.REP_INFO) {
        throw refused(
            "the export '%s' is refused: ".formatted(UrlMask.exportName(export)), reply, export);
      }
      ByteBuffer body = reply.require(Short.BYTES);
      switch (body.getShort()) {
        case NbdProtocol.INFO_EXPORT -> {
          reply.require(12);
          size = body.getLong();
          flags = body.getShort() & 0xffff;
        }
        case NbdProtocol.INFO_BLOCK_SIZE -> {
          reply.require(14);
          least = body.getInt() & 0xffff_ffffL;
          body.getInt(); // what it would like best
          most = body.getInt() & 0xffff_ffffL;
        }
        default -> {}
      }
    }
    throw endless();
  }

  /** The way of servers that do not know the newer one: a refusal is the end of the connection. */
  private ExportInfo exportName(String export, boolean structured, Map<Integer, Context> contexts)
      throws IOException {
    send(NbdProtocol.OPT_EXPORT_NAME, export.getBytes(StandardCharsets.UTF_8));
    DataInputStream in = stream.in();
    long size = in.readLong();
    int flags = in.readUnsignedShort();
    if (!noZeroes) {
      in.skipNBytes(124);
    }
    return ExportInfo.of(size, flags, 1, USUAL_MOST_BYTES, structured, contexts);
  }

  private void expectAck(int option, byte[] data, String what) throws IOException {
    send(option, data);
    Reply reply = reply(option);
    if (reply.type != NbdProtocol.REP_ACK) {
      throw refused(what, reply, "");
    }
  }

  private void send(int option, byte[] data) throws IOException {
    DataOutputStream out = stream.out();
    out.writeLong(NbdProtocol.OPTION);
    out.writeInt(option);
    out.writeInt(data.length);
    out.write(data);
    out.flush();
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private Reply reply(int option) throws IOException {
    DataInputStream in = stream.in();
    if (in.readLong() != NbdProtocol.OPTION_REPLY) {
      throw new NbdProtocolException("what came is no reply to an option");
    }
    int answered = in.readInt();
    int type = in.readInt();
    int length = in.readInt();
    if (answered != option) {
      throw new NbdProtocolException("a reply to another option came");
    }
    if (length < 0 || length > MOST_REPLY_BYTES) {
      throw new NbdProtocolException(
          "a reply to an option says that it has %s bytes"
              .formatted(Integer.toUnsignedString(length)));
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return new Reply(type, ByteBuffer.wrap(body));
  }

  /**
   * @param export servers repeat its name in what they say
   */
  private static IOException refused(String what, Reply reply, String export) {
    if ((reply.type & NbdProtocol.REP_ERROR) == 0) {
      return new NbdProtocolException("a reply of type %d came".formatted(reply.type));
    }
    String said = NbdText.shown(reply.body, export);
    return new NbdRefusedException(
        what + NbdProtocol.refusal(reply.type) + (said.isEmpty() ? "" : " (" + said + ")"));
  }

  private static IOException endless() {
    return new NbdProtocolException("the replies to an option do not end");
  }

  private record Reply(int type, ByteBuffer body) {
    /** The body, of which there must be so much. */
    ByteBuffer require(int bytes) throws IOException {
      if (body.limit() < bytes) {
        throw new NbdProtocolException("a reply of type %d is too short".formatted(type));
      }
      return body;
    }
  }
}
