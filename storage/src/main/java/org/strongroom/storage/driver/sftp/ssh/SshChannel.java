package org.strongroom.storage.driver.sftp.ssh;

import com.jcraft.jsch.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A running subsystem or command of an {@link SshConnection}. */
public final class SshChannel {
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Channel channel;
  private @Nullable OutputStream toServer;
  private final Traffic traffic;

  SshChannel(Channel channel, Traffic traffic) {
    this.channel = channel;
    this.traffic = traffic;
  }

  /** Sends; blocks while the server does not take more. One thread at a time. */
  public void send(byte[] bytes, int offset, int length) throws IOException {
    OutputStream out = toServer();
    out.write(bytes, offset, length);
    out.flush();
    traffic.sent(length);
  }

  private OutputStream toServer() throws IOException {
    OutputStream out = toServer;
    if (out == null) {
      out = channel.getOutputStream();
      toServer = out;
    }
    return out;
  }

  /**
   * Lets go of what only sending needs, a packet of the largest size, until something is sent
   * again. By the thread that may send.
   */
  public void rest() {
    toServer = null;
  }

  /** Tells the server that no more input comes. */
  public void endInput() throws IOException {
    toServer().close();
  }

  public boolean isOpen() {
    return channel.isConnected();
  }

  /** What the command ended with; -1 if it has not, or was killed. */
  public int exitStatus() {
    return channel.getExitStatus();
  }

  /** Closes the channel; the connection goes on. */
  public void close(Runnable cut) {
    try (var _ = new Guard(traffic.patience(CLOSING), cut)) {
      channel.disconnect();
    }
  }
}
