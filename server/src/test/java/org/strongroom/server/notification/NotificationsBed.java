package org.strongroom.server.notification;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.NotificationDeliveryInventory;
import org.strongroom.api.inventory.NotificationTargetInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** Who is told, and somebody to be told. */
abstract class NotificationsBed {
  static final String STORAGE = "5" + "0".repeat(31);
  static final String CANARY = "canary-7f3a9c";

  @TempDir Path directory;

  final SteppedClock clock = new SteppedClock();
  final List<AutoCloseable> opened = new ArrayList<>();
  TestCore core;
  Notifications node;
  HookReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = open(new HookReceiver());
    begin(CatalogKind.SQLITE.open(directory));
  }

  void begin(Database database) {
    core = open(TestCore.start(database, directory, clock));
    node = node(List.of("127.0.0.0/8"));
    node.register(core.operations());
  }

  Notifications node(List<String> reachable) {
    return open(new Notifications(around(), http(reachable), trust()));
  }

  Notifications.Surroundings around() {
    Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
    return new Notifications.Surroundings(
        core.database(),
        core.vault(),
        new EventLog(clock),
        queries,
        new TagService(core.database(), queries, clock),
        core.configs(),
        sql -> clock.millis(),
        clock);
  }

  GuardedHttp http(List<String> reachable) {
    return open(
        new GuardedHttp(
            new AddressGuard(reachable.stream().map(Network::parse).toList()),
            new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(60)),
            trust()));
  }

  static SSLContext trust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  <T extends AutoCloseable> T open(T part) {
    opened.add(part);
    return part;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened.reversed()) {
      part.close();
    }
  }

  NotificationTargetInventory target(String operation, Map<String, ?> values) {
    return (NotificationTargetInventory)
        ((InventoryReply<?>) core.call(operation, values)).inventory();
  }

  NotificationTargetInventory hook(String... kinds) {
    return target(
        "CreateWebHookNotificationTarget",
        Map.of(
            "name",
            "hook",
            "url",
            receiver.url() + "?token=" + CANARY,
            "secret",
            CANARY,
            "kinds",
            List.of(kinds)));
  }

  List<NotificationDeliveryInventory> deliveries() {
    List<?> rows =
        ((QueryReply<?>) core.call("QueryNotificationDelivery", Map.of("sort", "+createDate")))
            .inventories();
    return rows == null
        ? List.of()
        : rows.stream().map(NotificationDeliveryInventory.class::cast).toList();
  }

  void storage(String uuid, String name) {
    core.database()
        .write(transaction -> {
          transaction
              .insertInto(BACKUP_STORAGE)
              .set(BACKUP_STORAGE.UUID, uuid)
              .set(BACKUP_STORAGE.NAME, name)
              .set(BACKUP_STORAGE.URL, "/" + uuid)
              .set(BACKUP_STORAGE.TYPE, "FileSystemBackupStorage")
              .set(BACKUP_STORAGE.STATE, "Enabled")
              .set(BACKUP_STORAGE.STATUS, "Connected")
              .set(BACKUP_STORAGE.TOTAL_CAPACITY, 9_007_199_254_740_991L)
              .set(BACKUP_STORAGE.FREE_CAPACITY, 1L)
              .set(BACKUP_STORAGE.USED_CAPACITY, 0L)
              .set(BACKUP_STORAGE.RESERVED, 0L)
              .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
              .set(BACKUP_STORAGE.CREATED, 1L)
              .set(BACKUP_STORAGE.UPDATED, 1L)
              .execute();
          return true;
        });
  }

  <T> void change(TableField<Record, T> field, T value) {
    core.database()
        .write(transaction ->
            transaction
                .sql()
                .update(Objects.requireNonNull(field.getTable()))
                .set(field, value)
                .execute());
  }

  void used(int percent) {
    change(BACKUP_STORAGE.USED_CAPACITY, 9_007_199_254_740_991L / 100 * percent);
  }
}
