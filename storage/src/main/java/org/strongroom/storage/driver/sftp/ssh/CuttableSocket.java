package org.strongroom.storage.driver.sftp.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * The TCP connection under an SSH session, kept at hand so that it can be cut without asking the
 * SSH library, whose own disconnect waits behind a blocked write.
 */
final class CuttableSocket implements SocketFactory {
  private final Duration connectTimeout;
  private final Socket socket = new Socket();

  CuttableSocket(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    socket.connect(
        new InetSocketAddress(InetAddress.getByName(host), port),
        Math.max(1, (int) connectTimeout.toMillis()));
    return socket;
  }

  @Override
  public InputStream getInputStream(Socket connected) throws IOException {
    return connected.getInputStream();
  }

  @Override
  public OutputStream getOutputStream(Socket connected) throws IOException {
    return connected.getOutputStream();
  }

  /** Ends the connection now; whoever blocks in it gets an exception. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as closed as it can be.
    }
  }
}
