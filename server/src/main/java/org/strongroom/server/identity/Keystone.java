package org.strongroom.server.identity;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an external Keystone about tokens, with the right that each token gives over itself. */
public final class Keystone implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Keystone.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 1 << 20;
  private static final int AT_ONCE = 32;

  /** What a header can carry; the longest tokens known have a few thousand characters. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

  private final URI tokens;
  private final HttpClient client;
  private final Semaphore atOnce = new Semaphore(AT_ONCE);

  /**
   * Connects to nobody yet.
   *
   * @param url where Keystone is, without {@code /v3}
   * @param trust whose certificates are believed
   */
  public Keystone(URI url, SSLContext trust) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .sslContext(trust)
            .build();
    this.tokens = URI.create(url.toString().replaceFirst("/v3$", "") + "/v3/auth/tokens?nocatalog");
  }

  /**
   * Keystone's description of a token.
   *
   * @return empty if the token is not valid there
   * @throws KeystoneUnavailableException if there is no answer that can be made sense of
   */
  Optional<byte[]> describe(String text) {
    if (!TOKEN.matcher(text).matches()) {
      return Optional.empty();
    }
    HttpResponse<byte[]> answer = ask(text);
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(answer.body());
      case 401, 403, 404 -> Optional.empty();
      default -> throw unavailable("it answered " + answer.statusCode());
    };
  }

  private HttpResponse<byte[]> ask(String text) {
    HttpRequest request =
        HttpRequest.newBuilder(tokens)
            .header("X-Auth-Token", text)
            .header("X-Subject-Token", text)
            .header("Accept", "application/json")
            .build();
    try {
      if (!atOnce.tryAcquire(ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
        throw unavailable("%d questions are open already".formatted(AT_ONCE));
      }
      try {
        return send(request);
      } finally {
        atOnce.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the wait was interrupted");
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unavailable("no answer within " + ANSWER.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw unavailable(String.valueOf(e.getCause()));
    } finally {
      answer.cancel(true);
    }
  }

  /** The operator learns why, the caller only that it is not its fault. */
  KeystoneUnavailableException unavailable(String why) {
    log.warn("Keystone at {} can not be asked: {}", tokens, why);
    return new KeystoneUnavailableException();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
