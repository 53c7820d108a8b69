package org.strongroom.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the start warns that passwords and sessions cross a network in the clear. */
class ExposureTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false",
    "127.3.2.1, false",
    "localhost, false",
    "::1, false",
    "[::1], false",
    "0.0.0.0, true",
    "::, true",
    "192.168.0.1, true",
    "storage.example.org, true",
    "127.example.org, true",
    "localhost.example.org, true",
  })
  void beyondLoopbackInTheClear(String host, boolean exposed) {
    Map<String, String> plain = Map.of("STRONGROOM_HTTP_HOST", host);
    Map<String, String> secured =
        Map.of(
            "STRONGROOM_HTTP_HOST", host,
            "STRONGROOM_TLS_CERTIFICATE", "server.crt",
            "STRONGROOM_TLS_KEY", "server.key");

    assertThat(Configuration.read(directory, plain).http().exposed()).isEqualTo(exposed);
    assertThat(Configuration.read(directory, secured).http().exposed()).isFalse();
  }
}
