package org.strongroom.server.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The keys of the configuration file. Each can be overridden by an environment variable. */
public enum Key {
  DATA_DIR(
      "data.dir",
      "./data",
      "directory of the embedded database, the key file and the first administrator's password"),
  HTTP_HOST("http.host", "127.0.0.1", "address to listen on"),
  HTTP_PORT("http.port", "8080", "port to listen on; 0 takes a free one"),
  HTTP_MAX_BODY("http.maxBody", "1m", "largest JSON body of a request"),
  HTTP_MAX_CONNECTIONS(
      "http.maxConnections",
      "4096",
      "connections of all clients together; beyond, those that have been idle longest are closed"),
  HTTP_MAX_CONNECTIONS_PER_SOURCE(
      "http.maxConnectionsPerSource",
      "1024",
      "connections of one address (of IPv6: of one /64); those of trusted proxies count in the"
          + " total alone"),
  HTTP_TRUSTED_PROXIES(
      "http.trustedProxies",
      "",
      "networks of proxies whose X-Forwarded-For, -Proto and -Host headers are believed, such as"
          + " 10.0.0.5/32; separated by commas"),
  METRICS_ALLOW(
      "metrics.allow",
      "",
      "networks that may read /metrics, such as 127.0.0.0/8; separated by commas, everybody if"
          + " empty"),
  PUBLIC_URL(
      "public.url",
      "",
      "where clients reach the server, for the links and the catalog that it tells them, such as"
          + " https://backup.example.com; taken from each request if empty"),
  TLS_CERTIFICATE(
      "tls.certificate", "", "PEM file with the certificate chain; with tls.key it turns TLS on"),
  TLS_KEY("tls.key", "", "PEM file with the private key (PKCS #8)"),
  TLS_TRUSTED_CERTIFICATES(
      "tls.trustedCertificates",
      "",
      "PEM file with certificates, such as those of a private authority, that are believed beside"
          + " those of the Java installation wherever the server speaks TLS: image urls,"
          + " buckets, web hooks, Keystone, NBD exports"),
  ADMIN_PASSWORD(
      "admin.password",
      "",
      "the administrator's password at the first start; made up and kept in admin-password in the"
          + " data directory if empty"),
  DATABASE_URL(
      "database.url",
      "",
      "JDBC URL of a PostgreSQL database; SQLite in the data directory if empty"),
  DATABASE_USER("database.user", "", "user of the database"),
  DATABASE_PASSWORD("database.password", "", "password of the database"),
  KEY_REPLACE(
      "key.replace",
      "false",
      "true for one start after key.json was lost: takes a new key file, and secrets that were"
          + " sealed with the old one have to be given again"),
  TOKEN_LIFETIME("token.lifetime", "6h", "how long an OpenStack token is valid"),
  KEYSTONE_URL(
      "keystone.url",
      "",
      "a Keystone whose tokens count as well, such as https://cloud.example.com:5000; none if"
          + " empty"),
  JOB_LEASE(
      "job.lease",
      "60s",
      "how long a node answers for a job without a sign of life; after a crash every job goes on or"
          + " is undone within it"),
  IMAGE_URL_ALLOW(
      "image.url.allow",
      "",
      "networks that callers may make the server connect to although they are loopback, link-local"
          + " or metadata addresses, such as 127.0.0.0/8; separated by commas"),
  DEFAULTS_CREATE(
      "defaults.create",
      "true",
      "create zone zone1 and the file-system storage local at the first start"),
  SSH_CONNECT_TIMEOUT(
      "ssh.connectTimeout", "10s", "how long a connection to a storage may take to come about"),
  SSH_IDLE_TIMEOUT(
      "ssh.idleTimeout", "30s", "how long a storage may be silent in the middle of an operation"),
  STORAGE_TRANSFERS(
      "storage.transfers",
      "8",
      "reads, and as many writes, that may run at the same time on one storage"),
  NODE_DIRECTORY(
      "node.directory",
      "strongroom",
      "where a backup node keeps its files; relative to the home of its log-in unless it begins"
          + " with a slash"),
  NBD_HOST(
      "nbd.host",
      "127.0.0.1",
      "address on which ExportVolumeSnapshot serves disks by NBD. On any but a loopback address it"
          + " speaks TLS only, with tls.certificate"),
  NBD_PORT("nbd.port", "0", "port for that; 0 takes a free one"),
  SHUTDOWN_GRACE(
      "shutdown.grace",
      "20s",
      "how long running transfers may go on after SIGTERM; what is left is taken up at the next"
          + " start"),
  SHUTDOWN_NOTICE(
      "shutdown.notice",
      "5s",
      "how long a node of several answers on after SIGTERM while /healthz says 503, so that load"
          + " balancers turn to others"),
  LOG_FORMAT("log.format", "text", "text or json"),
  LOG_LEVEL("log.level", "info", "error, warn, info, debug or trace");

  private final String key;
  private final String defaultValue;
  private final String description;

  Key(String key, String defaultValue, String description) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  public String key() {
    return key;
  }

  public String defaultValue() {
    return defaultValue;
  }

  public String description() {
    return description;
  }

  /** The variable that overrides it: {@code http.maxBody} is {@code STRONGROOM_HTTP_MAX_BODY}. */
  public String environmentVariable() {
    return "STRONGROOM_"
        + key.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  static List<String> all() {
    return Arrays.stream(values()).map(Key::key).toList();
  }
}
