package org.strongroom.server.notification;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes sockets that can be closed all at once by another thread, however long a server hangs, and
 * over which it can say so much only.
 */
final class AbortableSockets extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final List<Socket> open = new ArrayList<>();
  private boolean aborted;

  AbortableSockets(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /** Those without TLS. */
  SocketFactory plain() {
    return new Plain();
  }

  /** Closes what is open, and what is opened from now on. */
  synchronized void abort() {
    aborted = true;
    open.forEach(AbortableSockets::close);
    open.clear();
  }

  private synchronized Socket kept(Socket socket) {
    if (aborted) {
      close(socket);
    } else {
      open.add(socket);
    }
    return socket;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no use any more anyway
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    return kept(tls.createSocket());
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    // closing the one beneath does not wait for the other side
    Socket beneath = socket instanceof BoundedSocket ? socket : new BoundedSocket(socket);
    return tls.createSocket(kept(beneath), host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return kept(tls.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return kept(tls.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return kept(tls.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return kept(tls.createSocket(host, port, local, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  /** Without TLS, or before it begins. */
  private final class Plain extends SocketFactory {
    @Override
    public Socket createSocket() {
      return kept(new BoundedSocket(new Socket()));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return kept(new BoundedSocket(new Socket(host, port)));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return kept(new BoundedSocket(new Socket(host, port, local, localPort)));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return kept(new BoundedSocket(new Socket(host, port)));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return kept(new BoundedSocket(new Socket(host, port, local, localPort)));
    }
  }
}
