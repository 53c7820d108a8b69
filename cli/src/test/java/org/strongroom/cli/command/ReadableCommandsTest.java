package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.WireServer.Received;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import org.strongroom.cli.terminal.NoTerminal;
import tools.jackson.databind.json.JsonMapper;

/** Commands of noun and verb against a server. */
class ReadableCommandsTest {
  private static final String NODE =
      "{\"id\":7,\"uuid\":\"u\",\"displayName\":\"node1\",\"status\":\"Connected\",\"availableCapacity\":1073741824,\"password\":\"******\"}";

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

  /** The quick way to it and the one through all options tell the same. */
  @ParameterizedTest
  @ValueSource(strings = {"image", "image add", "AddImage", "job wait", "upload", "nosuch"})
  void helpIsTheSameHoweverItIsAskedFor(String words) {
    Outcome quick = workplace.line(words + " --help");

    assertThat(workplace.line("--bytes " + words + " --help")).isEqualTo(quick);
    assertThat(workplace.line("help " + words)).isEqualTo(quick);
    assertThat(quick.code()).isEqualTo(words.equals("nosuch") ? 2 : 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          backup-node register --access-ip 10.0.0.5 --user-id backup --password=secret --display-name node1 | POST | /backup-nodes | {"params":{"accessIp":"10.0.0.5","userId":"backup","password":"secret","displayName":"node1"},"systemTags":[],"userTags":[]}
          backup-node register 10.0.0.5 userId=backup password=text:? displayName=node1 --ssh-port 2222 | POST | /backup-nodes | {"params":{"accessIp":"10.0.0.5","userId":"backup","password":"?","displayName":"node1","sshPort":2222},"systemTags":[],"userTags":[]}
          backup-node update 1 --display-name 'a b'       | PUT    | /backup-nodes/1/actions | {"updateBackupNode":{"displayName":"a b"}}
          backup-node deregister 1 --force --yes          | DELETE | /backup-nodes/1?force=true |
          backup-node list status=Connected --sort-by displayName --limit 5 | GET | /backup-nodes?q=status%3DConnected&limit=5&sort=%2BdisplayName |
          backup-storage capacity                         | GET | /backup-storage/capacities?all=true |
          backup-storage capacity --zone-uuids cc23456789ab4cde8f0123456789abcd | GET | /backup-storage/capacities?zoneUuids=cc23456789ab4cde8f0123456789abcd |
          backup-node discover 1                          | PUT    | /backup-nodes/1/actions | {"discoverBackupNode":{}}
          image-backup export 0123456789ab4cde8f0123456789abcd --name b --upload-to-cos | POST  | /image-backups | {"params":{"name":"b","imageUuid":"0123456789ab4cde8f0123456789abcd","uploadToCos":true},"systemTags":[],"userTags":[]}
          image-backup import --name b --bucket-uuid cc23456789ab4cde8f0123456789abcd --object-name d.ova | POST | /image-backups/import | {"params":{"name":"b","bucketUuid":"cc23456789ab4cde8f0123456789abcd","objectName":"d.ova"},"systemTags":[],"userTags":[]}
          image-backup delete 0123456789ab4cde8f0123456789abcd --force               | DELETE | /image-backups/0123456789ab4cde8f0123456789abcd?force=true |
          bucket images 0123456789ab4cde8f0123456789abcd                               | GET    | /buckets/0123456789ab4cde8f0123456789abcd/images |
          project create demo                             | POST   | /projects | {"params":{"name":"demo"},"systemTags":[],"userTags":[]}
          role remove reader --account-uuid aa23456789ab4cde8f0123456789abcd --project-uuid bb23456789ab4cde8f0123456789abcd | DELETE | /role-assignments?role=reader&accountUuid=aa23456789ab4cde8f0123456789abcd&projectUuid=bb23456789ab4cde8f0123456789abcd |
          backup-storage add-sftp --name s --url /s --hostname h --username root --password=p | POST | /backup-storage/sftp | {"params":{"name":"s","url":"/s","hostname":"h","username":"root","password":"p"},"systemTags":[],"userTags":[]}
          --timeout 5 zone create z --is-default          | POST   | /zones | {"params":{"name":"z","isDefault":true},"systemTags":[],"userTags":[]}
          """)
  void becomeTheRequestOfTheOperation(String line, String method, String target, String body) {
    Outcome outcome = workplace.line(line);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    Received request = server.calls().getFirst();
    assertThat(request.method()).isEqualTo(method);
    assertThat(request.target()).isEqualTo(target);
    if (body == null) {
      assertThat(request.body()).isEmpty();
    } else {
      assertThat(request.json()).isEqualTo(JsonMapper.shared().readTree(body));
    }
  }

  @Test
  void showAnswersTheOneThatIsMeant() {
    server.on("GET /backup-nodes", Answer.ok("{\"inventories\":[" + NODE + "]}"));

    Outcome outcome = workplace.line("backup-node show 7");

    assertThat(server.received().getLast().target()).isEqualTo("/backup-nodes?q=id%3D7&limit=2");
    assertThat(JsonMapper.shared().readTree(outcome.out()))
        .isEqualTo(JsonMapper.shared().readTree("{\"inventory\":" + NODE + "}"));
    assertThat(workplace.line("backup-node show 7 -o table").out())
        .startsWith("field ")
        .contains("displayName        node1\n", "availableCapacity  1.0 GiB\n");
  }

  @Test
  void whatIsNotThereIsAFailure() {
    Outcome outcome = workplace.line("image show 33a35f75885f45ab96ea2626ce9c05a6");

    assertThat(outcome.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("there is no image with uuid=33a35f75885f45ab96ea2626ce9c05a6");
  }

  @Test
  void moreThanOneIsNotShown() {
    server.on("GET /images", Answer.ok("{\"inventories\":[{\"uuid\":\"a\"},{\"uuid\":\"b\"}]}"));

    Outcome outcome = workplace.line("image show name=debian");

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("more than one image with name=debian");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          event list --limit 5        | /events?limit=5&sort=-time
          audit list                  | ?sort=-time
          job list                    | /longjobs?sort=-createDate
          job list --sort-by name     | /longjobs?sort=%2Bname
          job list --sort-direction asc | /longjobs?sort=%2BcreateDate
          job list --count            | /longjobs?count=true
          zone list                   | /zones
          QueryLongJob                | /longjobs
          """)
  void whatHappenedIsListedNewestFirst(String line, String target) {
    assertThat(workplace.line(line).code()).isZero();
    assertThat(server.calls().getLast().target()).endsWith(target);
  }

  @Test
  void aTableBeginsWithWhatPeopleLookFor() {
    server.on("GET /backup-nodes", Answer.ok("{\"inventories\":[" + NODE + "]}"));

    assertThat(workplace.line("-o table backup-node list").out())
        .isEqualToNormalizingNewlines(
            """
            id  displayName  status     availableCapacity  uuid  password
             7  node1        Connected            1.0 GiB  u     ******
            """);
  }

  @Test
  void theObjectsOfABucketAreATable() {
    server.on(
        "GET /buckets/0123456789ab4cde8f0123456789abcd/images",
        Answer.ok("{\"images\":[{\"objectName\":\"a.ova\",\"size\":2048}]}"));

    assertThat(workplace.line("bucket images 0123456789ab4cde8f0123456789abcd -o table").out())
        .isEqualToNormalizingNewlines(
            """
               size  objectName
            2.0 KiB  a.ova
            """);
  }

  @Test
  void thePasswordOfAUserDoesNotLeaveTheMachine() {
    workplace.with("NEW", "canary-1").line("user create alice --password=env:NEW");
    workplace.line(
        "user update 0123456789ab4cde8f0123456789abcd --password canary-2 --old-password canary-3");

    assertThat(server.calls()).hasSize(2);
    assertThat(server.calls()).extracting(Received::body).noneMatch(it -> it.contains("canary"));
    assertThat(server.calls().getFirst().json().at("/params/password").asString())
        .matches("[0-9a-f]{128}");
  }

  @Test
  void aRequiredSecretIsAskedFor() {
    TypingUser user = new TypingUser("typed", 80);
    workplace.at(user).line("backup-node register h --user-id u --display-name d");

    assertThat(user.asked()).containsExactly("password: ");
    assertThat(server.calls().getFirst().json().at("/params/password").asString())
        .isEqualTo("typed");
  }

  @Test
  void aRequiredSecretThatNobodyCanBeAskedForIsMissing() {
    Outcome outcome = workplace.line("backup-node register h --user-id u --display-name d");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("--password of backup-node register is required")
        .contains("Try: strongroom help backup-node register");
  }

  @ParameterizedTest
  @CsvSource({
    "image-backup export, POST /image-backups",
    "image-backup import, POST /image-backups/import"
  })
  void aLongJobShowsABarWhereThereIsATerminal(String command, String route) {
    server.on(
        route,
        request -> {
          String job = request.header("X-job-uuid");
          server.on(
              "GET /task-progresses/" + job,
              Answer.ok("{\"inventories\":[{\"taskName\":\"copy\",\"content\":\"40\"}]}"));
          return new Answer(202, "{\"location\":\"/zstack/v1/api-jobs/" + job + "\"}");
        });
    server.jobsEnd(Answer.ok("{}"), 12);

    Outcome outcome =
        workplace
            .at(new TypingUser("", 80))
            .line(command + " 0123456789ab4cde8f0123456789abcd --name b");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains(command, "40%");
    assertThat(
            workplace
                .at(new NoTerminal())
                .line(command + " 0123456789ab4cde8f0123456789abcd --name b")
                .err())
        .isEmpty();
  }

  @Test
  void noWaitPrintsTheJob() {
    Outcome outcome =
        workplace.line("image-backup export 0123456789ab4cde8f0123456789abcd --name b --no-wait");

    assertThat(server.received()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(outcome.out()).path("jobUuid").asString())
        .isEqualTo(server.received().getFirst().header("X-job-uuid"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup-node",
        "backup-node lst",
        "backup-nodes list",
        "backup-node list --nope",
        "backup-node list nothing",
        "backup-node deregister",
        "backup-node deregister one",
        "backup-node register h --user-id u --password=p",
        "bucket register b --type gcs --bucket-name b --endpoint e",
        "backup-node list -o xml",
        "help backup-node lst",
        "role show abc"
      })
  void usageErrorsSendNothing(String line) {
    Outcome outcome = workplace.line(line);

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).isNotEmpty();
    assertThat(outcome.out()).isEmpty();
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help image-backup export",
        "image-backup export --help",
        "image-backup export 0123456789ab4cde8f0123456789abcd -h",
        "--help image-backup export",
        "-o json image-backup --help export"
      })
  void helpShowsOptions(String line) {
    Outcome outcome = workplace.line(line);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(
            "Usage: strongroom image-backup export <image-uuid> --name <name> [options]",
            "* --name",
            "  --backup-host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help backup-node", "backup-node --help", "-h backup-node"})
  void helpShowsTheVerbsOfANoun(String line) {
    Outcome outcome = workplace.line(line);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Usage: strongroom backup-node <verb>", "register", "show");
  }

  @Test
  void helpShowsWhatConditionsCanAsk() {
    assertThat(workplace.line("help backup-node list").out())
        .contains("[condition ...]", "--sort-by", "Operators", "availableCapacity");
    assertThat(workplace.line("help").out()).contains("Nouns and their verbs:", "image-backup");
    assertThat(workplace.line("help RegisterBackupNode").out())
        .contains("Also: strongroom backup-node register");
  }

  @Test
  void theShellTakesThemToo() {
    Outcome outcome =
        workplace
            .reading(
                "backup-node list\n"
                    + "zone delete 0123456789ab4cde8f0123456789abcd --no-wait\n"
                    + "zone dlete z\n")
            .run("shell");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(server.received())
        .extracting(Received::target)
        .containsExactly("/backup-nodes", "/zones/0123456789ab4cde8f0123456789abcd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"upload", "download"})
  void whatMovesImagesIsFoundAmongTheVerbsOfImages(String command) {
    assertThat(workplace.line("image " + command + " --help"))
        .isEqualTo(workplace.line(command + " --help"));
    assertThat(workplace.line("image " + command + " --help").code()).isZero();
  }
}
