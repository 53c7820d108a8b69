package org.strongroom.storage.driver.s3.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpCall;
import org.strongroom.storage.source.HttpReply;
import org.strongroom.storage.source.guard.RefusedAddressException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tokens that IBM Cloud gives for an API key, each used until shortly before its end. */
public final class IamTokens {
  /** A call that begins with a token has to reach the store before the token ends. */
  private static final Duration EARLY = Duration.ofMinutes(5);

  private static final int MAX_ANSWER = 256 * 1024;
  private static final String GRANT = "urn:ibm:params:oauth:grant-type:apikey";
  private static final JsonMapper JSON = new JsonMapper();

  private final GuardedHttp http;
  private final InstantSource clock;
  private final BucketCredential.IbmApiKey credential;
  private final ReentrantLock asking = new ReentrantLock();
  private @Nullable Token current;

  public IamTokens(GuardedHttp http, InstantSource clock, BucketCredential.IbmApiKey credential) {
    this.http = http;
    this.clock = clock;
    this.credential = credential;
  }

  /** A token that is good for a while. */
  String token() throws IOException {
    asking.lock();
    try {
      Token token = current;
      if (token == null || !token.isGood(clock.instant())) {
        token = ask();
        current = token;
      }
      return token.text();
    } finally {
      asking.unlock();
    }
  }

  private Token ask() throws IOException {
    Instant now = clock.instant();
    HttpCall call =
        HttpCall.post(
            credential.authEndpoint(),
            Map.of("Accept", "application/json"),
            "application/x-www-form-urlencoded",
            "grant_type=" + encoded(GRANT) + "&apikey=" + encoded(credential.apiKey()));
    try (HttpReply reply = http.send(call)) {
      if (reply.status() != 200) {
        throw refused(reply.status());
      }
      JsonNode answer = JSON.readTree(reply.body().readNBytes(MAX_ANSWER));
      String text = answer.path("access_token").asString("");
      if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new BucketException(
            Reason.FAILED, "%s answered without a token".formatted(endpoint()));
      }
      Duration life = Duration.ofSeconds(Math.max(0, answer.path("expires_in").asLong(0)));
      Duration used =
          life.compareTo(EARLY.multipliedBy(2)) > 0 ? life.minus(EARLY) : life.dividedBy(2);
      return new Token(text, now, now.plus(used));
    } catch (JacksonException e) {
      throw new BucketException(Reason.FAILED, "%s answered no JSON".formatted(endpoint()));
    } catch (BucketException e) {
      throw e;
    } catch (RefusedAddressException e) {
      throw BucketException.refused(e);
    } catch (IOException e) {
      throw new BucketException(
          Reason.UNREACHABLE,
          "no token could be had from %s: %s".formatted(endpoint(), e.getMessage()),
          e);
    }
  }

  private BucketException refused(int status) {
    if (status == 400 || status == 401 || status == 403) {
      return new BucketException(
          Reason.DENIED, "%s does not take the API key (%d)".formatted(endpoint(), status));
    }
    Reason reason = status >= 500 || status == 429 ? Reason.UNREACHABLE : Reason.FAILED;
    return new BucketException(reason, "%s answered %d".formatted(endpoint(), status));
  }

  private URI endpoint() {
    return credential.authEndpoint();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private record Token(String text, Instant asked, Instant renewal) {
    /** One from later than now was asked for before the clock was set back. */
    boolean isGood(Instant now) {
      return !now.isBefore(asked) && now.isBefore(renewal);
    }

    @Override
    public String toString() {
      return "Token[***]";
    }
  }
}
