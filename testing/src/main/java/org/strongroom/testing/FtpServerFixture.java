package org.strongroom.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;

/**
 * A real FTP server on 127.0.0.1 and a free port, over a directory: anonymous users may read, and
 * so may user {@value #USER} with password {@value #PASSWORD}.
 */
public final class FtpServerFixture implements AutoCloseable {
  public static final String USER = "ftp user";
  public static final String PASSWORD = "p@ss:w/rd";

  private final FtpServer server;
  private final int port;

  private FtpServerFixture(FtpServer server, int port) {
    this.server = server;
    this.port = port;
  }

  public static FtpServerFixture over(Path directory) throws IOException {
    int port = freePort();
    var listener = new ListenerFactory();
    listener.setServerAddress("127.0.0.1");
    listener.setPort(port);
    var connections = new ConnectionConfigFactory();
    connections.setAnonymousLoginEnabled(true);
    connections.setLoginFailureDelay(0);
    var factory = new FtpServerFactory();
    factory.setConnectionConfig(connections.createConnectionConfig());
    factory.addListener("default", listener.createListener());
    try {
      for (String name : List.of("anonymous", USER)) {
        var user = new BaseUser();
        user.setName(name);
        user.setPassword(PASSWORD);
        user.setHomeDirectory(directory.toString());
        factory.getUserManager().save(user);
      }
      FtpServer server = factory.createServer();
      server.start();
      return new FtpServerFixture(server, port);
    } catch (FtpException e) {
      throw new IOException("FTP server", e);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    server.stop();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
