package org.strongroom.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.NotificationDeliveryInventory;
import org.strongroom.api.inventory.NotificationTargetInventory;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** Mail that arrives over TLS, at a server whose own certificate is believed. */
class MailOverTlsTest {
  private static final String CANARY = "canary-5b1e77";

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private GreenMail mails;
  private MailAuthority tls;
  private TestCore core;

  @BeforeEach
  void start() throws Exception {
    tls = MailAuthority.make(directory);
    mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    opened.add(mails::stop);
    mails.setUser("strongroom", CANARY);
    mails.getUserManager().setAuthRequired(true);
    core = TestCore.start(CatalogKind.SQLITE.open(directory), directory, clock);
    opened.add(core);
    Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
    GuardedHttp http =
        new GuardedHttp(
            new AddressGuard(List.of()),
            new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(60)),
            tls.trust());
    opened.add(http);
    Notifications notifications =
        new Notifications(
            new Notifications.Surroundings(
                core.database(),
                core.vault(),
                new EventLog(clock),
                queries,
                new TagService(core.database(), queries, clock),
                core.configs(),
                sql -> clock.millis(),
                clock),
            http,
            tls.trust());
    opened.add(notifications);
    notifications.register(core.operations());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : opened.reversed()) {
      part.close();
    }
  }

  private TlsMailServer server(String security) throws Exception {
    TlsMailServer server =
        new TlsMailServer(tls.server(), security.equals("StartTls"), mails.getSmtp().getPort());
    opened.add(server);
    return server;
  }

  private NotificationDeliveryInventory told(String security, String host, int port) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "name",
                "mail",
                "host",
                host,
                "port",
                port,
                "security",
                security,
                "username",
                "strongroom",
                "password",
                CANARY,
                "from",
                "strongroom@example.com",
                "to",
                List.of("a@example.com")));
    var target = (NotificationTargetInventory) inventory("CreateMailNotificationTarget", values);
    String uuid =
        ((NotificationDeliveryInventory)
                inventory("SendTestNotification", Map.of("uuid", target.uuid())))
            .uuid();
    return await()
        .dontCatchUncaughtExceptions() // of a mail server that is refused its TLS
        .atMost(Duration.ofSeconds(60))
        .until(() -> delivery(uuid), delivery -> !delivery.state().equals("Waiting"));
  }

  private Object inventory(String operation, Map<String, ?> values) {
    return ((InventoryReply<?>) core.call(operation, values)).inventory();
  }

  private NotificationDeliveryInventory delivery(String uuid) {
    return ((QueryReply<?>) core.call("QueryNotificationDelivery", Map.of()))
        .inventories().stream()
            .map(NotificationDeliveryInventory.class::cast)
            .filter(each -> each.uuid().equals(uuid))
            .findFirst()
            .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tls", "StartTls"})
  void mailAndPasswordGoOverTls(String security) throws Exception {
    TlsMailServer server = server(security);
    NotificationDeliveryInventory told = told(security, "127.0.0.1", server.port());
    assertThat(told.lastError()).isNull();
    assertThat(told.state()).isEqualTo("Delivered");
    assertThat(mails.getReceivedMessages()[0].getSubject()).isEqualTo("Strongroom: this is a test");
    assertThat(server.inTheClear()).doesNotContain("AUTH", "MAIL FROM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tls", "StartTls"})
  void aCertificateOfAnotherHostGetsNothing(String security) throws Exception {
    TlsMailServer server = server(security);
    NotificationDeliveryInventory told = told(security, "localhost", server.port());
    assertThat(told.state()).isEqualTo("Failed");
    assertThat(told.lastError()).doesNotContain(CANARY);
    assertThat(mails.getReceivedMessages()).isEmpty();
    assertThat(server.inTheClear()).doesNotContain("AUTH", "MAIL FROM");
  }
}
