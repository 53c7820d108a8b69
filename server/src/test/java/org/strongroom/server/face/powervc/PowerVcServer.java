package org.strongroom.server.face.powervc;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;
import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.RegisteredBucketTable.REGISTERED_BUCKET;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.bucket.QueryBucket;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.HttpServer;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.openstack.OperationCalls;
import org.strongroom.server.identity.ForeignTokens;
import org.strongroom.server.identity.Tokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The PowerVC face over real HTTP and a real catalog, with tokens for whoever a test needs. */
final class PowerVcServer implements AutoCloseable {
  static final String PROJECT = Caller.ADMIN_PROJECT;
  static final int MOST_BODY = 65_536;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  final Cloud cloud;
  final String admin;
  private final HttpServer http;
  private final HttpClient client = HttpClient.newHttpClient();

  PowerVcServer(Cloud cloud) {
    this.cloud = cloud;
    Clock clock = Clock.systemUTC();
    answerQueries();
    RequestBodies bodies = new RequestBodies(MOST_BODY);
    PowerVcFace face =
        new PowerVcFace(
            new OperationCalls(cloud.calls(), cloud.jobs()),
            new Tokens(cloud.database, Duration.ofHours(1), clock, ForeignTokens.NONE),
            bodies,
            new PublicUrl(Optional.empty()),
            clock);
    http =
        new HttpServer(
            new Configuration.Http("127.0.0.1", 0, MOST_BODY, Optional.empty()),
            List.of(face::register),
            new RequestMetrics(new SimpleMeterRegistry()));
    http.start();
    admin = token(Optional.of(PROJECT), "admin");
  }

  /** Image backups and buckets as the catalog has them; nothing else is done with them. */
  private void answerQueries() {
    cloud.operations.answer(
        QueryImageBackup.class,
        (request, caller) ->
            cloud.database.read(sql ->
                cloud.queries.findFor(
                    caller.limitedTo(),
                    sql,
                    ImageBackupInventory.class,
                    request.query(),
                    ProjectScope.seenBy(caller, IMAGE_BACKUP.PROJECT_UUID))));
    cloud.operations.answer(
        QueryBucket.class,
        (request, caller) ->
            cloud.database.read(sql ->
                cloud.queries.findFor(
                    caller.limitedTo(),
                    sql,
                    BucketInventory.class,
                    request.query(),
                    ProjectScope.seenBy(caller, REGISTERED_BUCKET.PROJECT_UUID))));
  }

  static PowerVcServer start() {
    return new PowerVcServer(Cloud.onSqlite());
  }

  /** The token of a new user with this role. */
  String token(Optional<String> project, String role) {
    String text = Uuid.random();
    String account = Uuid.random();
    long now = Instant.now().toEpochMilli();
    cloud.database.write(transaction -> {
      transaction
          .insertInto(ACCOUNT)
          .set(ACCOUNT.UUID, account)
          .set(ACCOUNT.NAME, account)
          .set(ACCOUNT.TYPE, "Normal")
          .set(ACCOUNT.PASSWORD, "none")
          .set(ACCOUNT.CREATED, now)
          .set(ACCOUNT.UPDATED, now)
          .execute();
      project.ifPresent(uuid ->
          transaction
              .insertInto(ROLE_ASSIGNMENT)
              .set(ROLE_ASSIGNMENT.ACCOUNT_UUID, account)
              .set(ROLE_ASSIGNMENT.PROJECT_UUID, uuid)
              .set(ROLE_ASSIGNMENT.ROLE, role)
              .set(ROLE_ASSIGNMENT.CREATED, now)
              .execute());
      transaction
          .insertInto(TOKEN)
          .set(TOKEN.DIGEST, sha256(text))
          .set(TOKEN.ACCOUNT_UUID, account)
          .set(TOKEN.PROJECT_UUID, project.orElse(null))
          .set(TOKEN.AUDIT_ID, "audit")
          .set(TOKEN.ISSUED, now)
          .set(TOKEN.EXPIRES, now + 3_600_000)
          .execute();
      return true;
    });
    return text;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another project. */
  String project() {
    String uuid = Uuid.random();
    cloud.project(uuid, 1);
    return uuid;
  }

  /** Puts nodes into the catalog that nobody ever connected. */
  void inventNodes(int count) {
    cloud.database.write(transaction -> {
      for (int i = 1; i <= count; i++) {
        inventNode(i, transaction);
      }
      return true;
    });
  }

  /**
   * Puts an image backup into the catalog that no storage has.
   *
   * @param diskSize bytes
   * @return its uuid
   */
  String inventBackup(String name, String status, String image, long diskSize) {
    String uuid = Uuid.random();
    cloud.database.write(transaction -> {
      transaction
          .insertInto(IMAGE_BACKUP)
          .set(IMAGE_BACKUP.UUID, uuid)
          .set(IMAGE_BACKUP.PROJECT_UUID, PROJECT)
          .set(IMAGE_BACKUP.NAME, name)
          .set(IMAGE_BACKUP.STATUS, status)
          .set(IMAGE_BACKUP.IMAGE_UUID, image)
          .set(IMAGE_BACKUP.SIZE, diskSize / 2)
          .set(IMAGE_BACKUP.DISK_SIZE, diskSize)
          .set(IMAGE_BACKUP.DISK_COUNT, 1)
          .set(IMAGE_BACKUP.DISCOVERED, false)
          .set(IMAGE_BACKUP.CREATED, 1000L)
          .set(IMAGE_BACKUP.UPDATED, 1000L)
          .execute();
      return true;
    });
    return uuid;
  }

  private static void inventNode(int number, Transaction transaction) {
    String uuid = Uuid.random();
    transaction
        .insertInto(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.UUID, uuid)
        .set(BACKUP_STORAGE.NAME, "node " + number % 100)
        .set(BACKUP_STORAGE.URL, "/strongroom")
        .set(BACKUP_STORAGE.TYPE, "SftpBackupStorage")
        .set(BACKUP_STORAGE.STATE, "Enabled")
        .set(BACKUP_STORAGE.STATUS, "Disconnected")
        .set(BACKUP_STORAGE.TOTAL_CAPACITY, 0L)
        .set(BACKUP_STORAGE.FREE_CAPACITY, 0L)
        .set(BACKUP_STORAGE.USED_CAPACITY, 0L)
        .set(BACKUP_STORAGE.RESERVED, 0L)
        .set(BACKUP_STORAGE.HOSTNAME, "node" + number + ".example")
        .set(BACKUP_STORAGE.USERNAME, "root")
        .set(BACKUP_STORAGE.SSH_PORT, 22)
        .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
        .set(BACKUP_STORAGE.CREATED, 1000L * (number / 7))
        .set(BACKUP_STORAGE.UPDATED, 0L)
        .execute();
    transaction
        .insertInto(BACKUP_NODE)
        .set(BACKUP_NODE.STORAGE_UUID, uuid)
        .set(BACKUP_NODE.NUMBER, (long) number)
        .set(BACKUP_NODE.PROJECT_UUID, PROJECT)
        .set(BACKUP_NODE.HOST_NAME, "node" + number)
        .set(BACKUP_NODE.SHOWN_PASSWORD, "aes-ctr:none")
        .set(BACKUP_NODE.CREATED, 1000L * (number / 7))
        .set(BACKUP_NODE.REGISTERED, 0L)
        .execute();
  }

  /** A request below the administrator's project, with its token. */
  Answer send(String method, String path, @Nullable String body, String... headers) {
    return as(admin, method, "/v3/" + PROJECT + path, body, headers);
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  /**
   * A request.
   *
   * @param token empty for none
   * @param headers name, value, name, value
   */
  Answer as(String token, String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
            .timeout(Duration.ofMinutes(1))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("X-Auth-Token", token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.close();
    cloud.close();
  }

  /** What came back. */
  record Answer(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** {@code status key: message}. */
    String fault() {
      JsonNode root = json();
      String key = root.propertyNames().iterator().next();
      JsonNode inside = root.get(key);
      return inside.get("code").asInt() == status
          ? "%d %s: %s".formatted(status, key, inside.get("message").asString())
          : "the code is not the status: " + body;
    }
  }
}
