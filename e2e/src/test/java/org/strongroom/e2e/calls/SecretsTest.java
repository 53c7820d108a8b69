package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Canaries;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.Uuids;
import org.strongroom.testing.FtpServerFixture;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.SshAccount;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Secrets go in wherever they can, in calls that succeed and in calls that fail, and are looked for
 * wherever they could come out: answers, logs at their most talkative, the database, process lists.
 */
class SecretsTest {
  @TempDir static Path directory;
  @TempDir static Path sources;
  private static final Canaries canaries = new Canaries();
  private static final List<String> answers = new ArrayList<>();
  private static final String adminPassword = canaries.hatchPlain("admin password");
  private static TestBed bed;
  private static CommandLines commandLines;
  private static FileServer files;
  private static FtpServerFixture ftp;
  private static SshAccount account;
  private static S3ProxyServer objects;
  private static TestStorage storage;
  private static ZStackClient admin;

  @BeforeAll
  static void everythingIsTried() throws Exception {
    bed =
        TestBed.start(
            directory,
            Map.of(
                "STRONGROOM_LOG_LEVEL", "trace",
                "STRONGROOM_SSH_CONNECT_TIMEOUT", "2s"));
    commandLines = new CommandLines();
    files = new FileServer(sources);
    ftp = FtpServerFixture.over(sources);
    DiskImages.raw(sources, "disk", 3);
    account = bed.sshd().shellAccount();
    canaries.hatch("ssh password", account.password());
    String key = account.privateKey();
    canaries.hatch("ssh key", key.lines().skip(2).findFirst().orElseThrow());
    admin = bed.admin();
    storages();
    misplaced();
    objectStores();
    images();
    volumes();
    longJobs();
    accounts();
    envelope();
    everyQuery();
  }

  @AfterAll
  static void stop() throws Exception {
    commandLines.close();
    objects.close();
    ftp.close();
    files.close();
    bed.close();
  }

  private static void storages() {
    storage = bed.sftp("by password");
    SshAccount.Scratch scratch = account.newScratch();
    Map<String, Object> byKey = bed.sftpParameters("by key", account, scratch.remote());
    byKey.remove("password");
    byKey.put("privateKey", account.privateKey());
    call("POST", "/backup-storage/sftp", "params", byKey);

    Map<String, Object> wrong = bed.sftpParameters("wrong", account, scratch.remote() + "2");
    wrong.put("password", canaries.hatch("wrong ssh password"));
    call("POST", "/backup-storage/sftp", "params", wrong);
    wrong.put("sshPort", 1);
    call("POST", "/backup-storage/sftp", "params", wrong);
    wrong.put("sshPort", "no number");
    call("POST", "/backup-storage/sftp", "params", wrong);
    wrong.put("sshPort", bed.sshd().port());
    wrong.put("password", Map.of("secret", canaries.hatchPlain("misplaced password")));
    call("POST", "/backup-storage/sftp", "params", wrong);
    wrong.remove("password");
    String broken =
        account.privateKey().replace("OPENSSH PRIVATE", "RSA PRIVATE").replaceFirst("b3Bl", "AAAA");
    wrong.put("privateKey", broken);
    call("POST", "/backup-storage/sftp", "params", wrong);
    wrong.put("privateKey", canaries.hatchPlain("no key at all"));
    call("POST", "/backup-storage/sftp", "params", wrong);

    String actions = "/backup-storage/sftp/" + storage.uuid() + "/actions";
    call(
        "PUT",
        actions,
        "updateSftpBackupStorage",
        Map.of("password", canaries.hatch("wrong updated password")));
    call(
        "PUT",
        actions,
        "updateSftpBackupStorage",
        Map.of("password", account.password(), "name", "updated"));
    bed.sshd().dropConnections();
    call("PUT", actions, "reconnectSftpBackupStorage", Map.of());
  }

  /** As people write them for other tools: in urls and addresses that have no place for them. */
  private static void misplaced() {
    misplaced(canaries.hatchPlain("misplaced"));
    misplaced(canaries.hatch("misplaced, with what no url may hold"));
  }

  private static void misplaced(String password) {
    String url = "sftp://root:" + password + "@192.0.2.1/images";
    call("POST", "/backup-storage/filesystem", "params", Map.of("name", "w", "url", url));
    Map<String, Object> sftp = bed.sftpParameters("w", account, url);
    call("POST", "/backup-storage/sftp", "params", sftp);
    sftp.put("url", "/images");
    sftp.put("hostname", "root:" + password + "@192.0.2.1");
    call("POST", "/backup-storage/sftp", "params", sftp);
    sftp.put("hostname", url);
    call("POST", "/backup-storage/sftp", "params", sftp);
    call("POST", "/images", "params", Map.of("name", "i", "url", url, "backupStorageUuids", url));
    call("POST", "/zones", "params", Map.of("name", "z", "resourceUuid", url, "tagUuids", url));
    call(
        "PUT",
        "/global-configurations/image/download.localPath.whitelist/actions",
        "updateGlobalConfig",
        Map.of("value", url));
  }

  /** One storage that is there, so that its secret is kept and used, and whatever goes wrong. */
  private static void objectStores() {
    objects = S3ProxyServer.start();
    canaries.hatch("secret key", objects.owner().secretKey());
    try (S3Client outside = objects.client()) {
      outside.createBucket(r -> r.bucket("secrets"));
    }
    Map<String, Object> s3 = new HashMap<>();
    s3.put("name", "bucket");
    s3.put("endpoint", objects.endpoint().toString());
    s3.put("bucketName", "secrets");
    s3.put("accessKey", objects.owner().accessKey());
    s3.put("secretKey", objects.owner().secretKey());
    ZStackClient.Answer added =
        admin.call("POST", "/backup-storage/s3", ZStackClient.json("params", s3));
    seen(added);
    String uuid = added.ok().get("inventory").get("uuid").asString();
    String actions = "/backup-storage/s3/" + uuid + "/actions";
    for (Map<String, Object> change :
        List.<Map<String, Object>>of(
            Map.of("secretKey", canaries.hatch("wrong updated key")),
            Map.of("secretKey", objects.owner().secretKey(), "name", "changed"),
            Map.of("apiKey", canaries.hatchPlain("updated api key"), "resourceCrn", "crn:1"))) {
      call("PUT", actions, "updateS3BackupStorage", change);
    }
    call("PUT", actions, "reconnectS3BackupStorage", Map.of());
    s3.put("secretKey", canaries.hatch("wrong secret key"));
    call("POST", "/backup-storage/s3", "params", s3);
    longJob("AddS3BackupStorage", ZStackClient.json("a", s3));
    s3.put("endpoint", "http://127.0.0.1:1");
    call("POST", "/backup-storage/s3", "params", s3);
    s3.put("endpoint", "http://someone:" + canaries.hatchPlain("endpoint") + "@127.0.0.1:1");
    call("POST", "/backup-storage/s3", "params", s3);
    s3.put("secretKey", Map.of("secret", canaries.hatchPlain("misplaced key")));
    call("POST", "/backup-storage/s3", "params", s3);

    Map<String, Object> swift = new HashMap<>();
    swift.put("name", "container");
    swift.put("authUrl", objects.endpoint().resolve("/auth/v1.0").toString());
    swift.put("container", "secrets");
    swift.put("username", "account:user");
    swift.put("password", canaries.hatch("swift password"));
    call("POST", "/backup-storage/swift", "params", swift);
    longJob("AddSwiftBackupStorage", ZStackClient.json("a", swift));
    swift.put("authUrl", "http://127.0.0.1:1/v3"); // nobody answers
    call("POST", "/backup-storage/swift", "params", swift);
    swift.put("authUrl", "http://someone:" + canaries.hatchPlain("auth url") + "@127.0.0.1:1/v3");
    call("POST", "/backup-storage/swift", "params", swift);
    swift.put("authUrl", objects.endpoint().resolve("/v3").toString());
    swift.remove("username");
    swift.remove("password");
    swift.put("applicationCredentialId", "0".repeat(32));
    swift.put("applicationCredentialSecret", canaries.hatch("application credential"));
    call("POST", "/backup-storage/swift", "params", swift);
    swift.put("applicationCredentialSecret", List.of(canaries.hatchPlain("listed credential")));
    call("POST", "/backup-storage/swift", "params", swift);
    String updates = "/backup-storage/swift/" + uuid + "/actions"; // one that is none of Swift
    call(
        "PUT",
        updates,
        "updateSwiftBackupStorage",
        Map.of("password", canaries.hatch("updated swift password")));
  }

  private static void images() {
    String secret = canaries.hatchPlain("url password");
    String authority = files.url("").substring("http://".length());
    image("http://someone:" + secret + "@" + authority + "disk");
    image("http://someone:" + secret + "@" + authority + "missing");
    image("http://someone:" + canaries.hatch("raw url password") + "@" + authority + "disk");
    image(files.url("disk?X-Amz-Signature=" + canaries.hatchPlain("signature")));
    image("http://someone:" + secret + "@127.0.0.1:1/refused");
    image("gopher://someone:" + secret + "@127.0.0.1/x");
    image("http://someone:" + secret + "@/no-host");
    image("http://someone:" + secret + "@10.0.0.1:99999/port");
    image("ftp://ftp%20user:p%40ss%3Aw%2Frd@127.0.0.1:" + ftp.port() + "/disk");
    canaries.hatch("ftp password", FtpServerFixture.PASSWORD + "@127.0.0.1");
    image("ftp://ftp%20user:" + secret + "@127.0.0.1:" + ftp.port() + "/disk");
    SshAccount.Scratch scratch = account.newScratch();
    String sftp = "@127.0.0.1:" + bed.sshd().port() + scratch.remote() + "/disk";
    image("sftp://" + account.username() + ":" + account.password() + sftp);
    image("sftp://" + account.username() + ":" + secret + sftp);
  }

  private static void image(String url) {
    call("POST", "/images", "params", imageParameters(url));
  }

  private static Map<String, Object> imageParameters(String url) {
    return new HashMap<>(
        Map.of("name", "an image", "url", url, "backupStorageUuids", List.of(storage.uuid())));
  }

  /** The name of an export lets in whoever knows it. */
  private static void volumes() {
    String export = "nbd://127.0.0.1:1/" + canaries.hatchPlain("export");
    call("POST", "/volumes", "params", Map.of("name", "v", "url", export));
    String local = "nbd+unix:///" + canaries.hatchPlain("export2") + "?socket=/run/none";
    call("POST", "/volumes", "params", Map.of("name", "v", "url", local));
    String broken = "nbd:127.0.0.1:1:exportname=" + canaries.hatchPlain("export3");
    call("POST", "/volumes", "params", Map.of("name", "v", "url", broken));
  }

  private static void longJobs() {
    String secret = canaries.hatchPlain("long job password");
    String authority = files.url("").substring("http://".length());
    for (String url :
        List.of(
            "http://someone:" + secret + "@" + authority + "disk",
            "http://some@one:" + canaries.hatchPlain("b@" + secret) + "@" + authority + "disk",
            files.url("disk?token=" + canaries.hatchPlain("long job token")))) {
      longJob("AddImage", ZStackClient.json("a", imageParameters(url)));
    }
    Map<String, Object> wrong = bed.sftpParameters("long", account, account.newScratch().remote());
    wrong.put("password", canaries.hatch("long job ssh password"));
    longJob("AddSftpBackupStorage", ZStackClient.json("a", wrong));
    longJob("AddSftpBackupStorage", "{\"a\":{\"password\":" + secret + "}}");
  }

  /** Takes the parameters as the only member of an object. */
  private static void longJob(String operation, String wrapped) {
    call(
        "POST",
        "/longjobs",
        "params",
        Map.of(
            "jobName",
            operation,
            "jobData",
            wrapped.substring("{\"a\":".length(), wrapped.length() - 1)));
  }

  private static void accounts() {
    String password = canaries.hatchPlain("account password");
    canaries.hatch("account password hash", ZStackClient.sha512(password));
    call(
        "POST",
        "/accounts",
        "params",
        Map.of("name", "ann", "password", ZStackClient.sha512(password)));
    call("POST", "/accounts", "params", Map.of("name", "bob", "password", password));
    ZStackClient ann = ZStackClient.logIn(bed.server().url(), "ann", password);
    seen(
        ann.send(
            "PUT",
            "/accounts/login",
            ZStackClient.json(
                "logInByAccount",
                Map.of("accountName", "ann", "password", canaries.hatchPlain("wrong log-in")))));
    canaries.hatch("session", ann.session());
    seen(ann.send("GET", "/zones?limit=1"));
    seen(ann.send("GET", "/no/such/path"));
    seen(ann.send("DELETE", "/accounts/sessions/" + ann.session()));
    seen(ann.send("GET", "/zones"));
    seen(
        admin.withSession(canaries.hatch("unknown session", Uuids.random())).send("GET", "/zones"));
  }

  private static void envelope() {
    String secret = canaries.hatchPlain("hook password");
    seen(
        admin.send(
            "POST",
            "/zones",
            ZStackClient.json("params", Map.of("name", "hooked")),
            "X-Web-Hook",
            "http://someone:" + secret + "@127.0.0.1:1/hook"));
    for (String malformed :
        List.of(
            "{\"params\":{\"password\":\"" + secret,
            "{\"params\":{\"password\":" + secret + "}}")) {
      seen(admin.send("POST", "/backup-storage/sftp", malformed));
    }
    Map<String, Object> wrong =
        bed.sftpParameters("message", account, account.newScratch().remote());
    wrong.put("password", canaries.hatch("message password"));
    wrong.put("session", Map.of("uuid", admin.session()));
    seen(
        admin.send(
            "POST",
            "/zstack/api",
            ZStackClient.json("org.zstack.storage.backup.sftp.APIAddSftpBackupStorageMsg", wrong)));
  }

  private static void everyQuery() {
    for (String path :
        List.of(
            "/backup-storage",
            "/backup-storage/sftp",
            "/images",
            "/zones",
            "/backup-storage/s3",
            "/backup-storage/swift",
            "/longjobs",
            "/events",
            "/audit-entries",
            "/diagnostics",
            "/accounts",
            "/user-tags",
            "/system-tags",
            "/global-configurations",
            "/management-nodes")) {
      seen(admin.send("GET", path));
    }
    seen(admin.send("GET", "/zstack/../metrics"));
  }

  /** Calls, waits for the end if there is one to wait for, and keeps what was said. */
  private static void call(String method, String path, String key, Map<String, ?> parameters) {
    ZStackClient.Answer answer = admin.send(method, path, ZStackClient.json(key, parameters));
    seen(answer);
    if (answer.status() == 202) {
      String job = ZStackClient.jobUuid(answer);
      seen(admin.awaitJob(job));
      seen(admin.send("GET", "/task-progresses/" + job + "?all=true"));
    }
  }

  private static void seen(ZStackClient.Answer answer) {
    answers.add(answer.response().headers().map() + " " + answer.body());
  }

  @Test
  void areInNoAnswer() {
    assertThat(answers).hasSizeGreaterThan(60);
    assertThat(answers).filteredOn(answer -> !canaries.seenIn(answer).isEmpty()).isEmpty();
  }

  @Test
  void areInNoFileOfTheServer() throws IOException {
    List<Path> looked;
    try (Stream<Path> all = Files.walk(directory)) {
      looked = all.filter(Files::isRegularFile).toList();
    }
    assertThat(looked).extracting(file -> file.getFileName().toString()).contains("log-1");
    for (Path file : looked) {
      assertThat(secretsIn(file)).as("%s", file).isEmpty();
    }
  }

  private static List<String> secretsIn(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    // The catalog knows who is logged in.
    return canaries.seenIn(text).stream()
        .filter(name -> !name.equals("session") || !file.toString().contains("strongroom.db"))
        .toList();
  }

  @Test
  void areInNoArgumentOfAProcess() {
    assertThat(commandLines.seen()).anyMatch(line -> line.contains("openssl"));
    assertThat(commandLines.seen()).filteredOn(line -> !canaries.seenIn(line).isEmpty()).isEmpty();
  }

  @Test
  void areNotOnTheStorages() throws IOException {
    for (String file : storage.files()) {
      String text = Files.readString(storage.local().resolve(file), StandardCharsets.ISO_8859_1);
      assertThat(canaries.seenIn(text)).as(file).isEmpty();
    }
  }
}
