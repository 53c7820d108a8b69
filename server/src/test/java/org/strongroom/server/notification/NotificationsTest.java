package org.strongroom.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.NotificationDeliveryInventory;
import org.strongroom.api.inventory.NotificationTargetInventory;
import org.strongroom.server.notification.HookReceiver.Received;
import org.strongroom.server.notification.Outbox.Claimed;
import org.strongroom.server.notification.Outbox.Due;

/** Mail and calls of web hooks: to whom they go, and to whom not. */
class NotificationsTest extends NotificationsBed {
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
