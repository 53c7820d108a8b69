package org.strongroom.storage.nbd.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.storage.nbd.wire.NbdProtocol;

/** A server that says what a test wants it to, however wrong. */
final class ScriptedNbdServer implements AutoCloseable {
  /** What it does with a connection. */
  interface Script {
    void run(DataInputStream in, DataOutputStream out) throws IOException;
  }

  /** A request as it came. */
  record Request(int command, long cookie, long offset, int length) {}

  private final ServerSocket socket;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();

  ScriptedNbdServer(Script script) throws IOException {
    this.script = script;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "nbd://127.0.0.1:" + socket.getLocalPort() + "/disk";
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      var out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
      script.run(in, out);
      out.flush();
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has gone.
    }
  }

  static void greet(DataInputStream in, DataOutputStream out) throws IOException {
    out.writeLong(NbdProtocol.GREETING);
    out.writeLong(NbdProtocol.OPTION);
    out.writeShort(NbdProtocol.FIXED_NEWSTYLE | NbdProtocol.NO_ZEROES);
    out.flush();
    in.readInt();
  }

  /** Reads an option and answers its number. */
  static int option(DataInputStream in) throws IOException {
    in.readLong();
    int option = in.readInt();
    in.skipNBytes(in.readInt());
    return option;
  }

  static void reply(DataOutputStream out, int option, int type, int length) throws IOException {
    out.writeLong(NbdProtocol.OPTION_REPLY);
    out.writeInt(option);
    out.writeInt(type);
    out.writeInt(length);
  }

  /** A handshake without a fault: structured replies, and the block status has the number 1. */
  static void shakeHands(DataInputStream in, DataOutputStream out, long size) throws IOException {
    greet(in, out);
    while (true) {
      int option = option(in);
      if (option == NbdProtocol.OPT_SET_META_CONTEXT) {
        reply(out, option, NbdProtocol.REP_META_CONTEXT, 4 + 15);
        out.writeInt(1);
        out.writeBytes(NbdProtocol.BASE_ALLOCATION);
      } else if (option == NbdProtocol.OPT_GO) {
        export(out, size);
      }
      reply(out, option, NbdProtocol.REP_ACK, 0);
      out.flush();
      if (option == NbdProtocol.OPT_GO) {
        return;
      }
    }
  }

  static void export(DataOutputStream out, long size) throws IOException {
    reply(out, NbdProtocol.OPT_GO, NbdProtocol.REP_INFO, 12);
    out.writeShort(NbdProtocol.INFO_EXPORT);
    out.writeLong(size);
    out.writeShort(NbdProtocol.FLAG_HAS_FLAGS);
  }

  static Request request(DataInputStream in) throws IOException {
    in.readInt();
    in.readShort();
    return new Request(in.readUnsignedShort(), in.readLong(), in.readLong(), in.readInt());
  }

  static void chunk(DataOutputStream out, int flags, int type, long cookie, long length)
      throws IOException {
    out.writeInt(NbdProtocol.STRUCTURED_REPLY);
    out.writeShort(flags);
    out.writeShort(type);
    out.writeLong(cookie);
    out.writeInt((int) length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
