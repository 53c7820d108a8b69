package org.strongroom.storage.source;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
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

  private final AddressGuard guard;
  private final SourceTimeouts timeouts;
  private final Duration idle;
  private final CloseableHttpClient client;

  /**
   * @param trust whose certificates are believed
   */
  public GuardedHttp(AddressGuard guard, SourceTimeouts timeouts, SSLContext trust) {
    this.guard = guard;
    this.timeouts = timeouts;
    long connect = timeouts.connect().toMillis();
    this.idle = timeouts.idle();
    long silence = idle.toMillis();
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(MAX_LINE_LENGTH)
                            .setMaxHeaderCount(MAX_HEADERS)
                            .build())
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
                    .build())
            .build();
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setUserAgent("Strongroom")
            // A kept connection may be half closed, and a POST can not be sent twice to find out.
            .setConnectionReuseStrategy((request, response, context) -> false)
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableAutomaticRetries()
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(silence, TimeUnit.MILLISECONDS)
                    .setAuthenticationEnabled(false)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .build();
  }

  /**
   * The same way to servers, with connections of its own, for those whose certificates others do
   * not believe. Close it when done.
   */
  public GuardedHttp believing(SSLContext trust) {
    return new GuardedHttp(guard, timeouts, trust);
  }

  /**
   * Sends a call and answers when the headers have come. The caller closes the reply.
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
    URI uri = call.uri();
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = HttpAddress.host(uri);
    InetAddress address = guard.check(host);
    var request = new HttpUriRequestBase(call.method(), URI.create("/"));
    // Not by a URI: a path that begins with two slashes would be read as a host.
    request.setPath(call.target());
    // The client takes an IPv6 address with an IPv4 one in it for a name, and forgets its brackets.
    request.setHeader("Host", HttpAddress.hostHeader(uri));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    call.body().ifPresent(body -> request.setEntity(new BodyEntity(body, idle, request::abort)));
    sending.accept(request::abort);
    var target = new HttpHost(scheme, address, host, HttpAddress.port(uri));
    return new HttpReply(request, client.executeOpen(target, request, null));
  }

  @Override
  public void close() throws IOException {
    client.close();
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
