package org.strongroom.storage.nbd.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/**
 * Both directions of a connection, which may turn into TLS on the way. One thread may read while
 * another one writes, and any may close it.
 */
public final class NbdStream implements Closeable {
  private static final int BUFFER = 64 * 1024;

  private final Socket line;
  private DataInputStream in;
  private DataOutputStream out;

  /** Over a connected socket, which it owns. */
  public NbdStream(Socket line) throws IOException {
    this.line = line;
    this.in = input(line);
    this.out = output(line);
  }

  private static DataInputStream input(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
  }

  private static DataOutputStream output(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
  }

  public DataInputStream in() {
    return in;
  }

  public DataOutputStream out() {
    return out;
  }

  /** Lays TLS over a socket. */
  public interface Tls {
    /** The socket that is to shake hands; closing it closes the one below. */
    SSLSocket over(Socket line) throws IOException;
  }

  /**
   * Looks that the peer has not sent on before its time: those bytes would be taken for protected
   * ones.
   */
  public void requireNothingAhead() throws IOException {
    if (in.available() > 0) {
      throw new NbdProtocolException("bytes came before the TLS handshake");
    }
  }

  /**
   * Goes on in TLS, all that was read being behind. The peer shakes hands once: a handshake costs
   * more than asking for it, and before TLS 1.3 one may be asked for at any time.
   */
  public void startTls(Tls tls) throws IOException {
    SSLSocket secure = tls.over(line);
    secure.startHandshake();
    secure.setEnabledCipherSuites(new String[0]); // nothing is left that another could agree on
    in = input(secure);
    out = output(secure);
  }

  /** Cuts the line. That of TLS is not said good-bye to: it would wait for a peer that is stuck. */
  @Override
  public void close() {
    try {
      line.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
