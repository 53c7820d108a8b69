package org.strongroom.e2e.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.CatalogRows;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.CuttingProxy;
import tools.jackson.databind.JsonNode;

/** The tool as scripts see it: output, exit codes, passwords, transfers. */
class CliTest {
  private static final long SPARSE = 64 << 20;
  @TempDir static Path directory;
  private static TestBed bed;
  private static Cli cli;
  private static TestStorage storage;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    cli = bed.loggedInCli();
    storage = bed.fileSystem("local");
    bed.zone("zone1");
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  /** Each of the things that it needs none of took more than a tenth of the time of a query. */
  @Test
  void printsIndentedJsonUnlessAskedAndLoadsNothingThatItDoesNotNeed() throws Exception {
    Path classes = directory.resolve("classes");

    Cli.Result result =
        cli.process(
            "QueryZone name=zone1",
            "",
            Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes));

    assertThat(result.ok().at("/inventories/0/name").asString()).isEqualTo("zone1");
    assertThat(result.out()).contains("\n    \"inventories\"").doesNotContain("schema");
    assertThat(result.err().lines()).singleElement().asString().contains("JDK_JAVA_OPTIONS");
    assertThat(Files.readString(classes))
        .contains("org.strongroom.cli.Main ", "tools.jackson.databind.JsonNode ")
        .doesNotContain(
            "sun.security.ssl.SSLContextImpl",
            "picocli.CommandLine$Option ",
            "snakeyaml",
            "org.jline.reader.");
  }

  @Test
  void readsNounsAndVerbs() {
    String zone =
        cli.line("zone create readable --description 'a b'").ok().at("/inventory/uuid").asString();

    assertThat(cli.line("zone show " + zone).ok().at("/inventory/description").asString())
        .isEqualTo("a b");
    assertThat(cli.line("zone list name=readable --fields uuid").ok().path("inventories"))
        .hasSize(1);
    assertThat(cli.line("zone delete " + zone).code()).isZero();
  }

  @Test
  void printsATableAndAsksNoTerminalForTheWidthOfAPipe() throws Exception {
    Path classes = directory.resolve("classes-of-a-table");

    Cli.Result result =
        cli.process(
            "-o table QueryZone name=zone1",
            "",
            Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes));

    assertThat(Files.readString(classes))
        .contains("org.strongroom.cli.output.Table ")
        .doesNotContain("org.jline.terminal.impl.ffm", "java.lang.foreign.Linker ");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines().findFirst().orElse("")).matches("uuid +name +state +type .*");
    assertThat(result.out().lines().skip(1)).singleElement().asString().contains(" zone1 ");
  }

  @Test
  void printsTimesWithTheirZone() {
    assertThat(cli.line("zone list name=zone1 --fields createDate,name -o csv").out())
        .matches(
            "createDate,name\n"
                + "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d),zone1\n");
  }

  @Test
  void printsYaml() {
    Cli.Result result = cli.line("QueryZone name=zone1 -o yaml");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("inventories:").contains("name: zone1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QueryZone name=none                       | 0 |
          DeleteZone uuid=0123456789ab4cde8f0123456789abcd | 0 |
          DeleteZone uuid=nothing                   | 3 | there is no zone with the name
          QueryZone nothing=1                       | 2 | QueryZone has no field
          CreateZone                                | 2 | parameter 'name' of CreateZone is required
          CreateZone name=a isDefault=perhaps       | 2 | has to be true or false
          CreateZone nam=a                          | 2 | nam
          CreatZone name=a                          | 2 | CreateZone
          zone list name=none                       | 0 |
          zone delete zone2                         | 3 | did you mean zone1?
          zone show nothing                         | 3 | there is no zone with the name
          zone create                               | 2 | --name of zone create is required
          zone craete a                             | 2 | did you mean create?
          QueryZone -o xml                          | 2 | xml
          --url http://127.0.0.1:1 GetVersion       | 8 | 127.0.0.1:1
          upload /nowhere name=a backupStorageUuids=a | 2 | /nowhere
          user create admin --password x            | 5 | exists already
          download 0123456789ab4cde8f0123456789abcd - | 3 | no image has the uuid 0123456789ab4cde8f0123456789abcd
          """)
  void endsWithItsExitCode(String line, int code, String message) {
    Cli.Result result = cli.line(line);

    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
    if (message != null) {
      assertThat(result.err()).contains(message);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "zone list name=none, 0",
    "zone create, 2",
    "zone show nothing, 3",
    "--url http://127.0.0.1:1 GetVersion, 8"
  })
  void isTheExitCodeOfTheProcess(String line, int code) {
    Cli.Result result = cli.process(line, "", Map.of());

    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
    assertThat(result.err().isEmpty()).isEqualTo(code == 0);
  }

  @Test
  void tellsUnderWhichIdTheLogKnowsARefusedCall() throws Exception {
    Cli.Result refused =
        cli.line("backup-storage deletion-preview 0123456789ab4cde8f0123456789abcd");
    Cli.Result changing = cli.line("user create admin --password x");

    for (Cli.Result each : List.of(refused, changing)) {
      assertThat(each.code()).isNotZero();
      Matcher id = Pattern.compile("server's log: (req-[-0-9a-f]+)").matcher(each.err());
      assertThat(id.find()).as(each.err()).isTrue();
      assertThat(Files.readString(bed.server().log()))
          .containsPattern(id.group(1) + ".*was refused: SYS");
    }
  }

  @Test
  void tellsHowToLogIn() {
    Cli stranger = new Cli(directory.resolve("stranger"), bed.server().url());

    Cli.Result result = stranger.line("QueryZone");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("LogInByAccount accountName=admin password=?");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"password=@file", "password=@-", "password=env:SECRET", "''", "wrong"})
  void takesPasswordsFromElsewhere(String how) throws Exception {
    Cli home =
        new Cli(directory.resolve("home of " + how.replaceAll("\\W", "_")), bed.server().url());
    Path file = Files.writeString(directory.resolve("password"), ServerProcess.PASSWORD + "\n");
    String line =
        "LogInByAccount accountName=admin "
            + how.replace("@file", "@" + file).replace("wrong", "password=wrong");
    Map<String, String> environment =
        how.isEmpty()
            ? Map.of("STRONGROOM_PASSWORD", ServerProcess.PASSWORD)
            : Map.of("SECRET", ServerProcess.PASSWORD);

    Cli.Result result = home.process(line, ServerProcess.PASSWORD + "\n", environment);

    if (how.equals("wrong")) {
      assertThat(result.code()).isEqualTo(4);
      assertThat(result.err()).contains("ID.1000");
      assertThat(home.configuration().resolve("sessions.json")).doesNotExist();
      return;
    }
    assertThat(result.ok().at("/inventory/uuid").asString()).isNotEmpty();
    Path sessions = home.configuration().resolve("sessions.json");
    assertThat(Files.readString(sessions)).doesNotContain(ServerProcess.PASSWORD);
    assertThat(Files.getPosixFilePermissions(sessions)).hasSize(2);
    home.line("QueryZone").ok();
    home.line("LogOut").ok();
    assertThat(home.line("QueryZone").code()).isEqualTo(4);
  }

  @Test
  void uploadsAndDownloads() throws Exception {
    Path file = DiskImages.raw(directory, "disk.raw", 3);
    JsonNode image =
        cli.line("upload " + file + " name=disk backupStorageUuids=" + storage.uuid())
            .ok()
            .get("inventory");
    String uuid = image.get("uuid").asString();
    Path back = directory.resolve("back.raw");

    JsonNode reply = cli.line("download " + uuid + " " + back).ok();

    assertThat(image.get("format").asString()).isEqualTo("raw");
    assertThat(reply.get("size").asLong()).isEqualTo(3 << 20);
    assertThat(back).satisfies(sameBytes(file));
    assertThat(cli.line("download " + uuid + " " + back).code()).isNotZero();
    assertThat(cli.line("download disk " + back + " --force").ok().get("imageUuid").asString())
        .isEqualTo(uuid);
    Files.writeString(back, "another file");
    assertThat(cli.line("download " + uuid + " " + back + " --force").code()).isZero();
    assertThat(back).satisfies(sameBytes(file));
    Cli.Result piped =
        cli.line("download " + uuid + " - | sha256sum; strongroom LogOut sessionUuid=none");
    assertThat(piped.out()).contains(DiskImages.sha256(file));
  }

  @Test
  void sparseDisksCostTheirDataOnEachWay() throws Exception {
    TestStorage sftp = bed.sftp("sparse");
    Path file = directory.resolve("sparse.raw");
    try (var disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(SPARSE);
      byte[] data = Files.readAllBytes(DiskImages.raw(directory, "piece.raw", 1));
      for (long at = 0; at < SPARSE; at += SPARSE / 4) {
        disk.seek(at);
        disk.write(data);
      }
    }
    Path back = directory.resolve("sparse.back");
    try (CuttingProxy line = CuttingProxy.to(bed.server().url())) {
      Map<String, String> through = Map.of("STRONGROOM_URL", line.endpoint().toString());
      cli.line("LogInByAccount accountName=admin password=" + ServerProcess.PASSWORD, "", through)
          .ok();
      String upload = "upload %s name=sparse backupStorageUuids=%s".formatted(file, sftp.uuid());
      JsonNode image = cli.line(upload, "", through).ok().get("inventory");
      long up = line.forwarded();
      String download = "download %s %s".formatted(image.get("uuid").asString(), back);
      cli.line(download, "", through).ok();
      long down = line.forwarded() - up;

      long tenthMoreThanData = 44L << 17;
      assertThat(up).isLessThan(tenthMoreThanData);
      assertThat(down).isLessThan(tenthMoreThanData);
      assertThat(allocated(back)).isLessThan(tenthMoreThanData);
      try (Stream<Path> kept = Files.walk(sftp.local())) {
        assertThat(kept.mapToLong(CliTest::allocated).sum()).isLessThan(tenthMoreThanData);
      }
      assertThat(image.get("size").asLong()).isEqualTo(SPARSE);
      assertThat(image.get("actualSize").asLong()).isBetween(4L << 20, tenthMoreThanData);
      assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    }
  }

  private static long allocated(Path file) {
    return 512 * Long.parseLong(Programs.run("stat", "-c", "%b", file.toString()).strip());
  }

  @Test
  void uploadsFromAPipe() {
    JsonNode image =
        cli.process(
                "upload - name=piped format=raw backupStorageUuids=" + storage.uuid(),
                "piped bytes",
                Map.of())
            .ok()
            .get("inventory");

    assertThat(image.get("actualSize").asLong()).isEqualTo("piped bytes".length());
  }

  @Test
  void cleansUpAnUploadThatCannotBeTaken() throws Exception {
    Path hostile = DiskImages.backedBy(directory, "hostile.qcow2", "/etc/passwd");
    Map<String, Long> before = CatalogRows.of(bed.server());

    Cli.Result result =
        cli.line("upload " + hostile + " name=hostile backupStorageUuids=" + storage.uuid());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("backing file");
    assertThat(CatalogRows.of(bed.server())).isEqualTo(before);
  }

  @Test
  void followsAJobThatAnotherCallBegan() {
    String job =
        cli.line("backup-storage reconnect local --no-wait").ok().get("jobUuid").asString();

    assertThat(cli.line("job wait " + job).ok().at("/inventory/uuid").asString())
        .isEqualTo(storage.uuid());
    assertThat(cli.line("job watch " + job).code()).isZero();
    assertThat(cli.line("job log " + job).out())
        .contains("ReconnectBackupStorage", "called by admin from 127.0.0.1", "Succeeded");
    assertThat(cli.line("job wait 0123456789ab4cde8f0123456789abcd").code()).isEqualTo(3);
  }

  @Test
  void tellsWhoCalls() {
    cli.line("user create alice --password x").ok();
    assertThat(cli.line("context add alice --url " + bed.server().url()).code()).isZero();
    cli.line("--context alice session open alice --password x").ok();

    JsonNode alice = cli.line("--context alice whoami").ok().get("inventory");

    assertThat(alice.get("accountName").asString()).isEqualTo("alice");
    assertThat(alice.get("type").asString()).isEqualTo("Normal");
    assertThat(cli.line("whoami").ok().at("/inventory/type").asString()).isEqualTo("SystemAdmin");
    assertThat(new Cli(directory.resolve("nobody"), bed.server().url()).line("whoami").code())
        .isEqualTo(4);
    assertThat(cli.line("--context alice backup-storage delete local --yes").code()).isEqualTo(4);
  }

  @Test
  void looksAtTheServerAndGathersWhatHelps() throws Exception {
    cli.line("user create mallory --password planted-1").ok();
    cli.line(
        "image add --name i --url https://u:planted-2@127.0.0.1:1/x --backup-storage-uuids local");
    Path bundle = directory.resolve("bundle.tar.gz");

    Cli.Result doctor = cli.line("doctor");
    Cli.Result gathered = cli.line("support bundle " + bundle);

    assertThat(doctor.out())
        .contains("ok       connection", "ok       database       SQLite", "ok       storages");
    assertThat(gathered.code()).as(gathered.err()).isZero();
    Programs.Ended all = Programs.run(new ProcessBuilder("tar", "-xzOf", bundle.toString()), "");
    assertThat(all.out())
        .contains("answers at", "http.port", "strongroom_jobs_running", "CreateAccount", "AddImage")
        .doesNotContain("planted-", ServerProcess.PASSWORD);
    String sessions = Files.readString(cli.configuration().resolve("sessions.json"));
    assertThat(all.out()).doesNotContain(sessions.replaceFirst(".*:\"([0-9a-f]{32})\".*", "$1"));
  }

  @Test
  void explainsOperations() {
    Cli.Result result = cli.line("help AddSftpBackupStorage");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("hostname", "username", "password", "IP address or DNS name");
    assertThat(cli.line("help").out()).contains("AddSftpBackupStorage", "QueryImage", "upload");
  }
}
