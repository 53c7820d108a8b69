package org.strongroom.storage.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.RefusedAddressException;
import org.strongroom.storage.source.guard.SourceTimeouts;

/**
 * HTTP to servers that callers name: image urls, web hooks, bucket endpoints. Each call goes to the
 * address that {@link AddressGuard} has checked, while the certificate must be that of the host
 * name. It follows no redirects, keeps no cookies, uses no proxy, decompresses and retries nothing.
 */
public final class GuardedHttp implements Closeable {
  private static final int CONNECTIONS = 1000;
  private static final int MAX_LINE_LENGTH = 16 * 1024;
  private static final int MAX_HEADERS = 200;

  private static final Http1Config HTTP_1 =
      Http1Config.custom().setMaxLineLength(MAX_LINE_LENGTH).setMaxHeaderCount(MAX_HEADERS).build();

  private final AddressGuard guard;
  private final SourceTimeouts timeouts;
  private final Duration idle;
  private final CloseableHttpClient client;
  private final Optional<KeptConnections> kept;

  /**
   * With a new connection for each call.
   *
   * @param trust whose certificates are believed
   */
  public GuardedHttp(AddressGuard guard, SourceTimeouts timeouts, SSLContext trust) {
    this(guard, timeouts, trust, Optional.empty());
  }

  /**
   * The same with connections that are kept for further calls to where they lead, for servers that
   * are called again and again. A call that could not be made twice gets a new one all the same.
   */
  public static GuardedHttp keeping(AddressGuard guard, SourceTimeouts timeouts, SSLContext trust) {
    return keeping(guard, timeouts, trust, KeptConnections.USUAL_TIME);
  }

  /**
   * @param unused how long a connection is kept for a call that does not come
   */
  static GuardedHttp keeping(
      AddressGuard guard, SourceTimeouts timeouts, SSLContext trust, Duration unused) {
    return new GuardedHttp(guard, timeouts, trust, Optional.of(unused));
  }

  private GuardedHttp(
      AddressGuard guard, SourceTimeouts timeouts, SSLContext trust, Optional<Duration> unused) {
    this.guard = guard;
    this.timeouts = timeouts;
    this.idle = timeouts.idle();
    this.client =
        client(connections(trust))
            // A kept connection may be half closed, and a POST can not be sent twice to find out.
            .setConnectionReuseStrategy((request, response, context) -> false)
            .build();
    this.kept =
        unused.map(time -> {
          PoolingHttpClientConnectionManager connections = connections(trust);
          return new KeptConnections(client(connections), connections, time);
        });
  }

  private PoolingHttpClientConnectionManager connections(SSLContext trust) {
    long connect = timeouts.connect().toMillis();
    long silence = idle.toMillis();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(HTTP_1)
                // Strict: the client's own parser skips what is no answer, such as the body of an
                // answer to HEAD, and waits for another answer that never comes.
                .responseParserFactory(new DefaultHttpResponseParserFactory(HTTP_1))
                .build())
        .setDnsResolver(new NoResolver())
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
        .setDefaultTlsConfig(
            TlsConfig.custom().setHandshakeTimeout(connect, TimeUnit.MILLISECONDS).build())
        .setDefaultSocketConfig(
            SocketConfig.custom().setSoTimeout((int) silence, TimeUnit.MILLISECONDS).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect, TimeUnit.MILLISECONDS)
                .setSocketTimeout((int) silence, TimeUnit.MILLISECONDS)
                .setValidateAfterInactivity(KeptConnections.LOOKED_AT)
                .build())
        .build();
  }

  private HttpClientBuilder client(PoolingHttpClientConnectionManager connections) {
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setUserAgent("Strongroom")
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(idle.toMillis(), TimeUnit.MILLISECONDS)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build());
  }

  /**
   * The same way to servers, with connections of its own, for those whose certificates others do
   * not believe. Close it when done.
   */
  public GuardedHttp believing(SSLContext trust) {
    return new GuardedHttp(guard, timeouts, trust, kept.map(KeptConnections::time));
  }

  /**
   * Sends a call and answers when the headers have come, for which a call without a body waits
   * twice the idle time at most, once it is connected. The caller closes the reply.
   *
   * @throws RefusedAddressException if the guard refuses the host
   * @throws IOException if there is no connection or no answer
   */
  public HttpReply send(HttpCall call) throws IOException {
    return send(call, abort -> {});
  }

  /**
   * The same.
   *
   * @param sending told, before anything is sent, how to end the call from another thread
   */
  public HttpReply send(HttpCall call, Consumer<Runnable> sending) throws IOException {
    if (call.body().isPresent()) {
      return answered(call, sending);
    }
    try (var deadline = new CallDeadline(timeouts.connect().plus(idle.multipliedBy(2)))) {
      try {
        return answered(
            call,
            abort -> {
              deadline.ends(abort);
              sending.accept(abort);
            });
      } catch (RefusedAddressException e) {
        throw e;
      } catch (IOException e) {
        throw deadline.explained(e);
      }
    }
  }

  /** How long another machine may be silent. */
  Duration idle() {
    return idle;
  }

  private HttpReply answered(HttpCall call, Consumer<Runnable> sending) throws IOException {
    try {
      return sent(call, sending);
    } catch (CancellationException e) { // ended while it waited for a connection
      var ended = new InterruptedIOException("the call was ended before it was sent");
      ended.initCause(e);
      throw ended;
    }
  }

  private HttpReply sent(HttpCall call, Consumer<Runnable> sending) throws IOException {
    URI uri = call.uri();
    String host = HttpAddress.host(uri);
    var target =
        new HttpHost(
            uri.getScheme().toLowerCase(Locale.ROOT),
            guard.check(host),
            host,
            HttpAddress.port(uri));
    if (kept.isPresent() && KeptConnections.isRepeatable(call)) {
      Optional<HttpReply> reply = kept.get().send(() -> request(call, sending), target);
      if (reply.isPresent()) {
        return reply.get();
      }
    }
    HttpUriRequestBase request = request(call, sending);
    return new HttpReply(request, client.executeOpen(target, request, null));
  }

  private HttpUriRequestBase request(HttpCall call, Consumer<Runnable> sending) {
    var request = new HttpUriRequestBase(call.method(), URI.create("/"));
    // Not by a URI: a path that begins with two slashes would be read as a host.
    request.setPath(call.target());
    // The client takes an IPv6 address with an IPv4 one in it for a name, and forgets its brackets.
    request.setHeader("Host", HttpAddress.hostHeader(call.uri()));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    call.body().ifPresent(body -> request.setEntity(new BodyEntity(body, idle, request::abort)));
    sending.accept(request::abort);
    return request;
  }

  @Override
  public void close() throws IOException {
    client.close();
    if (kept.isPresent()) {
      kept.get().close();
    }
  }

  /** Every address comes from the guard: a look-up here would go around it. */
  private static final class NoResolver implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      throw new UnknownHostException(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
