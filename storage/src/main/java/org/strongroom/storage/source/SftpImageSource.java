package org.strongroom.storage.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.OptionalLong;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshConnection;
import org.strongroom.storage.driver.sftp.ssh.SshConnector;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.driver.sftp.ssh.SshLogin;
import org.strongroom.storage.driver.sftp.wire.SftpAttributes;
import org.strongroom.storage.driver.sftp.wire.SftpChannel;
import org.strongroom.storage.driver.sftp.wire.SftpDownload;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpStatusException;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.storage.stream.BlockFilter;

/**
 * An image from an SSH server by user and password, read by the client that storages are reached
 * by. The host key is believed unless the url's fragment gives its fingerprint: {@code
 * sftp://user:password@host/path#SHA256:…}.
 */
final class SftpImageSource implements ImageSource {
  private final SshConnection connection;
  private final long length;
  private final InputStream stream;

  private SftpImageSource(SshConnection connection, long length, InputStream stream) {
    this.connection = connection;
    this.length = length;
    this.stream = stream;
  }

  static ImageSource open(ImageUrl url, AddressGuard guard, SourceTimeouts timeouts)
      throws IOException {
    InetAddress address = guard.check(url.host());
    var credentials =
        url.credentials()
            .filter(given -> !given.password().isEmpty())
            .orElseThrow(() ->
                new IOException(
                    url.masked() + " needs a user and a password: sftp://user:password@host/"));
    var login =
        new SshLogin(
            address.getHostAddress(), // the one that was checked, whatever the name says by now
            url.port(),
            credentials.user(),
            new SshCredential.Password(credentials.password()),
            hostKey(url));
    var failures = new Failures(url, login);
    SshConnection connection = null;
    boolean done = false;
    try {
      connection = SshConnector.connect(login, timeouts.connect());
      var source = open(connection, url, timeouts, failures);
      done = true;
      return source;
    } catch (StorageException e) {
      throw failures.told("opening %s failed: %s", e);
    } finally {
      if (connection != null && !done) {
        connection.close();
      }
    }
  }

  private static ExpectedHostKey hostKey(ImageUrl url) {
    return url.fragment().isEmpty()
        ? new ExpectedHostKey.TrustOnFirstUse()
        : new ExpectedHostKey.Fingerprint(url.fragment().replaceAll("=+$", ""));
  }

  private static ImageSource open(
      SshConnection connection, ImageUrl url, SourceTimeouts timeouts, Failures failures)
      throws IOException {
    SftpFiles files = new SftpFiles(new SftpChannel(connection, timeouts.idle()));
    SftpPath path = path(url.path());
    try {
      // Asked before it is opened: opening a pipe would hang the server's process.
      SftpAttributes found =
          files.stat(path).orElseThrow(() -> new IOException(url.masked() + ": no such file"));
      if (!found.isFile()) {
        throw new IOException(url.masked() + " is not a file");
      }
      SftpHandle handle = files.openForReading(path);
      long length = handle.attributes().size();
      return new SftpImageSource(
          connection, length, failures.telling(new SftpDownload(handle, 0, length)));
    } catch (SftpStatusException e) {
      throw failures.told("opening %s failed: %s", e);
    }
  }

  /** {@code /~/x} is below the login's home. */
  private static SftpPath path(String path) {
    return SftpPath.of(path.startsWith("/~/") ? path.substring(3) : path);
  }

  /** The failures of a source: they are no storage's, and name no user. */
  private record Failures(ImageUrl url, SshLogin login) {
    IOException told(String form, IOException failure) {
      boolean refused =
          failure instanceof StorageException known
              && known.reason() == Reason.CREDENTIALS_REJECTED;
      String why =
          refused
              ? "user or password were refused"
              : String.valueOf(failure.getMessage()).replace(login.address(), "the server");
      String message = form.formatted(url.masked(), why);
      if (failure instanceof StorageException known && known.reason() == Reason.TIMED_OUT) {
        var timedOut = new SocketTimeoutException(message);
        timedOut.initCause(failure);
        return timedOut;
      }
      return new IOException(message, failure);
    }

    InputStream telling(InputStream in) {
      return new BlockFilter(in) {
        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
          try {
            return super.read(target, offset, count);
          } catch (IOException e) {
            throw told("reading %s failed: %s", e);
          }
        }
      };
    }
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(length);
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() {
    connection.close();
  }
}
