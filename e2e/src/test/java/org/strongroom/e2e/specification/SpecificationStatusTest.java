package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;

/** The status of a storage and every way between its values, with the reasons in the event log. */
class SpecificationStatusTest {
  @TempDir static Path directory;
  private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    bed.configure("backupStorage", "ping.interval", "1");
    bed.configure("backupStorage", "ping.timeout", "2");
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @AfterEach
  void everythingRunsAgain() {
    bed.configure("backupStorage", "connection.autoReconnectOnError", "true");
    bed.sshd().restart();
    for (JsonNode storage : bed.admin().query("/backup-storage")) {
      awaitStatus(storage.get("uuid").asString(), "Connected");
      bed.admin().delete("/backup-storage/" + storage.get("uuid").asString());
    }
  }

  @Test
  void isConnectingWhileItIsAdded() {
    SshAccount account = bed.sshd().shellAccount();
    String url = account.newScratch().remote();
    bed.sshd().pause();
    ZStackClient.Answer accepted =
        bed.admin()
            .send(
                "POST",
                "/backup-storage/sftp",
                ZStackClient.json("params", bed.sftpParameters("new", account, url)));

    JsonNode seen =
        await()
            .until(() -> bed.admin().query("/backup-storage", "name=new"), rows -> !rows.isEmpty());
    assertThat(seen.get(0).get("status").asString()).isEqualTo("Connecting");
    assertThat(seen.get(0).get("state").asString()).isEqualTo("Enabled");
    bed.sshd().resume();
    JsonNode added = bed.admin().awaitJob(ZStackClient.jobUuid(accepted)).ok();

    assertThat(added.at("/inventory/status").asString()).isEqualTo("Connected");
    assertThat(changes(TestBed.uuid(added))).containsExactly("Connecting > Connected");
  }

  @Test
  void isGoneWhenItCannotBeAdded() {
    SshAccount account = bed.sshd().shellAccount();
    Map<String, Object> parameters =
        bed.sftpParameters("never", account, account.newScratch().remote());
    bed.sshd().stop();

    ZStackClient.Answer answer =
        bed.admin().call("POST", "/backup-storage/sftp", ZStackClient.json("params", parameters));

    assertThat(answer.error())
        .startsWith("SYS.1002: backup storage 'never' could not be added: ")
        .contains(" <- BS.1500: ");
    assertThat(bed.admin().query("/backup-storage", "name=never")).isEmpty();
  }

  @Test
  void aLostPingDisconnectsAndItComesBackByItself() {
    String uuid = bed.sftp("lost").uuid();

    bed.sshd().stop();
    JsonNode lost = awaitStatus(uuid, "Disconnected");
    assertThat(lost.get("statusReason").asString()).isNotBlank();
    assertThat(lost.get("state").asString()).isEqualTo("Enabled");

    bed.sshd().restart();
    JsonNode back = awaitStatus(uuid, "Connected");
    assertThat(back.has("statusReason")).isFalse();
    List<String> changes = changes(uuid);
    assertThat(changes)
        .startsWith("Connecting > Connected", "Connected > Disconnected")
        .endsWith("Disconnected > Connecting", "Connecting > Connected");
    assertThat(reasons(uuid, "Disconnected")).allSatisfy(reason -> assertThat(reason).isNotBlank());
  }

  @Test
  void aPingThatTimesOutDisconnects() {
    String uuid = bed.sftp("hanging").uuid();

    bed.sshd().pause();

    awaitStatus(uuid, "Disconnected");
    bed.sshd().resume();
    awaitStatus(uuid, "Connected");
  }

  @Test
  void staysDisconnectedUntilItIsReconnectedByHand() {
    TestStorage storage = bed.sftp("by hand");
    String uuid = storage.uuid();
    bed.configure("backupStorage", "connection.autoReconnectOnError", "false");
    bed.sshd().stop();
    awaitStatus(uuid, "Disconnected");
    String actions = "/backup-storage/" + uuid + "/actions";
    String reconnect = ZStackClient.json("reconnectBackupStorage", Map.of());

    assertThat(bed.admin().call("PUT", actions, reconnect).error()).startsWith("BS.1500: ");
    bed.sshd().restart();
    JsonNode back = bed.admin().done("PUT", actions, reconnect);

    assertThat(back.at("/inventory/status").asString()).isEqualTo("Connected");
    assertThat(changes(uuid))
        .containsExactly(
            "Connecting > Connected",
            "Connected > Disconnected",
            "Disconnected > Connecting",
            "Connecting > Disconnected",
            "Disconnected > Connecting",
            "Connecting > Connected");
    JsonNode again =
        bed.admin()
            .act(
                "/backup-storage/sftp/" + uuid + "/actions",
                "reconnectSftpBackupStorage",
                Map.of());
    assertThat(again.at("/inventory/status").asString()).isEqualTo("Connected");
    assertThat(changes(uuid)).endsWith("Connected > Connecting", "Connecting > Connected");
  }

  @Test
  void takesNoBytesButChangesWhileItIsDisconnected() {
    TestStorage storage = bed.sftp("away");
    String zone = bed.zone("zone of away");
    bed.sshd().stop();
    awaitStatus(storage.uuid(), "Disconnected");

    assertThat(addImage(storage).error())
        .matches("SYS.1006: .*'away'.* is (Disconnected|Connecting), not Connected.*");
    JsonNode attached =
        bed.admin().done("POST", "/zones/" + zone + "/backup-storage/" + storage.uuid(), "");
    assertThat(attached.at("/inventory/attachedZoneUuids")).hasSize(1);
    JsonNode renamed =
        bed.admin()
            .act(
                "/backup-storage/" + storage.uuid() + "/actions",
                "updateBackupStorage",
                Map.of("name", "still away", "description", "down for repair"));
    assertThat(renamed.at("/inventory/name").asString()).isEqualTo("still away");
  }

  @Test
  void takesNoImagesWhileItIsDisabledButIsPinged() {
    TestStorage storage = bed.sftp("off");
    bed.admin()
        .act(
            "/backup-storage/" + storage.uuid() + "/actions",
            "changeBackupStorageState",
            Map.of("stateEvent", "disable"));

    assertThat(addImage(storage).error()).startsWith("SYS.1006: ").contains("is Disabled");
    bed.sshd().stop();
    JsonNode lost = awaitStatus(storage.uuid(), "Disconnected");
    assertThat(lost.get("state").asString()).isEqualTo("Disabled");
  }

  @Test
  void everyBootPutsStoragesThroughConnecting() {
    String sftp = bed.sftp("booted").uuid();
    String directoryStorage = bed.fileSystem("booted too").uuid();

    bed.server().kill();
    bed.server().startAgain();
    bed.reconnectClients();

    for (String uuid : List.of(sftp, directoryStorage)) {
      awaitStatus(uuid, "Connected");
      assertThat(changes(uuid))
          .containsExactly(
              "Connecting > Connected", "Connected > Connecting", "Connecting > Connected");
    }
  }

  private static ZStackClient.Answer addImage(TestStorage storage) {
    return bed.admin()
        .call(
            "POST",
            "/images",
            ZStackClient.json(
                "params",
                Map.of(
                    "name", "image",
                    "url", "http://127.0.0.1:9/image",
                    "backupStorageUuids", List.of(storage.uuid()))));
  }

  private static JsonNode awaitStatus(String uuid, String status) {
    return await(status)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> bed.admin().show("/backup-storage", uuid),
            storage -> storage.get("status").asString().equals(status));
  }

  private static List<String> changes(String uuid) {
    return events(uuid)
        .map(event -> event.get("from").asString() + " > " + event.get("to").asString())
        .toList();
  }

  private static List<String> reasons(String uuid, String to) {
    return events(uuid)
        .filter(event -> event.get("to").asString().equals(to))
        .map(event -> event.path("reason").asString(""))
        .toList();
  }

  private static java.util.stream.Stream<JsonNode> events(String uuid) {
    return bed.admin()
        .get("/events?sort=%2Btime&q=what%3DStatusChanged&q=resourceUuid%3D" + uuid)
        .get("inventories")
        .valueStream();
  }
}
