package org.strongroom.storage.nbd.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;
import org.strongroom.storage.nbd.wire.NbdStream;

/** The handshake as the server sees it: options, until an export is named or the caller goes. */
final class Negotiation {
  static final int CONTEXT = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Negotiation.class);
  private static final int MOST_OPTIONS = 64;
  private static final int MOST_WRONG_NAMES = 8;
  private static final int MOST_OPTION_BYTES = 16 * 1024;
  private static final int MOST_QUERIES = 64;
  private static final int LEAST_BLOCK = 1;
  private static final int BEST_BLOCK = 4096;

  private final NbdServer server;
  private final NbdStream stream;
  private final Bounds bounds;
  private boolean noZeroes;
  private boolean secure;
  private boolean structured;
  private int wrongNames;

  /** The export of which block states were asked for. */
  private @Nullable String contextOf;

  /**
   * @param bounds of the handshake
   */
  Negotiation(NbdServer server, NbdStream stream, Bounds bounds) {
    this.bounds = bounds;
    this.server = server;
    this.stream = stream;
    this.secure = server.tls().isEmpty();
  }

  /**
   * Negotiates.
   *
   * @return nothing if the caller wants no export; else one of the server's places is taken
   */
  Optional<Agreed> run() throws IOException {
    greet();
    for (int count = 0; count < MOST_OPTIONS && wrongNames < MOST_WRONG_NAMES; count++) {
      DataInputStream in = stream.in();
      if (in.readLong() != NbdProtocol.OPTION) {
        throw new NbdProtocolException("what came is no option");
      }
      int option = in.readInt();
      int length = in.readInt();
      if (length < 0 || length > MOST_OPTION_BYTES) {
        throw new NbdProtocolException("an option of too many bytes came");
      }
      byte[] data = new byte[length];
      in.readFully(data);
      switch (option) {
        case NbdProtocol.OPT_EXPORT_NAME -> {
          return exportName(new String(data, StandardCharsets.UTF_8));
        }
        case NbdProtocol.OPT_ABORT -> {
          reply(option, NbdProtocol.REP_ACK);
          return Optional.empty();
        }
        case NbdProtocol.OPT_GO -> {
          Optional<Agreed> agreed = info(option, ByteBuffer.wrap(data));
          if (agreed.isPresent()) {
            return agreed;
          }
        }
        default -> option(option, ByteBuffer.wrap(data));
      }
    }
    return Optional.empty();
  }

  private void greet() throws IOException {
    DataOutputStream out = stream.out();
    out.writeLong(NbdProtocol.GREETING);
    out.writeLong(NbdProtocol.OPTION);
    out.writeShort(NbdProtocol.FIXED_NEWSTYLE | NbdProtocol.NO_ZEROES);
    out.flush();
    int flags = stream.in().readInt();
    if ((flags & NbdProtocol.FIXED_NEWSTYLE) == 0 || (flags & ~3) != 0) {
      throw new NbdProtocolException("the caller does not speak the fixed new style");
    }
    noZeroes = (flags & NbdProtocol.NO_ZEROES) != 0;
  }

  private void option(int option, ByteBuffer data) throws IOException {
    if (option == NbdProtocol.OPT_STARTTLS) {
      startTls(option, data);
    } else if (!secure) {
      reply(option, NbdProtocol.REP_ERR_TLS_REQD);
    } else {
      switch (option) {
        case NbdProtocol.OPT_INFO -> info(option, data).ifPresent(this::unexpected);
        case NbdProtocol.OPT_STRUCTURED_REPLY -> {
          boolean valid = !data.hasRemaining() && !structured;
          structured |= valid;
          reply(option, valid ? NbdProtocol.REP_ACK : NbdProtocol.REP_ERR_INVALID);
        }
        case NbdProtocol.OPT_LIST_META_CONTEXT, NbdProtocol.OPT_SET_META_CONTEXT ->
            contexts(option, data);
        case NbdProtocol.OPT_LIST -> reply(option, NbdProtocol.REP_ERR_POLICY);
        default -> reply(option, NbdProtocol.REP_ERR_UNSUP);
      }
    }
  }

  private void unexpected(Agreed agreed) {
    throw new IllegalStateException("a question opens nothing");
  }

  private void startTls(int option, ByteBuffer data) throws IOException {
    Optional<SSLContext> tls = server.tls();
    if (tls.isEmpty()) {
      reply(option, NbdProtocol.REP_ERR_UNSUP);
    } else if (secure || data.hasRemaining()) {
      reply(option, NbdProtocol.REP_ERR_INVALID);
    } else {
      stream.requireNothingAhead();
      reply(option, NbdProtocol.REP_ACK);
      stream.startTls(line -> protectedSocket(tls.get(), line));
      secure = true;
    }
  }

  private static SSLSocket protectedSocket(SSLContext tls, Socket line) throws IOException {
    return (SSLSocket)
        tls.getSocketFactory().createSocket(line, InputStream.nullInputStream(), true);
  }

  private void contexts(int option, ByteBuffer data) throws IOException {
    boolean setting = option == NbdProtocol.OPT_SET_META_CONTEXT;
    if (setting) {
      contextOf = null;
    }
    String name;
    List<String> queries = new ArrayList<>();
    try {
      name = string(data);
      int count = data.getInt();
      if (count < 0 || count > MOST_QUERIES) {
        throw new BufferUnderflowException();
      }
      for (int i = 0; i < count; i++) {
        queries.add(string(data));
      }
    } catch (BufferUnderflowException e) {
      reply(option, NbdProtocol.REP_ERR_INVALID);
      return;
    }
    if (data.hasRemaining() || (setting && !structured)) {
      reply(option, NbdProtocol.REP_ERR_INVALID);
      return;
    }
    if (server.find(name).isEmpty()) {
      unknown(option);
      return;
    }
    boolean wanted =
        queries.contains(NbdProtocol.BASE_ALLOCATION)
            || (!setting && (queries.isEmpty() || queries.contains("base:")));
    if (wanted) {
      var body = new ByteArrayOutputStream();
      new DataOutputStream(body).writeInt(setting ? CONTEXT : 0);
      body.writeBytes(NbdProtocol.BASE_ALLOCATION.getBytes(StandardCharsets.UTF_8));
      reply(option, NbdProtocol.REP_META_CONTEXT, body.toByteArray());
      contextOf = setting ? name : contextOf;
    }
    reply(option, NbdProtocol.REP_ACK);
  }

  private static String string(ByteBuffer data) {
    int length = data.getInt();
    if (length < 0 || length > NbdProtocol.MAX_STRING || length > data.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    data.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Answers the options INFO and GO, of which the second opens the disk. */
  private Optional<Agreed> info(int option, ByteBuffer data) throws IOException {
    if (!secure) {
      reply(option, NbdProtocol.REP_ERR_TLS_REQD);
      return Optional.empty();
    }
    String name;
    try {
      name = string(data);
      int count = data.getShort() & 0xffff;
      if (data.remaining() != 2 * count) {
        throw new BufferUnderflowException();
      }
    } catch (BufferUnderflowException e) {
      reply(option, NbdProtocol.REP_ERR_INVALID);
      return Optional.empty();
    }
    Optional<ServedDisk> served = server.find(name);
    if (served.isEmpty()) {
      unknown(option);
      return Optional.empty();
    }
    Optional<Disk> opened = open(served.get());
    if (opened.isEmpty()) {
      reply(option, NbdProtocol.REP_ERR_PLATFORM);
      return Optional.empty();
    }
    Disk disk = opened.get();
    boolean kept = false;
    try {
      export(option, disk);
      reply(option, NbdProtocol.REP_ACK);
      kept = option == NbdProtocol.OPT_GO;
      return kept ? Optional.of(agreed(name, served.get(), disk)) : Optional.empty();
    } finally {
      if (!kept) {
        close(disk, served.get());
      }
    }
  }

  private Agreed agreed(String name, ServedDisk served, Disk disk) {
    return new Agreed(served, disk, structured, name.equals(contextOf));
  }

  /** Opens a disk, if there is a place for one more. */
  private Optional<Disk> open(ServedDisk served) {
    if (!server.enter(served)) {
      return Optional.empty();
    }
    boolean done = false;
    bounds.begin(server.limits().stall()); // who knows a name may wait for its storage
    try {
      Disk disk = served.opener().open();
      done = true;
      return Optional.of(disk);
    } catch (IOException | RuntimeException e) {
      LOG.warn("a disk for an NBD export was not opened: {}", e.toString());
      return Optional.empty();
    } finally {
      if (!done) {
        server.leave(served);
      }
    }
  }

  private void close(Disk disk, ServedDisk served) throws IOException {
    try {
      disk.close();
    } finally {
      server.leave(served);
    }
  }

  private void export(int option, Disk disk) throws IOException {
    var body = new ByteArrayOutputStream();
    var data = new DataOutputStream(body);
    data.writeShort(NbdProtocol.INFO_EXPORT);
    data.writeLong(disk.size());
    data.writeShort(flags());
    reply(option, NbdProtocol.REP_INFO, body.toByteArray());
    body.reset();
    data.writeShort(NbdProtocol.INFO_BLOCK_SIZE);
    data.writeInt(LEAST_BLOCK);
    data.writeInt(BEST_BLOCK);
    data.writeInt(Transmission.MOST_BYTES);
    reply(option, NbdProtocol.REP_INFO, body.toByteArray());
  }

  private int flags() {
    return NbdProtocol.FLAG_HAS_FLAGS
        | NbdProtocol.FLAG_READ_ONLY
        | NbdProtocol.FLAG_CAN_MULTI_CONN
        | (structured ? NbdProtocol.FLAG_SEND_DF : 0);
  }

  /** The older way, which knows no refusal but the end of the connection. */
  private Optional<Agreed> exportName(String name) throws IOException {
    Optional<ServedDisk> served = secure ? server.find(name) : Optional.empty();
    Optional<Disk> opened = served.isPresent() ? open(served.get()) : Optional.empty();
    if (served.isEmpty() || opened.isEmpty()) {
      return Optional.empty();
    }
    Disk disk = opened.get();
    boolean kept = false;
    try {
      DataOutputStream out = stream.out();
      out.writeLong(disk.size());
      out.writeShort(flags());
      out.write(new byte[noZeroes ? 0 : 124]);
      out.flush();
      kept = true;
      return Optional.of(agreed(name, served.get(), disk));
    } finally {
      if (!kept) {
        close(disk, served.get());
      }
    }
  }

  private void unknown(int option) throws IOException {
    wrongNames++;
    reply(option, NbdProtocol.REP_ERR_UNKNOWN);
  }

  private void reply(int option, int type) throws IOException {
    reply(option, type, new byte[0]);
  }

  private void reply(int option, int type, byte[] body) throws IOException {
    DataOutputStream out = stream.out();
    out.writeLong(NbdProtocol.OPTION_REPLY);
    out.writeInt(option);
    out.writeInt(type);
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }
}
