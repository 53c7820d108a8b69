package org.strongroom.cli.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ResourceType;
import org.strongroom.cli.command.ExitCode;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.WireServer.Received;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

/** Names where a uuid is asked for. */
class NamedResourcesTest {
  private static final String FOUND = WireServer.RESOURCE;
  private static final String OTHER = "8d6c5b4a39284f1e8d0c1b2a39485766";

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void logIn() {
    workplace = new Workplace(home, server.url()).loggedIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfResourceHasADirectory(ResourceType type) {
    assertThat(Directory.of(type).field()).isIn("name", "hostName", "tag", "accountName");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DeleteZone uuid=lab                             | /zones/{}
          zone delete lab                                 | /zones/{}
          zone delete 2026                                | /zones/{}
          zone delete cafe                                | /zones/{}
          zone delete 'a b/c'                             | /zones/{}
          image-backup download nightly                   | /image-backups/{}/actions
          bucket images ova                               | /buckets/{}/images
          job progress nightly                            | /task-progresses/{}
          RecoverImage imageUuid=debian                   | /images/{}/actions
          image verify debian --backup-storage-uuid vault | /images/{}/actions
          role remove reader --account-uuid al --project-uuid demo | /role-assignments?role=reader&accountUuid={}&projectUuid={}
          GetBackupStorageCapacity zoneUuids=a,b          | /backup-storage/capacities?zoneUuids={}&zoneUuids={}
          """)
  void becomeTheUuidOfTheOnlyResource(String line, String target) {
    server.knowsNames();

    Outcome outcome = workplace.line(line);

    assertThat(outcome.err()).isEmpty();
    assertThat(server.calls().getLast().target()).isEqualTo(target.replace("{}", FOUND));
  }

  @Test
  void areLookedUpOverTheSessionOfTheCaller() {
    server.knowsNames();

    workplace.line("zone delete lab");

    assertThat(server.calls().getFirst().target()).isEqualTo("/zones?q=name%3Dlab&limit=21");
    assertThat(server.calls().getFirst().header("Authorization"))
        .isEqualTo("OAuth " + WireServer.SESSION);
  }

  @Test
  void standInListsBesideUuids() {
    server.knowsNames();

    workplace.run(
        "image",
        "add",
        "--name",
        "i",
        "--url",
        "http://h/i",
        "--backup-storage-uuids",
        OTHER + ",v");

    assertThat(server.calls().getLast().body()).contains("[\"%s\",\"%s\"]".formatted(OTHER, FOUND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8d6c5b4a39284f1e8d0c1b2a39485766",
        "8D6C5B4A39284F1E8D0C1B2A39485766",
        "8d6c5b4a-3928-4f1e-8d0c-1b2a39485766"
      })
  void aUuidIsNotLookedUp(String uuid) {
    workplace.line("zone delete " + uuid);

    assertThat(server.calls()).extracting(Received::target).containsExactly("/zones/" + uuid);
  }

  @Test
  void theKindOfATaggedResourceIsTheOneThatTheCallTells() {
    server.on("GET /zones", WireServer.rows(row(FOUND, "lab", "")));

    workplace.line("tag create blue --resource-type ZoneVO --resource-uuid lab");

    assertThat(server.calls().getLast().body()).contains(FOUND);
  }

  @Test
  void severalAreToldApartAndNothingIsDone() {
    server.on(
        "GET /images",
        WireServer.rows(
            row(FOUND, "debian", ",\"size\":1,\"state\":\"Enabled\",\"status\":\"Ready\""),
            row(OTHER, "debian", ",\"size\":2,\"state\":\"Enabled\",\"status\":\"Deleted\"")));

    Outcome outcome = workplace.line("image delete debian");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("more than one image (2)")
        .contains(FOUND + "  size=1  status=Ready", OTHER + "  size=2  status=Deleted")
        .doesNotContain("Enabled");
    assertThat(server.calls()).extracting(Received::method).containsOnly("GET");
  }

  @Test
  void anotherNameThatTheServerFindsIsNotTaken() {
    server.on("GET /zones", WireServer.rows(row(FOUND, "LAB", "")));

    assertThat(workplace.line("zone delete lab").code()).isNotZero();
    assertThat(server.calls()).extracting(Received::method).containsOnly("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zone delete labb", "DeleteZone uuid=labb", "zone show labb"})
  void noneIsToldWithSimilarNames(String line) {
    server.on(
        "GET /zones",
        request ->
            request.target().contains("q=")
                ? Answer.ok("{\"inventories\":[]}")
                : WireServer.rows(row(FOUND, "lab", ""), row(OTHER, "production", "")));

    Outcome outcome = workplace.line(line);

    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.err())
        .contains("SYS.1003", "there is no zone with the name 'labb'; did you mean lab?");
    assertThat(server.calls()).extracting(Received::method).containsOnly("GET");
  }

  @Test
  void aUuidOfAnUnusualFormIsFoundToo() {
    String row = "{\"uuid\":\"nightly-7\",\"name\":\"AddImage\"}";
    server.on(
        "GET /longjobs",
        request ->
            request.target().contains("q=uuid%3Dnightly-7")
                ? WireServer.rows(row)
                : WireServer.rows());

    workplace.line("job progress nightly-7");

    assertThat(server.calls().getLast().target()).isEqualTo("/task-progresses/nightly-7");
  }

  @Test
  void showTakesThem() {
    server.on(
        "GET /backup-nodes",
        WireServer.rows("{\"uuid\":\"%s\",\"id\":7,\"displayName\":\"node1\"}".formatted(FOUND)));

    assertThat(workplace.line("backup-node show node1").code()).isZero();
    assertThat(server.calls())
        .extracting(Received::target)
        .containsExactly(
            "/backup-nodes?q=displayName%3Dnode1&limit=21",
            "/backup-nodes?q=uuid%3D" + FOUND + "&limit=2");
  }

  @Test
  void aDeletionStillAsksForTheName() {
    server.knowsNames();
    server.on("GET /deletion-previews/" + FOUND, Answer.ok("{\"name\":\"vault\",\"uuid\":\"x\"}"));
    TypingUser user = TypingUser.answering("no");

    Outcome outcome = workplace.at(user).line("backup-storage delete vault");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(user.asked()).hasSize(1);
    assertThat(server.calls()).extracting(Received::method).containsOnly("GET");
  }

  @Test
  void aFailedSearchEndsTheCall() {
    server.on(
        "GET /zones",
        new Answer(
            503, "{\"error\":{\"code\":\"ID.1002\",\"description\":\"d\",\"details\":\"x\"}}"));

    Outcome outcome = workplace.line("zone delete lab");

    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.err()).contains("ID.1002");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void usageIsCheckedBeforeAnythingIsAsked() {
    assertThat(workplace.line("image verify debian --nope x").code()).isEqualTo(ExitCode.USAGE);
    assertThat(workplace.line("ChangeZoneState uuid=lab stateEvent=on").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void downloadsTakeThem() {
    server.knowsNames();

    workplace.run("download", "debian", home.resolve("f").toString(), "backupStorageUuid=vault");

    assertThat(List.copyOf(server.calls()))
        .extracting(Received::target)
        .contains("/images/%s/file?backupStorageUuid=%s".formatted(FOUND, FOUND));
  }

  private static String row(String uuid, String name, String more) {
    return "{\"uuid\":\"%s\",\"name\":\"%s\"%s}".formatted(uuid, name, more);
  }
}
