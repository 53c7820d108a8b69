package org.strongroom.e2e.bed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Bytes that the server answered with. */
public record HttpDownload(HttpResponse<byte[]> response) {
  private static final HttpClient STREAMING = HttpClient.newHttpClient();

  /** Fetches what lies at a path below {@code /zstack/v1}; headers come as name, value, …. */
  public static HttpDownload of(ZStackClient client, String path, String... headers) {
    HttpRequest.Builder request = request(client, path);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new HttpDownload(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder request(ZStackClient client, String path) {
    return HttpRequest.newBuilder(URI.create(client.url() + "/zstack/v1" + path))
        .header("Authorization", "OAuth " + client.session());
  }

  /** The bytes as they come, of an image that is too large to be kept; to be read to its end. */
  public static InputStream stream(ZStackClient client, String path) throws IOException {
    try {
      HttpResponse<InputStream> response =
          STREAMING.send(request(client, path).build(), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IOException(path + " answered " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int status() {
    return response.statusCode();
  }

  public byte[] body() {
    return response.body();
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
