package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.HttpServer;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.connection.Sources;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;

/** Where a call that was accepted tells its caller to look. */
class LocationTest {
  @TempDir private Path directory;

  private String answer(Optional<URI> publicUrl) throws Exception {
    try (TestCore core = TestCore.start(directory, new SteppedClock());
        HttpClient client = HttpClient.newHttpClient()) {
      ZStackFace face =
          new ZStackFace(
              core.calls(),
              new JobPolls(core.jobs(), core.sessions()),
              new SessionHeader(core.sessions()),
              new RequestBodies(4096),
              new ZStackJson(ZoneOffset.UTC),
              new PublicUrl(publicUrl, new Sources(List.of("127.0.0.0/8"))));
      try (HttpServer server =
          new HttpServer(
              new Configuration.Http("127.0.0.1", 0, 4096, Optional.empty()),
              List.of(face::register),
              new RequestMetrics(new SimpleMeterRegistry()))) {
        server.start();
        HttpRequest call =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.port() + "/zstack/v1/zones"))
                .header("Authorization", "OAuth none")
                .header("X-Forwarded-Host", "proxy.example")
                .header("X-Forwarded-Proto", "https")
                .POST(BodyPublishers.ofString("{\"params\":{\"name\":\"a\"}}"))
                .build();
        HttpResponse<String> answer = client.send(call, BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("X-Time-Zone")).contains("Z");
        return answer.body();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://backup.example.com", "http://10.0.0.1:9000/strongroom"})
  void isBelowThePublicUrlWhateverTheRequestSays(String publicUrl) throws Exception {
    assertThat(answer(Optional.of(URI.create(publicUrl))))
        .startsWith("{\"location\":\"" + publicUrl + "/zstack/v1/api-jobs/");
  }

  @Test
  void isWhereTheRequestWentIfNothingIsConfigured() throws Exception {
    assertThat(answer(Optional.empty()))
        .startsWith("{\"location\":\"https://proxy.example/zstack/v1/api-jobs/");
  }
}
