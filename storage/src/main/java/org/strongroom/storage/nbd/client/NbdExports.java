package org.strongroom.storage.nbd.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.strongroom.storage.nbd.wire.ChannelSocket;
import org.strongroom.storage.nbd.wire.CutAfter;
import org.strongroom.storage.nbd.wire.NbdProtocol;
import org.strongroom.storage.nbd.wire.NbdProtocolException;
import org.strongroom.storage.nbd.wire.NbdStream;
import org.strongroom.storage.source.UrlMask;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.RefusedAddressException;

/** Opens exports by their urls. */
public final class NbdExports {
  private final AddressGuard guard;
  private final LocalSockets sockets;
  private final SSLContext trust;
  private final NbdTimeouts timeouts;
  private final AtomicLong cookies;

  /**
   * @param guard which hosts may be connected to
   * @param sockets which sockets of this machine
   * @param trust whose certificates are believed
   */
  public NbdExports(
      AddressGuard guard, LocalSockets sockets, SSLContext trust, NbdTimeouts timeouts) {
    this.guard = guard;
    this.sockets = sockets;
    this.trust = trust;
    this.timeouts = timeouts;
    this.cookies = new AtomicLong(System.nanoTime() << 16);
  }

  /**
   * Connects to an export for reading.
   *
   * @throws RefusedAddressException if the guard refuses the host
   * @throws NbdRefusedException if the server refuses the export
   * @throws IOException if there is no connection, or nothing that the protocol knows comes over it
   */
  public NbdDisk open(NbdUrl url) throws IOException {
    return open(url, Optional.empty());
  }

  /**
   * The same.
   *
   * @param bitmap name of a dirty bitmap of QEMU that {@link NbdDisk#changes()} is to read; the
   *     disk opens as well if it is not there
   */
  public NbdDisk open(NbdUrl url, Optional<String> bitmap) throws IOException {
    Map<String, Context> contexts = new LinkedHashMap<>();
    contexts.put(NbdProtocol.BASE_ALLOCATION, Context.ZEROS);
    bitmap.ifPresent(name -> contexts.put(NbdProtocol.DIRTY_BITMAP + name, Context.CHANGES));
    return new NbdDisk(new NbdLine(() -> dial(url, contexts), timeouts.retries()));
  }

  /**
   * Connects to an export for writing.
   *
   * @throws NbdRefusedException if it is read-only, or the server refuses it
   */
  public NbdTarget openTarget(NbdUrl url) throws IOException {
    var line = new NbdLine(() -> dial(url, Map.of(NbdProtocol.BASE_ALLOCATION, Context.ZEROS)), 0);
    if (line.export().readOnly()) {
      line.close();
      throw new NbdRefusedException(
          "the export '%s' is read-only".formatted(UrlMask.exportName(url.export())));
    }
    return new NbdTarget(line);
  }

  private NbdConnection dial(NbdUrl url, Map<String, Context> contexts) throws IOException {
    Socket socket = url.socket().isPresent() ? local(url.socket().get()) : remote(url);
    CutAfter bound = CutAfter.start(timeouts.handshake(), () -> cut(socket));
    boolean done = false;
    try (bound) {
      var stream = new NbdStream(socket);
      Optional<NbdStream.Tls> tls =
          url.tls() ? Optional.of(line -> secure(line, url)) : Optional.empty();
      ExportInfo export = NbdHandshake.run(stream, tls, url.export(), contexts);
      bound.close();
      var connection = new NbdConnection(stream, export, timeouts, cookies.getAndAdd(1L << 32));
      done = true;
      return connection;
    } catch (NbdRefusedException | NbdProtocolException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          bound.expired()
              ? "the NBD server did not finish its greeting within %d s"
                  .formatted(timeouts.handshake().toSeconds())
              : "the greeting of the NBD server broke off: " + reason(e),
          e);
    } finally {
      if (!done) {
        cut(socket);
      }
    }
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? "the connection ended" : message;
  }

  private Socket remote(NbdUrl url) throws IOException {
    InetAddress address = guard.check(url.host());
    var socket = new Socket();
    boolean done = false;
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(
          new InetSocketAddress(address, url.port()),
          Math.toIntExact(timeouts.connect().toMillis()));
      done = true;
      return socket;
    } catch (IOException e) {
      throw new IOException(
          "no connection to the NBD server %s:%d: %s".formatted(url.host(), url.port(), reason(e)),
          e);
    } finally {
      if (!done) {
        cut(socket);
      }
    }
  }

  private Socket local(Path path) throws IOException {
    Path checked = sockets.check(path);
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    var socket = new ChannelSocket(channel);
    boolean done = false;
    try (CutAfter bound = CutAfter.start(timeouts.connect(), () -> cut(socket))) {
      if (!channel.connect(UnixDomainSocketAddress.of(checked)) || bound.expired()) {
        throw new IOException("it is not ready");
      }
      done = true;
      return socket;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "no connection to the socket %s: %s".formatted(path, e.getMessage()), e);
    } finally {
      if (!done) {
        cut(socket);
      }
    }
  }

  private SSLSocket secure(Socket line, NbdUrl url) throws IOException {
    var secure =
        (SSLSocket) trust.getSocketFactory().createSocket(line, url.tlsHost(), url.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    return secure;
  }

  private static void cut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
