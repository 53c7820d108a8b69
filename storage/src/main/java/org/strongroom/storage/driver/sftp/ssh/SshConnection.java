package org.strongroom.storage.driver.sftp.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.OutputStream;
import java.time.Duration;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** One logged-in SSH connection, over which channels run side by side. Thread-safe. */
public final class SshConnection {
  /**
   * Bytes that the server may send ahead on one channel: what a gigabit wire holds at 30 ms, and a
   * bound for what we must take in.
   */
  private static final int RECEIVE_WINDOW = 4 << 20;

  /** The largest packet that OpenSSH sends. */
  private static final int RECEIVE_PACKET = 32 << 10;

  private final Session session;
  private final CuttableSocket socket;
  private final HostKey hostKey;
  private final String address;
  private final Traffic traffic = new Traffic();
  private volatile boolean cut;

  SshConnection(Session session, CuttableSocket socket, HostKey hostKey, String address) {
    this.session = session;
    this.socket = socket;
    this.hostKey = hostKey;
    this.address = address;
  }

  public HostKey hostKey() {
    return hostKey;
  }

  /** For messages: {@code user@host:port}. */
  public String address() {
    return address;
  }

  /** What moves on all channels together. */
  public Traffic traffic() {
    return traffic;
  }

  /** False once the connection is cut or known to be lost. */
  public boolean isAlive() {
    // The library says so only when its reader has met the closed socket: whoever comes between
    // would be given a dead connection.
    return !cut && session.isConnected();
  }

  /** Ends the connection at once; everybody who waits for it gets an exception. */
  public void cut() {
    cut = true;
    socket.cut();
  }

  /**
   * Starts a subsystem such as {@code sftp}.
   *
   * @param received given what the server sends, by the connection's own thread: must not block;
   *     closed when the channel ends
   */
  public SshChannel subsystem(String name, OutputStream received, Duration timeout)
      throws StorageException {
    ChannelSubsystem channel = (ChannelSubsystem) open("subsystem");
    channel.setSubsystem(name);
    channel.setWantReply(true);
    return start(channel, received, timeout);
  }

  /** Starts a command; parameters as for {@link #subsystem}. */
  public SshChannel exec(String command, OutputStream received, Duration timeout)
      throws StorageException {
    ChannelExec channel = (ChannelExec) open("exec");
    channel.setCommand(command);
    return start(channel, received, timeout);
  }

  private Channel open(String type) throws StorageException {
    try {
      Channel channel = session.openChannel(type);
      if (channel == null) { // the library's answer while the connection is just ending
        throw lost(new JSchException("no channel could be made"));
      }
      return channel;
    } catch (JSchException e) {
      throw lost(e);
    }
  }

  private SshChannel start(Channel channel, OutputStream received, Duration timeout)
      throws StorageException {
    try (var guard = new Guard(traffic.patience(timeout), this::cut)) {
      try {
        channel.setLocalWindowSizeMax(RECEIVE_WINDOW);
        channel.setLocalPacketSize(RECEIVE_PACKET);
        channel.setOutputStream(new CountedOutput(received, traffic));
        // The guard cuts a silent connection a moment before the library would only give up
        // waiting.
        channel.connect(Math.toIntExact(timeout.toMillis()) + 1_000);
        return new SshChannel(channel, traffic);
      } catch (JSchException e) {
        if (guard.fired()) {
          throw new StorageException(
              Reason.TIMED_OUT, address + " did not answer within " + timeout, e);
        }
        if (!isAlive()) {
          throw lost(e);
        }
        throw new StorageException(
            Reason.FAILED, address + " does not open another channel: " + e.getMessage(), e);
      }
    }
  }

  private StorageException lost(Exception cause) {
    return new StorageException(Reason.UNREACHABLE, "connection to " + address + " lost", cause);
  }

  /** Says good-bye to the server, but waits for nothing. */
  public void close() {
    try (var _ = new Guard(Duration.ofMillis(500), this::cut)) {
      session.disconnect();
    }
    cut();
  }
}
