package org.strongroom.storage.source;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.sftp.ssh.SshAlgorithms;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.CheckedSocketFactory;
import org.strongroom.storage.source.guard.SourceTimeouts;

/**
 * An image from an SSH server by user and password. The host key is believed unless the url's
 * fragment gives its fingerprint: {@code sftp://user:password@host/path#SHA256:…}.
 */
final class SftpImageSource implements ImageSource {
  private static final Pattern TOO_LONG = Pattern.compile("message is too long: (\\d{8,10})");

  private final Session session;
  private final long length;
  private final IdleLimit stream;

  private SftpImageSource(Session session, long length, IdleLimit stream) {
    this.session = session;
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
    Session session = null;
    boolean done = false;
    try {
      var jsch = new JSch();
      jsch.setHostKeyRepository(new FingerprintRepository(fingerprint(url)));
      session = jsch.getSession(credentials.user(), url.host(), url.port());
      session.setSocketFactory(new CheckedSocketFactory(address, timeouts));
      session.setPassword(credentials.password().getBytes(StandardCharsets.UTF_8));
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig("PreferredAuthentications", "password,keyboard-interactive");
      SshAlgorithms.set(session);
      session.connect(timeouts.connectMillis());
      session.setTimeout(timeouts.idleMillis());
      var source = open(session, url, timeouts);
      done = true;
      return source;
    } catch (JSchException | SftpException e) {
      throw new IOException("opening %s failed: %s".formatted(url.masked(), reason(e)), e);
    } finally {
      if (session != null && !done) {
        session.disconnect();
      }
    }
  }

  private static ImageSource open(Session session, ImageUrl url, SourceTimeouts timeouts)
      throws JSchException, SftpException, IOException {
    var channel = (ChannelSftp) session.openChannel("sftp");
    if (channel == null) { // the library's answer while the connection is just ending
      throw new JSchException("the connection was lost");
    }
    channel.connect(timeouts.connectMillis());
    String path = literal(url.path());
    var attributes = channel.stat(path);
    boolean told = (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_PERMISSIONS) != 0;
    if (told && !attributes.isReg()) {
      throw new IOException(url.masked() + " is not a file");
    }
    InputStream data = channel.get(path);
    return new SftpImageSource(
        session,
        attributes.getSize(),
        new IdleLimit(data, timeouts.idle(), session::disconnect, url.masked()));
  }

  /** {@code /~/x} is below the login's home; the library's wildcards mean themselves. */
  private static String literal(String path) {
    String from = path.startsWith("/~/") ? path.substring(3) : path;
    return from.replaceAll("[\\\\*?]", "\\\\$0");
  }

  private static Optional<String> fingerprint(ImageUrl url) {
    return url.fragment().isEmpty() ? Optional.empty() : Optional.of(url.fragment());
  }

  private static String reason(Exception failure) {
    String text = rootMessage(failure);
    Matcher length = TOO_LONG.matcher(text);
    if (length.find()) {
      // The library takes the first signs of a text for the length of a message, type and id apart.
      byte[] signs =
          ByteBuffer.allocate(4).putInt((int) Long.parseLong(length.group(1)) + 5).array();
      return "the server prints a text ('%s…') where SFTP should begin; let the account's start-up files print nothing"
          .formatted(new String(signs, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?"));
    }
    return text.startsWith("Auth ") ? "user or password were refused" : text;
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null && String.valueOf(failure.getMessage()).isBlank()
        ? rootMessage(cause)
        : String.valueOf(failure.getMessage());
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
  public void close() throws IOException {
    stream.stopWatching();
    session.disconnect();
  }
}
