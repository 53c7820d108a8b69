package org.strongroom.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.NotificationDeliveryInventory;
import org.strongroom.api.inventory.NotificationTargetInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.notification.HookReceiver.Received;
import org.strongroom.server.notification.Outbox.Claimed;
import org.strongroom.server.notification.Outbox.Due;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

class NotificationsTest {
  private static final String STORAGE = "5" + "0".repeat(31);
  private static final String CANARY = "canary-7f3a9c";

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestCore core;
  private Notifications node;
  private HookReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = open(new HookReceiver());
    begin(CatalogKind.SQLITE.open(directory));
  }

  private void begin(Database database) {
    core = open(TestCore.start(database, directory, clock));
    node = node(List.of("127.0.0.0/8"));
    node.register(core.operations());
  }

  private Notifications node(List<String> reachable) {
    return open(new Notifications(around(), http(reachable), trust()));
  }

  private Notifications.Surroundings around() {
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

  private GuardedHttp http(List<String> reachable) {
    return open(
        new GuardedHttp(
            new AddressGuard(reachable.stream().map(Network::parse).toList()),
            new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(60)),
            trust()));
  }

  private static SSLContext trust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.add(part);
    return part;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened.reversed()) {
      part.close();
    }
  }

  private NotificationTargetInventory target(String operation, Map<String, ?> values) {
    return (NotificationTargetInventory)
        ((InventoryReply<?>) core.call(operation, values)).inventory();
  }

  private NotificationTargetInventory hook(String... kinds) {
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

  private static Map<String, Object> mailTo(int port) {
    return new HashMap<>(
        Map.of(
            "name", "mail",
            "host", "127.0.0.1",
            "port", port,
            "security", "None",
            "username", "strongroom",
            "password", CANARY,
            "from", "strongroom@example.com",
            "to", List.of("a@example.com", "b@example.com")));
  }

  private List<NotificationDeliveryInventory> deliveries() {
    List<?> rows =
        ((QueryReply<?>) core.call("QueryNotificationDelivery", Map.of("sort", "+createDate")))
            .inventories();
    return rows == null
        ? List.of()
        : rows.stream().map(NotificationDeliveryInventory.class::cast).toList();
  }

  private NotificationDeliveryInventory test(NotificationTargetInventory target) {
    String uuid =
        ((NotificationDeliveryInventory)
                ((InventoryReply<?>)
                        core.call("SendTestNotification", Map.of("uuid", target.uuid())))
                    .inventory())
            .uuid();
    // a mail server that is refused its TLS has a thread that fails
    await()
        .dontCatchUncaughtExceptions()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !delivery(uuid).state().equals("Waiting"));
    return delivery(uuid);
  }

  private NotificationDeliveryInventory delivery(String uuid) {
    return deliveries().stream().filter(d -> d.uuid().equals(uuid)).findFirst().orElseThrow();
  }

  private void storage(String uuid, String name) {
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

  private <T> void change(TableField<Record, T> field, T value) {
    core.database()
        .write(transaction ->
            transaction
                .sql()
                .update(Objects.requireNonNull(field.getTable()))
                .set(field, value)
                .execute());
  }

  private void used(int percent) {
    change(BACKUP_STORAGE.USED_CAPACITY, 9_007_199_254_740_991L / 100 * percent);
  }

  private List<String> subjects() {
    return deliveries().stream().map(NotificationDeliveryInventory::subject).toList();
  }

  @Test
  void mailArrivesByTheServerThatWantsAPassword() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    open(server::stop);
    server.setUser("strongroom", CANARY);
    server.getUserManager().setAuthRequired(true);
    NotificationTargetInventory target =
        target("CreateMailNotificationTarget", mailTo(server.getSmtp().getPort()));
    assertThat(test(target).lastError()).isNull();
    assertThat(test(target).state()).isEqualTo("Delivered");
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Strongroom: this is a test");
    assertThat(mail.getAllRecipients()).hasSize(2);
    assertThat(mail.getFrom()[0].toString()).isEqualTo("strongroom@example.com");
    assertThat(mail.getMessageID()).endsWith("@example.com>");
  }

  @Test
  void aServerWithoutTlsGetsNoPasswordUnlessThatWasSaid() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    open(server::stop);
    Map<String, Object> values = mailTo(server.getSmtp().getPort());
    values.put("security", "StartTls");
    NotificationDeliveryInventory told = test(target("CreateMailNotificationTarget", values));
    assertThat(told.state()).isEqualTo("Failed");
    assertThat(told.lastError()).contains("STARTTLS").doesNotContain(CANARY);
    assertThat(told.attempts()).isEqualTo(1);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerWhoseCertificateIsNotBelievedGetsNothing() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    server.start();
    open(server::stop);
    Map<String, Object> values = mailTo(server.getSmtps().getPort());
    values.put("security", "Tls");
    NotificationDeliveryInventory told = test(target("CreateMailNotificationTarget", values));
    assertThat(told.state()).isEqualTo("Failed");
    assertThat(told.lastError()).contains("certificat").doesNotContain(CANARY);
  }

  @Test
  void aWebHookGetsSignedJson() {
    assertThat(test(hook()).state()).isEqualTo("Delivered");
    Received received = receiver.received.getFirst();
    assertThat(received.body()).contains("\"kind\":\"Test\"", "\"state\":\"Test\"");
    String timestamp = received.headers().getFirst("X-Strongroom-Timestamp");
    assertThat(received.headers().getFirst("X-Strongroom-Signature"))
        .isEqualTo("sha256=" + WebHookWay.signature(CANARY, timestamp + "." + received.body()));
    assertThat(received.headers().getFirst("X-Strongroom-Delivery"))
        .isEqualTo(deliveries().getFirst().uuid());
  }

  @Test
  void aWebHookReachesOnlyAddressesThatAreAllowed() {
    hook("Capacity");
    storage(STORAGE, "rack1");
    used(95);
    Notifications strict = node(List.of());
    strict.look();
    await().until(() -> deliveries().getFirst().lastError() != null);
    assertThat(receiver.received).isEmpty();
    assertThat(deliveries().getFirst().lastError()).contains("127.0.0.1");
  }

  @Test
  void secretsAreNotShown() {
    NotificationTargetInventory hook = hook();
    assertThat(hook.address()).matches("http://127\\.0\\.0\\.1:[0-9]+/…");
    NotificationTargetInventory mail = target("CreateMailNotificationTarget", mailTo(25));
    assertThat(core.call("QueryNotificationTarget", Map.of()).toString())
        .contains(mail.uuid(), hook.uuid())
        .doesNotContain("canary");
    assertThat(core.call("QueryAudit", Map.of()).toString()).doesNotContain("canary");
    assertThat(core.call("QueryEvent", Map.of()).toString()).doesNotContain("canary");
  }

  @Test
  void aPasswordGoesToNoOtherServerThanItWasGivenFor() {
    NotificationTargetInventory mail = target("CreateMailNotificationTarget", mailTo(25));
    assertThatThrownBy(() ->
            target("UpdateNotificationTarget", Map.of("uuid", mail.uuid(), "host", "evil.example")))
        .hasMessageContaining("SYS.1007");
    assertThat(
            target(
                    "UpdateNotificationTarget",
                    Map.of("uuid", mail.uuid(), "host", "other.example", "password", "new"))
                .address())
        .isEqualTo("other.example:25");
    assertThatThrownBy(() ->
            target("UpdateNotificationTarget", Map.of("uuid", mail.uuid(), "url", "http://x/")))
        .hasMessageContaining("neither url");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a@b\r\nBcc: c@d",
        "a@b, c@d",
        "<a@b>, c",
        "a@",
      })
  void whatIsNoAddressIsRefused(String address) {
    Map<String, Object> values = mailTo(25);
    values.put("to", List.of(address));
    assertThatThrownBy(() -> target("CreateMailNotificationTarget", values))
        .hasMessageContaining("SYS.1007");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://x/", "http:///x", "file:///etc/passwd", "http://u:p@x/", "http://[", "x"})
  void whatIsNoUrlIsRefused(String url) {
    assertThatThrownBy(
            () -> target("CreateWebHookNotificationTarget", Map.of("name", "hook", "url", url)))
        .hasMessageContaining("SYS.1007");
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void aFullStorageIsToldOnceAndOnceWhenItHasRoomAgain(CatalogKind kind) {
    if (kind == CatalogKind.POSTGRESQL) {
      begin(kind.open(directory));
    }
    hook("Capacity");
    storage(STORAGE, "rack\r\n1");
    Notifications other = node(List.of("127.0.0.0/8"));
    node.look();
    assertThat(deliveries()).isEmpty();
    used(91);
    node.look();
    other.look();
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: storage rack  1 nearly full");
    used(89);
    node.look();
    assertThat(subjects()).describedAs("not yet below 88 %").hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    used(50);
    other.look();
    node.look();
    assertThat(subjects()).last().isEqualTo("Strongroom: storage rack  1 has room again");
    assertThat(subjects()).hasSize(2);
    await().until(() -> receiver.received.size() == 2);
    assertThat(receiver.received.getLast().body()).contains("\"state\":\"Over\"");
  }

  @Test
  void aStorageThatIsAwayIsToldAfterTenMinutes() {
    hook("StorageAway");
    storage(STORAGE, "rack1");
    change(BACKUP_STORAGE.STATUS, "Disconnected");
    node.look();
    clock.advance(Duration.ofMinutes(9));
    node.look();
    change(BACKUP_STORAGE.STATUS, "Connected");
    node.look();
    change(BACKUP_STORAGE.STATUS, "Connecting");
    node.look();
    clock.advance(Duration.ofMinutes(9));
    node.look();
    assertThat(deliveries()).describedAs("it was there in between").isEmpty();
    clock.advance(Duration.ofMinutes(1));
    node.look();
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: storage rack1 away");
    clock.advance(Duration.ofMinutes(1));
    change(BACKUP_STORAGE.STATE, "Disabled");
    node.look();
    assertThat(subjects()).last().isEqualTo("Strongroom: storage rack1 there again");
  }

  @Test
  void failedJobsAreToldTogetherAndOnce() {
    job("0", clock.millis() - 1);
    hook("FailedJob");
    node.look();
    assertThat(deliveries()).describedAs("it failed before anybody listened").isEmpty();
    job("1", clock.millis());
    job("2", clock.millis());
    node.look();
    node.look();
    clock.advance(Duration.ofHours(2));
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: 2 jobs failed");
    assertThat(deliveries().getFirst().text())
        .contains("AddImage of disk (1", "AddImage of disk (2");
  }

  @Test
  void aScheduleThatCouldNotBeginIsToldAndThatItBeginsAgain() {
    hook("MissedRun");
    schedule();
    node.look();
    node.look();
    assertThat(subjects()).containsExactly("Strongroom: schedule every night could not begin");
    clock.advance(Duration.ofMinutes(1)); // by when they were made they stand in order
    change(SCHEDULE.LAST_RESULT, "Running");
    node.look();
    assertThat(subjects()).last().isEqualTo("Strongroom: schedule every night begins again");
    change(SCHEDULE.STATE, "Disabled");
    change(SCHEDULE.LAST_RESULT, "NotStarted");
    node.look();
    assertThat(subjects()).hasSize(2);
  }

  private void schedule() {
    core.database()
        .write(transaction ->
            transaction
                .sql()
                .insertInto(SCHEDULE)
                .set(SCHEDULE.UUID, "7".repeat(32))
                .set(SCHEDULE.NAME, "every night")
                .set(SCHEDULE.OPERATION, "BackupVolume")
                .set(SCHEDULE.STATE, "Enabled")
                .set(SCHEDULE.CRON, "0 2 * * *")
                .set(SCHEDULE.TIME_ZONE, "UTC")
                .set(SCHEDULE.KEPT, 0)
                .set(SCHEDULE.LAST_RESULT, "NotStarted")
                .set(SCHEDULE.CREATED, 1L)
                .set(SCHEDULE.UPDATED, 1L)
                .execute());
  }

  private void job(String digit, long finished) {
    core.database()
        .write(transaction -> {
          transaction
              .insertInto(JOB)
              .set(JOB.UUID, digit.repeat(32))
              .set(JOB.OPERATION, "AddImage")
              .set(JOB.VERSION, 1)
              .set(JOB.ACCOUNT_UUID, "a")
              .set(JOB.REQUEST, "")
              .set(JOB.STATE, "Failed")
              .set(JOB.STEP, 0)
              .set(JOB.RESOURCE_NAME, "disk")
              .set(JOB.PROGRESS, 0)
              .set(JOB.CANCEL_REQUESTED, false)
              .set(JOB.CREATED, finished)
              .set(JOB.UPDATED, finished)
              .set(JOB.FINISHED, finished)
              .set(JOB.EPOCH, 1)
              .execute();
          return true;
        });
  }

  @Test
  void whoIsNotReachedIsTriedAgainAfterGrowingPauses() {
    receiver.status = 503;
    hook("Capacity");
    storage(STORAGE, "rack1");
    used(95);
    node.look();
    await().until(() -> deliveries().getFirst().lastError() != null);
    NotificationDeliveryInventory first = deliveries().getFirst();
    assertThat(first.state()).isEqualTo("Waiting");
    assertThat(first.lastError()).isEqualTo("it answered 503");
    assertThat(first.nextAttempt()).isEqualTo(clock.instant().plusSeconds(30));
    clock.advance(Duration.ofSeconds(30));
    node.look();
    await()
        .until(() -> clock.instant().plusSeconds(60).equals(deliveries().getFirst().nextAttempt()));
    receiver.status = 200;
    clock.advance(Duration.ofSeconds(60));
    node.look();
    await().until(() -> deliveries().getFirst().state().equals("Delivered"));
    assertThat(receiver.received)
        .extracting(received -> received.headers().getFirst("X-Strongroom-Delivery"))
        .hasSize(3)
        .containsOnly(first.uuid());
  }

  @Test
  void whatANodeLeftIsToldByAnotherOne() {
    NotificationTargetInventory hook = hook("Capacity");
    storage(STORAGE, "rack1");
    Outbox outbox = new Outbox(core.database(), sql -> clock.millis());
    core.database()
        .write(transaction -> {
          outbox.tell(Kind.CAPACITY, true, List.of(), 0, transaction);
          return true;
        });
    Due due = outbox.due(List.of()).getFirst();
    assertThat(due.targetUuid()).isEqualTo(hook.uuid());
    Claimed dead = outbox.claim(due).orElseThrow();
    assertThat(outbox.claim(due)).isEmpty();
    assertThat(outbox.due(List.of())).isEmpty();
    clock.advance(Duration.ofMinutes(3));
    node.look();
    await().until(() -> deliveries().getFirst().state().equals("Delivered"));
    outbox.failed(dead, "woke up late");
    assertThat(deliveries().getFirst().lastError()).isNull();
  }

  @Test
  void aTargetThatHangsKeepsNobodyWaiting() throws IOException {
    ServerSocket silent = open(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    NotificationTargetInventory mail =
        target("CreateMailNotificationTarget", mailTo(silent.getLocalPort()));
    hook("Capacity");
    Outbox outbox = new Outbox(core.database(), sql -> clock.millis());
    Deliveries impatient =
        open(
            new Deliveries(
                core.database(),
                core.vault(),
                outbox,
                new MailWay(trust(), clock),
                new WebHookWay(http(List.of("127.0.0.0/8")), outbox::json, clock),
                Duration.ofSeconds(2)));
    core.database()
        .write(transaction -> {
          outbox.tell(Kind.CAPACITY, true, List.of(), 0, transaction);
          return true;
        });
    impatient.pump();
    await().until(() -> receiver.received.size() == 1);
    NotificationDeliveryInventory slow =
        deliveries().stream()
            .filter(each -> each.notificationTargetUuid().equals(mail.uuid()))
            .findFirst()
            .orElseThrow();
    await().until(() -> delivery(slow.uuid()).lastError() != null);
    assertThat(delivery(slow.uuid()).lastError()).isEqualTo("it did not end within 2 s");
  }

  @Test
  void aMailServerThatTalksWithoutEndTakesNoMemory() throws Exception {
    ServerSocket endless = open(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual()
        .start(() -> {
          try (Socket caller = endless.accept()) {
            byte[] lines = "220-more\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            while (true) {
              caller.getOutputStream().write(lines);
            }
          } catch (IOException e) {
            // it was hung up on
          }
        });
    NotificationDeliveryInventory told =
        test(target("CreateMailNotificationTarget", mailTo(endless.getLocalPort())));
    assertThat(told.state()).isEqualTo("Failed");
    assertThat(told.lastError()).contains("more than 1048576 bytes").hasSizeLessThan(300);
  }

  @Test
  void whoIsDisabledIsToldLaterAndWhoIsDeletedNever() {
    NotificationTargetInventory hook = hook("Capacity");
    storage(STORAGE, "rack1");
    receiver.status = 500;
    used(95);
    node.look();
    await().until(() -> deliveries().getFirst().lastError() != null);
    core.call(
        "ChangeNotificationTargetState", Map.of("uuid", hook.uuid(), "stateEvent", "disable"));
    clock.advance(Duration.ofMinutes(5));
    Outbox outbox = new Outbox(core.database(), sql -> clock.millis());
    assertThat(outbox.due(List.of())).isEmpty();
    core.call("ChangeNotificationTargetState", Map.of("uuid", hook.uuid(), "stateEvent", "enable"));
    assertThat(outbox.due(List.of())).hasSize(1);
    core.call("DeleteNotificationTarget", Map.of("uuid", hook.uuid()));
    core.call("DeleteNotificationTarget", Map.of("uuid", hook.uuid()));
    assertThat(deliveries()).isEmpty();
    assertThat(outbox.due(List.of())).isEmpty();
  }

  @Test
  void thereAreFiftyTargetsAtMost() {
    for (int i = 0; i < NotificationTargets.MOST; i++) {
      hook();
    }
    assertThatThrownBy(this::hook).hasMessageContaining("50 notification targets");
  }
}
