package org.strongroom.storage.source.guard;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Connects SSH to the address that was checked, whatever the name says by now. */
public final class CheckedSocketFactory implements SocketFactory {
  private final InetAddress address;
  private final SourceTimeouts timeouts;

  public CheckedSocketFactory(InetAddress address, SourceTimeouts timeouts) {
    this.address = address;
    this.timeouts = timeouts;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    var socket = new Socket();
    boolean done = false;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, port), timeouts.connectMillis());
      done = true;
      return socket;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  @Override
  public InputStream getInputStream(Socket socket) throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream getOutputStream(Socket socket) throws IOException {
    return socket.getOutputStream();
  }
}
