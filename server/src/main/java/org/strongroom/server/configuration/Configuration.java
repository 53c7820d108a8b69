package org.strongroom.server.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the server is told at its start. */
public record Configuration(
    Path dataDirectory,
    Http http,
    DatabaseAccess database,
    Optional<String> adminPassword,
    boolean createDefaults,
    boolean replaceKey,
    Duration jobLease,
    Duration shutdownGrace,
    Duration shutdownNotice,
    List<String> allowedNetworks,
    Optional<Path> trustedCertificates,
    Storage storage,
    OpenStack openStack,
    String nodeDirectory,
    Nbd nbd,
    Logging logging) {

  /**
   * Where to answer.
   *
   * @param maxBody largest JSON body of a request, in bytes
   */
  public record Http(String host, int port, int maxBody, Optional<Tls> tls, Clients clients) {

    /** With the usual bounds for clients. */
    public Http(String host, int port, int maxBody, Optional<Tls> tls) {
      this(host, port, maxBody, tls, Clients.USUAL);
    }

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[?::1]?");

    /** Whether passwords and sessions cross a network in the clear. */
    public boolean exposed() {
      return tls.isEmpty() && !LOOPBACK.matcher(host).matches();
    }
  }

  /**
   * What is taken from clients.
   *
   * @param maxConnections of all clients together
   * @param maxConnectionsPerSource of one address that is no trusted proxy's
   * @param trustedProxies networks whose {@code X-Forwarded-…} headers count
   * @param metricsAllow networks that may read {@code /metrics}; everybody if empty
   */
  public record Clients(
      int maxConnections,
      int maxConnectionsPerSource,
      List<String> trustedProxies,
      List<String> metricsAllow) {
    static final Clients USUAL = new Clients(4096, 1024, List.of(), List.of());
  }

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  /** How to reach the database; SQLite in the data directory unless a url is given. */
  public record DatabaseAccess(String url, Optional<String> user, Optional<String> password) {
    public boolean embedded() {
      return url.startsWith("jdbc:sqlite:");
    }

    @Override
    public String toString() {
      return "DatabaseAccess[" + url.replaceAll("password=[^&]*", "password=***") + "]";
    }
  }

  /** Bounds of the work with storages. */
  public record Storage(Duration connectTimeout, Duration idleTimeout, int transfers) {}

  /**
   * What the OpenStack faces need to know.
   *
   * @param keystone another identity service whose tokens count as well
   * @param publicUrl where clients reach the server; else what their requests say
   */
  public record OpenStack(
      Duration tokenLifetime, Optional<URI> keystone, Optional<URI> publicUrl) {}

  /** Where to serve disks by NBD. */
  public record Nbd(String host, int port) {}

  /** How to log. */
  public record Logging(String format, String level) {}

  /** Without the password. */
  @Override
  public String toString() {
    return "Configuration[%s, %s, %s]".formatted(dataDirectory, http, database);
  }

  /**
   * Reads file and environment.
   *
   * @param directory the working directory
   * @throws ConfigurationException that says what to change
   */
  public static Configuration read(Path directory, Map<String, String> environment) {
    ConfigurationSource source = ConfigurationSource.read(directory, environment);
    Path data = directory.resolve(source.text(Key.DATA_DIR)).toAbsolutePath().normalize();
    return new Configuration(
        data,
        http(source, directory),
        new DatabaseAccess(
            source
                .optional(Key.DATABASE_URL)
                .orElse("jdbc:sqlite:" + data.resolve("strongroom.db")),
            source.optional(Key.DATABASE_USER),
            source.optional(Key.DATABASE_PASSWORD)),
        source.optional(Key.ADMIN_PASSWORD),
        source.bool(Key.DEFAULTS_CREATE),
        source.bool(Key.KEY_REPLACE),
        source.duration(Key.JOB_LEASE),
        source.duration(Key.SHUTDOWN_GRACE),
        source.duration(Key.SHUTDOWN_NOTICE),
        source.networks(Key.IMAGE_URL_ALLOW),
        source.optional(Key.TLS_TRUSTED_CERTIFICATES).map(directory::resolve),
        new Storage(
            source.duration(Key.SSH_CONNECT_TIMEOUT),
            source.duration(Key.SSH_IDLE_TIMEOUT),
            source.number(Key.STORAGE_TRANSFERS, 1, 1000)),
        new OpenStack(
            source.duration(Key.TOKEN_LIFETIME),
            source.url(Key.KEYSTONE_URL),
            source.url(Key.PUBLIC_URL)),
        source.directory(Key.NODE_DIRECTORY),
        new Nbd(source.text(Key.NBD_HOST), source.number(Key.NBD_PORT, 0, 65535)),
        new Logging(
            source.oneOf(Key.LOG_FORMAT, "text", "json"),
            source.oneOf(Key.LOG_LEVEL, "error", "warn", "info", "debug", "trace")));
  }

  private static Http http(ConfigurationSource source, Path directory) {
    Optional<String> certificate = source.optional(Key.TLS_CERTIFICATE);
    Optional<String> key = source.optional(Key.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new ConfigurationException("tls.certificate and tls.key go together: set both or none");
    }
    return new Http(
        source.text(Key.HTTP_HOST),
        source.number(Key.HTTP_PORT, 0, 65535),
        source.bytes(Key.HTTP_MAX_BODY),
        certificate.map(
            file -> new Tls(directory.resolve(file), directory.resolve(key.orElseThrow()))),
        new Clients(
            source.number(Key.HTTP_MAX_CONNECTIONS, 16, 1_000_000),
            source.number(Key.HTTP_MAX_CONNECTIONS_PER_SOURCE, 1, 1_000_000),
            source.networks(Key.HTTP_TRUSTED_PROXIES),
            source.networks(Key.METRICS_ALLOW)));
  }
}
