package org.strongroom.storage.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.storage.stream.BlockFilter;

/**
 * An image from an FTP server, anonymous or with user and password, always passive and always from
 * the address of the control connection.
 */
final class FtpImageSource implements ImageSource {
  private final FTPClient client;
  private final OptionalLong length;
  private final InputStream stream;

  private FtpImageSource(FTPClient client, OptionalLong length, InputStream data, String shown) {
    this.client = client;
    this.length = length;
    this.stream = new Body(data, shown);
  }

  static ImageSource open(ImageUrl url, AddressGuard guard, SourceTimeouts timeouts)
      throws IOException {
    InetAddress address = guard.check(url.host());
    var client = new FTPClient();
    client.setConnectTimeout(timeouts.connectMillis());
    client.setDefaultTimeout(timeouts.idleMillis());
    client.setDataTimeout(Duration.ofMillis(timeouts.idleMillis()));
    client.setControlEncoding(StandardCharsets.UTF_8.name());
    // A server must not send us to a third machine.
    client.setIpAddressFromPasvResponse(false);
    client.setRemoteVerificationEnabled(true);
    boolean done = false;
    try {
      client.connect(address, url.port());
      client.setSoTimeout(timeouts.idleMillis());
      require(FTPReply.isPositiveCompletion(client.getReplyCode()), client, "connecting to", url);
      var credentials =
          url.credentials().orElse(new ImageUrl.Credentials("anonymous", "anonymous@"));
      require(
          client.login(credentials.user(), credentials.password()), client, "logging in to", url);
      client.enterLocalPassiveMode();
      require(client.setFileType(FTP.BINARY_FILE_TYPE), client, "opening", url);
      // RFC 1738: the path begins in the directory that the login leads to.
      String path = url.path().substring(1);
      OptionalLong length = size(client, path);
      InputStream data = client.retrieveFileStream(path);
      require(data != null, client, "opening", url);
      done = true;
      return new FtpImageSource(
          client, length, java.util.Objects.requireNonNull(data), url.masked());
    } catch (FtpRefusal e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("no answer from %s: %s".formatted(url.masked(), e.getMessage()), e);
    } finally {
      if (!done) {
        disconnect(client);
      }
    }
  }

  private static OptionalLong size(FTPClient client, String path) throws IOException {
    String size = client.getSize(path);
    return size != null && size.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(size))
        : OptionalLong.empty();
  }

  /** The server said no. */
  private static final class FtpRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    FtpRefusal(String message) {
      super(message);
    }
  }

  private static void require(boolean good, FTPClient client, String what, ImageUrl url)
      throws FtpRefusal {
    if (!good) {
      throw new FtpRefusal(
          "the server answered %d when %s %s".formatted(client.getReplyCode(), what, url.masked()));
    }
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() {
    disconnect(client);
    try {
      stream.close();
    } catch (IOException e) {
      // Given up already.
    }
  }

  private static void disconnect(FTPClient client) {
    try {
      client.disconnect();
    } catch (IOException e) {
      // Nothing more is wanted of it.
    }
  }

  /** The data connection, whose end is only the file's when the server says so. */
  private final class Body extends BlockFilter {
    private final String shown;
    private long position;
    private boolean ended;

    Body(InputStream data, String shown) {
      super(data);
      this.shown = shown;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      int got = ended ? -1 : super.read(target, offset, count);
      if (got < 0 && !ended) {
        super.close();
        if (!client.completePendingCommand() || position < length.orElse(0)) {
          throw new EOFException("%s ended after %d bytes".formatted(shown, position));
        }
        ended = true;
      }
      position += Math.max(got, 0);
      return got;
    }
  }
}
