package org.strongroom.storage.driver.s3.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpBody;
import org.strongroom.storage.source.HttpCall;
import org.strongroom.storage.source.HttpReply;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Takes the calls of the SDK out over the guarded HTTP client, the only one there is. */
public final class GuardedSdkClient implements SdkHttpClient {
  /** What the HTTP client says by itself. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("content-length", "transfer-encoding", "connection", "user-agent");

  /** Parameters of calls that read something else than an object. */
  private static final Set<String> DOCUMENTS = Set.of("list-type", "uploads", "uploadId");

  private static final long LONGEST_DOCUMENT = 32 << 20;

  private final GuardedHttp http;
  private final Duration longestPause;

  /**
   * @param longestPause how long a store that is busy may have its callers wait: the SDK takes its
   *     word for any time
   */
  public GuardedSdkClient(GuardedHttp http, Duration longestPause) {
    this.http = http;
    this.longestPause = longestPause;
  }

  private Map<String, List<String>> bounded(Map<String, List<String>> headers) {
    Map<String, List<String>> bounded = new HashMap<>(headers);
    bounded.replaceAll((name, values) ->
        switch (name.toLowerCase(Locale.ROOT)) {
          case "retry-after" -> atMost(longestPause.toSeconds(), values);
          case "x-amz-retry-after" -> atMost(longestPause.toMillis(), values);
          default -> values;
        });
    return bounded;
  }

  /** What is no number, such as a date, the SDK does not read. */
  private static List<String> atMost(long most, List<String> values) {
    return values.stream()
        .map(value ->
            value.matches("[0-9]+") && (value.length() > 18 || Long.parseLong(value) > most)
                ? Long.toString(most)
                : value)
        .toList();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Sending(call(request), readsObject(request.httpRequest()));
  }

  /** All other answers are documents, which are read into memory. */
  private static boolean readsObject(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.GET
        && DOCUMENTS.stream().noneMatch(request.rawQueryParameters()::containsKey);
  }

  @Override
  public String clientName() {
    return "Guarded";
  }

  private static HttpCall call(HttpExecuteRequest request) {
    SdkHttpRequest http = request.httpRequest();
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    http.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
    long length = Long.parseLong(headers.getOrDefault("Content-Length", "0"));
    headers.keySet().removeIf(name -> OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT)));
    Optional<HttpBody> body =
        request
            .contentStreamProvider()
            .map(provider -> new HttpBody(length, () -> provider.newStream()));
    // What is empty has no body, but its length is told: some stores want to know it.
    if (body.isEmpty() && Set.of("PUT", "POST").contains(http.method().name())) {
      body = Optional.of(HttpBody.of(""));
    }
    URI uri = http.getUri();
    return new HttpCall(http.method().name(), uri, headers, body);
  }

  @Override
  public void close() {
    // The guarded client belongs to the server.
  }

  /** One call. */
  private final class Sending implements ExecutableHttpRequest {
    private final HttpCall call;
    private final boolean readsObject;
    private volatile @Nullable HttpReply reply;
    private volatile @Nullable Runnable abort;

    Sending(HttpCall call, boolean readsObject) {
      this.call = call;
      this.readsObject = readsObject;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      HttpReply answered = http.send(call, ending -> abort = ending);
      reply = answered;
      SdkHttpFullResponse.Builder response =
          SdkHttpFullResponse.builder()
              .statusCode(answered.status())
              .headers(bounded(answered.headers()));
      answered.statusText().ifPresent(response::statusText);
      boolean isObject = readsObject && answered.status() / 100 == 2;
      InputStream body = isObject ? new ReplyBody(answered, Long.MAX_VALUE) : document(answered);
      return HttpExecuteResponse.builder()
          .response(response.build())
          .responseBody(AbortableInputStream.create(body, answered::close))
          .build();
    }

    /**
     * Read here: where it breaks off the call is made again, while the SDK's parser would tell of a
     * malformed document, which is no reason for another try.
     */
    private static InputStream document(HttpReply answered) throws IOException {
      try (var body = new ReplyBody(answered, LONGEST_DOCUMENT)) {
        return new ByteArrayInputStream(body.readAllBytes());
      }
    }

    @Override
    public void abort() {
      Runnable ending = abort;
      if (ending != null) {
        ending.run();
      }
      HttpReply answered = reply;
      if (answered != null) {
        answered.close();
      }
    }
  }
}
