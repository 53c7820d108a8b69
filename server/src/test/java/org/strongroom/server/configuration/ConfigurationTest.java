package org.strongroom.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  /** A value for every key that differs from its default. */
  private static final Map<Key, String> CHANGED =
      Map.ofEntries(
          Map.entry(Key.DATA_DIR, "/var/lib/strongroom"),
          Map.entry(Key.HTTP_HOST, "0.0.0.0"),
          Map.entry(Key.HTTP_PORT, "9090"),
          Map.entry(Key.HTTP_MAX_BODY, "64k"),
          Map.entry(Key.TLS_CERTIFICATE, "/etc/tls/chain.pem"),
          Map.entry(Key.TLS_KEY, "/etc/tls/key.pem"),
          Map.entry(Key.TLS_TRUSTED_CERTIFICATES, "/etc/tls/ca.pem"),
          Map.entry(Key.ADMIN_PASSWORD, "canary"),
          Map.entry(Key.DATABASE_URL, "jdbc:postgresql://db/strongroom"),
          Map.entry(Key.DATABASE_USER, "strongroom"),
          Map.entry(Key.DATABASE_PASSWORD, "canary"),
          Map.entry(Key.PUBLIC_URL, "https://backup.example.com/"),
          Map.entry(Key.TOKEN_LIFETIME, "30m"),
          Map.entry(Key.KEYSTONE_URL, "http://[::1]:5000/identity"),
          Map.entry(Key.JOB_LEASE, "1500ms"),
          Map.entry(Key.IMAGE_URL_ALLOW, "127.0.0.0/8, ::1"),
          Map.entry(Key.DEFAULTS_CREATE, "false"),
          Map.entry(Key.HTTP_MAX_CONNECTIONS, "300"),
          Map.entry(Key.HTTP_MAX_CONNECTIONS_PER_SOURCE, "30"),
          Map.entry(Key.HTTP_TRUSTED_PROXIES, "10.0.0.5/32"),
          Map.entry(Key.METRICS_ALLOW, "127.0.0.0/8, ::1/128"),
          Map.entry(Key.KEY_REPLACE, "true"),
          Map.entry(Key.SSH_CONNECT_TIMEOUT, "3s"),
          Map.entry(Key.SSH_IDLE_TIMEOUT, "2m"),
          Map.entry(Key.STORAGE_TRANSFERS, "3"),
          Map.entry(Key.NODE_DIRECTORY, "/srv/strongroom"),
          Map.entry(Key.NBD_HOST, "10.0.0.7"),
          Map.entry(Key.NBD_PORT, "10809"),
          Map.entry(Key.SHUTDOWN_GRACE, "1h"),
          Map.entry(Key.SHUTDOWN_NOTICE, "3s"),
          Map.entry(Key.LOG_FORMAT, "json"),
          Map.entry(Key.LOG_LEVEL, "debug"));

  @TempDir Path directory;

  private Configuration read(Map<String, String> environment) {
    return Configuration.read(directory, environment);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void withoutAnythingTheDefaultsHold() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new Configuration(
                directory.resolve("data"),
                new Configuration.Http("127.0.0.1", 8080, 1 << 20, Optional.empty()),
                new Configuration.DatabaseAccess(
                    "jdbc:sqlite:" + directory.resolve("data/strongroom.db"),
                    Optional.empty(),
                    Optional.empty()),
                Optional.empty(),
                true,
                false,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                List.of(),
                Optional.empty(),
                new Configuration.Storage(Duration.ofSeconds(10), Duration.ofSeconds(30), 8),
                new Configuration.OpenStack(
                    Duration.ofHours(6), Optional.empty(), Optional.empty()),
                "strongroom",
                new Configuration.Nbd("127.0.0.1", 0),
                new Configuration.Logging("text", "info")));
  }

  private static Configuration changed() {
    return new Configuration(
        Path.of("/var/lib/strongroom"),
        new Configuration.Http(
            "0.0.0.0",
            9090,
            65_536,
            Optional.of(
                new Configuration.Tls(Path.of("/etc/tls/chain.pem"), Path.of("/etc/tls/key.pem"))),
            new Configuration.Clients(
                300, 30, List.of("10.0.0.5/32"), List.of("127.0.0.0/8", "::1/128"))),
        new Configuration.DatabaseAccess(
            "jdbc:postgresql://db/strongroom", Optional.of("strongroom"), Optional.of("canary")),
        Optional.of("canary"),
        false,
        true,
        Duration.ofMillis(1500),
        Duration.ofHours(1),
        Duration.ofSeconds(3),
        List.of("127.0.0.0/8", "::1"),
        Optional.of(Path.of("/etc/tls/ca.pem")),
        new Configuration.Storage(Duration.ofSeconds(3), Duration.ofMinutes(2), 3),
        new Configuration.OpenStack(
            Duration.ofMinutes(30),
            Optional.of(URI.create("http://[::1]:5000/identity")),
            Optional.of(URI.create("https://backup.example.com"))),
        "/srv/strongroom",
        new Configuration.Nbd("10.0.0.7", 10809),
        new Configuration.Logging("json", "debug"));
  }

  @Test
  void everyKeyCanBeSetInTheFile() throws IOException {
    assertThat(CHANGED.keySet()).containsExactlyInAnyOrder(Key.values());
    file(
        "strongroom.properties",
        CHANGED.entrySet().stream()
            .map(entry -> entry.getKey().key() + " = " + entry.getValue())
            .collect(Collectors.joining("\n")));
    assertThat(read(Map.of())).isEqualTo(changed());
  }

  @Test
  void everyKeyCanBeSetByTheEnvironmentWhichWins() throws IOException {
    file("strongroom.properties", "http.port=1\nlog.level=error");
    Map<String, String> environment = new HashMap<>();
    CHANGED.forEach((key, value) -> environment.put(key.environmentVariable(), value));
    assertThat(read(environment)).isEqualTo(changed());
  }

  @ParameterizedTest
  @CsvSource({
    "data.dir, STRONGROOM_DATA_DIR",
    "http.maxBody, STRONGROOM_HTTP_MAX_BODY",
    "database.url, STRONGROOM_DATABASE_URL",
    "job.lease, STRONGROOM_JOB_LEASE",
    "image.url.allow, STRONGROOM_IMAGE_URL_ALLOW",
    "defaults.create, STRONGROOM_DEFAULTS_CREATE"
  })
  void variablesAreNamedAfterTheirKeys(String key, String variable) {
    assertThat(List.of(Key.values()))
        .filteredOn(known -> known.key().equals(key))
        .extracting(Key::environmentVariable)
        .containsExactly(variable);
  }

  @Test
  void anotherFileCanBeNamed() throws IOException {
    file("other.properties", "http.port=7000");
    assertThat(read(Map.of("STRONGROOM_CONFIG", "other.properties")).http().port()).isEqualTo(7000);
  }

  @Test
  void aNamedFileHasToBeThere() {
    assertThatThrownBy(() -> read(Map.of("STRONGROOM_CONFIG", "missing.properties")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("missing.properties");
  }

  @ParameterizedTest
  @CsvSource({
    "http.prot, http.port",
    "HTTP.PORT, http.port",
    "datadir, data.dir",
    "image.url.allowed, image.url.allow"
  })
  void anUnknownKeyStopsTheStartAndNamesTheSimilarOne(String written, String meant)
      throws IOException {
    file("strongroom.properties", written + "=1");
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'" + written + "'")
        .hasMessageContaining("did you mean '" + meant + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port, eighty",
    "http.port, -1",
    "http.port, 65536",
    "http.port, ''",
    "http.maxBody, 1x",
    "http.maxBody, 4g",
    "job.lease, 60",
    "job.lease, 0s",
    "job.lease, -1s",
    "defaults.create, yes",
    "log.format, xml",
    "log.level, loud",
    "storage.transfers, 0",
    "node.directory, ''",
    "node.directory, /",
    "node.directory, ../x",
    "image.url.allow, localhost",
    "image.url.allow, 127.0.0.0/33"
  })
  void aValueThatCannotBeTakenIsNamed(String key, String value) throws IOException {
    file("strongroom.properties", key + "=" + value);
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("'" + value + "'")
        .hasMessageContaining("has to be");
  }

  @Test
  void certificateAndKeyGoTogether() throws IOException {
    file("strongroom.properties", "tls.key=key.pem");
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tls.certificate");
  }

  @Test
  void itsTextShowsNoSecret() {
    Map<String, String> environment = new HashMap<>();
    CHANGED.forEach((key, value) -> environment.put(key.environmentVariable(), value));
    assertThat(read(environment).toString()).doesNotContain("canary");
  }
}
