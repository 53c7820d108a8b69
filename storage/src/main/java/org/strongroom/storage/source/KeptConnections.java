package org.strongroom.storage.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Connections that stay open behind a call, for the next one to the same server: a few to each, and
 * not for long. A server may close one whenever it likes, so they carry only calls that can be made
 * twice. No thread belongs to them.
 */
final class KeptConnections implements Closeable {
  /** Shorter than servers keep them, most of which do for at least half a minute. */
  static final Duration USUAL_TIME = Duration.ofSeconds(15);

  /** One that was not used for this long is looked at before it gets a call. */
  static final TimeValue LOOKED_AT = TimeValue.ofMilliseconds(500);

  /** To each server, while they carry no call. */
  static final int MOST = 8;

  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE");

  /** One for all: what it starts is short. */
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("kept connections").daemon().factory());

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private final Duration time;
  private final ScheduledFuture<?> closing;

  /**
   * @param time how long one is kept without a call
   */
  KeptConnections(
      HttpClientBuilder builder, PoolingHttpClientConnectionManager connections, Duration time) {
    this.connections = connections;
    this.time = time;
    TimeValue most = TimeValue.of(time);
    this.client =
        builder
            .setConnectionReuseStrategy(this::keeps)
            .setKeepAliveStrategy((response, context) -> {
              TimeValue asked =
                  DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(
                      response, context);
              return asked.getDuration() > 0 ? most.min(asked) : most;
            })
            .build();
    long pause = Math.max(1, time.toMillis() / 3);
    this.closing =
        TIMER.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("kept connections").start(connections::closeExpired),
            pause,
            pause,
            TimeUnit.MILLISECONDS);
  }

  Duration time() {
    return time;
  }

  private boolean keeps(HttpRequest request, HttpResponse response, HttpContext context) {
    return HttpClientContext.cast(context).getHttpRoute() instanceof HttpRoute route
        && connections.getStats(route).getAvailable() < MOST
        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
  }

  /** Whether the server may get the call twice. */
  static boolean isRepeatable(HttpCall call) {
    return REPEATABLE.contains(call.method())
        && call.headers().keySet().stream()
            .noneMatch(name -> name.equalsIgnoreCase("If-None-Match"));
  }

  /**
   * Sends a call.
   *
   * @param request the call anew, whenever it is asked for
   * @return empty if it went over a connection that had carried others and was closed: over a new
   *     one it may come to pass
   */
  Optional<HttpReply> send(Supplier<HttpUriRequestBase> request, HttpHost target)
      throws IOException {
    HttpUriRequestBase once = request.get();
    HttpClientContext context = HttpClientContext.create();
    try {
      return Optional.of(new HttpReply(once, client.executeOpen(target, once, context)));
    } catch (InterruptedIOException e) {
      throw e; // of a server that does not answer, too
    } catch (IOException e) {
      if (once.isAborted() || !hasCarriedOthers(context)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static boolean hasCarriedOthers(HttpClientContext context) {
    EndpointDetails details = context.getEndpointDetails();
    return details != null && details.getResponseCount() > 0;
  }

  @Override
  public void close() throws IOException {
    closing.cancel(false);
    client.close();
  }
}
