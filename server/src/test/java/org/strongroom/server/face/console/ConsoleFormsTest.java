package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.form.Subjects;
import org.strongroom.server.secret.PasswordHash;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.json.JsonMapper;

/** What can be done in the console, and who may do it. */
class ConsoleFormsTest {
  private static final String OPERATOR = "Operator-Secret-2";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path directory;
  private static ConsoleServer server;
  private static Api api;

  @BeforeAll
  static void start() {
    server = new ConsoleServer(directory);
    api = server.api();
    api.create("/accounts", Map.of("name", "operator", "password", PasswordHash.sha512(OPERATOR)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Element form(Document page) {
    return page.selectFirst("main form.form[method=post]");
  }

  private static String place() throws IOException {
    return Files.createDirectory(directory.resolve("place" + NUMBER.incrementAndGet())).toString();
  }

  private static String storage(String name) throws IOException {
    return api.create("/backup-storage/filesystem", Map.of("name", name, "url", place()));
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void eachOperationHasAFormThatIsMadeFromItsDeclaration() {
    Browser admin = server.admin();
    List<OperationModel> offered =
        Operations.all().stream().filter(each -> Subjects.listing(each).isPresent()).toList();
    assertThat(offered).hasSizeGreaterThan(40);
    for (OperationModel operation : offered) {
      String path = "/console/do/" + operation.name();
      Document page = admin.page(path);
      SoundPage.check(path, page, OPERATOR);
      assertThat(form(page)).as(path).isNotNull();
    }
  }

  @Test
  void aStorageIsAddedByItsForm() throws IOException {
    Browser admin = server.admin();
    String place = place();
    Document page = admin.page("/console/do/AddFileSystemBackupStorage");
    assertThat(page.selectFirst("input[name=name]").hasAttr("required")).isTrue();
    String next = location(admin.submit(form(page), Map.of("name", "by form", "url", place)));
    assertThat(next).matches("/console/(storages|jobs)/[0-9a-f]{32}"); // by how fast it goes
    await()
        .untilAsserted(() ->
            assertThat(admin.page("/console/storages?q=by+form").selectFirst("tbody").text())
                .contains("by form", "Connected"));
  }

  @Test
  void aFormTellsTheSameAsACommandWithoutSecrets() {
    Document form = server.admin().page("/console/do/AddS3BackupStorage");
    List<String> commands = form.select("main pre").eachText();
    assertThat(commands.getFirst())
        .startsWith("strongroom backup-storage add-s3 --name NAME")
        .contains("--bucket-name BUCKET_NAME")
        .doesNotContain("secret");
    assertThat(commands.getLast())
        .startsWith("curl -X POST")
        .contains("/zstack/v1/backup-storage/s3\"", "\"params\":{\"name\":\"NAME\"")
        .doesNotContain("secretKey");
  }

  @Test
  void whatIsRefusedIsToldWithWhatWasWrittenButWithoutSecretsAndIsAudited() {
    Browser admin = server.admin();
    Document page = admin.page("/console/do/AddS3BackupStorage");
    HttpResponse<String> refused =
        admin.submit(
            form(page),
            Map.of(
                "name",
                "refused",
                "endpoint",
                "nonsense://x",
                "bucketName",
                "b",
                "accessKey",
                "k",
                "secretKey",
                "canary-secret-9"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("It was not done", "value=\"refused\"");
    assertThat(refused.body()).doesNotContain("canary-secret-9");
    assertThat(api.get("/audit-entries?q=operation=AddS3BackupStorage").toString())
        .contains("AddS3BackupStorage", "127.0.0.1")
        .doesNotContain("canary-secret-9");
  }

  @Test
  void aServerShowsItsKeyBeforeAnySecretIsAskedFor() {
    try (OpenSshServer sshd = OpenSshServer.start()) {
      Browser admin = server.admin();
      Document first = admin.page("/console/do/AddSftpBackupStorage");
      assertThat(first.select("input[type=password]")).isEmpty();
      HttpResponse<String> shown =
          admin.submit(form(first), Map.of("hostname", sshd.host(), "sshPort", "" + sshd.port()));
      assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
      Document second = Jsoup.parse(shown.body());
      SoundPage.check("second step", second, OPERATOR);
      String key = second.selectFirst("input[name=hostKeyFingerprint]").val();
      assertThat(key).startsWith("SHA256:");
      assertThat(second.selectFirst("main").text()).contains("Is this the server?", key);
      SshAccount account = sshd.shellAccount();
      String made =
          location(
              admin.submit(
                  form(second),
                  Map.of(
                      "name",
                      "by key",
                      "url",
                      account.newScratch().remote(),
                      "username",
                      account.username(),
                      "password",
                      account.password())));
      assertThat(admin.page(made).outerHtml()).doesNotContain(account.password());
      await()
          .untilAsserted(() ->
              assertThat(api.get("/backup-storage?q=name=by%20key").toString())
                  .contains("Connected", key));
    }
  }

  @Test
  void aServerThatCannotBeReachedIsToldWithTheReason() {
    Browser admin = server.admin();
    HttpResponse<String> answer =
        admin.submit(
            form(admin.page("/console/do/AddSftpBackupStorage")),
            Map.of("hostname", "127.0.0.1", "sshPort", "1"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("The server could not be reached", "value=\"127.0.0.1\"");
  }

  @Test
  void aStorageGoesOnlyWhenItsNameIsTyped() throws IOException {
    Browser admin = server.admin();
    String uuid = storage("to be deleted");
    Document page = admin.page("/console/do/DeleteBackupStorage?uuid=" + uuid);
    assertThat(page.selectFirst("main").text()).contains("Only copies", "type the name");
    HttpResponse<String> wrong = admin.submit(form(page), Map.of("confirm", "To be deleted"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("The name that was typed differs");
    assertThat(admin.get("/console/storages/" + uuid).statusCode()).isEqualTo(200);
    location(admin.submit(form(page), Map.of("confirm", "to be deleted")));
    await()
        .untilAsserted(
            () -> assertThat(admin.get("/console/storages/" + uuid).statusCode()).isEqualTo(404));
  }

  /** What follows a link of a page's actions, with its form filled in. */
  private static String done(
      Browser admin, String page, String operation, Map<String, String> values) {
    Element link = admin.page(page).selectFirst("main a[href*=" + operation + "?]");
    assertThat(link).as("%s on %s".formatted(operation, page)).isNotNull();
    return location(admin.submit(form(admin.page(link.attr("href"))), values));
  }

  @Test
  void aStorageIsAttachedToAZoneFromThePageOfEitherAndDetached() throws IOException {
    Browser admin = server.admin();
    String uuid = storage("attached");
    String zone = api.create("/zones", Map.of("name", "of storages"));
    String page = "/console/storages/" + uuid;
    assertThat(admin.page(page).text()).contains("In no zone");
    assertThat(done(admin, page, "AttachBackupStorageToZone", Map.of("zoneUuid", zone)))
        .isEqualTo(page);
    assertThat(admin.page(page).select("td a[href=/console/zones/" + zone + "]")).hasSize(1);
    Document ofZone = admin.page("/console/zones/" + zone);
    assertThat(ofZone.select("td a[href=" + page + "]").text()).isEqualTo("attached");
    Document form = admin.page(ofZone.selectFirst("a[href*=AttachBackup]").attr("href"));
    assertThat(form.selectFirst("#f-zoneUuid option[selected]").val()).isEqualTo(zone);
    done(admin, page, "DetachBackupStorageFromZone", Map.of("zoneUuid", zone));
    assertThat(admin.page(page).text()).contains("In no zone");
  }

  @Test
  void aResourceIsTaggedOnItsPageAndFoundByItsTags() {
    Browser admin = server.admin();
    String zone = "/console/zones/" + api.create("/zones", Map.of("name", "tagged"));
    String tag = "<b>gold</b>";
    assertThat(done(admin, zone, "CreateUserTag", Map.of("tag", tag))).isEqualTo(zone);
    Element shown = admin.page(zone).selectFirst(".tags .tag:not(.new)");
    assertThat(shown.text()).isEqualTo(tag);
    Document tags = admin.page("/console/tags?q=gold");
    SoundPage.check("tags", tags, OPERATOR);
    assertThat(tags.select("tbody a[href=" + zone + "]").text()).isEqualTo("tagged \u00b7 Zones");
    assertThat(done(admin, shown.attr("href"), "DeleteTag", Map.of())).isEqualTo(zone);
    assertThat(admin.page(zone).select(".tags .tag:not(.new)")).isEmpty();
  }

  @Test
  void aWaitingUploadIsCancelledInTwoClicks() throws IOException {
    Browser admin = server.admin();
    String uuid = storage("of uploads");
    Document page = admin.page("/console/do/AddImage");
    String job =
        location(
            admin.submit(
                form(page),
                Map.of("name", "waits", "url", "upload://waits", "backupStorageUuids", uuid)));
    assertThat(job).startsWith("/console/jobs/");
    Document running = admin.page(job);
    assertThat(running.selectFirst("#job-live").attr("hx-get"))
        .isEqualTo(job.replace("/console/", "/console/live/"));
    Element cancel = running.selectFirst("a[href*=CancelLongJob]");
    location(admin.submit(form(admin.page(cancel.attr("href"))), Map.of()));
    await()
        .untilAsserted(
            () -> assertThat(admin.page(job).selectFirst("main").text()).contains("Cancelled"));
    assertThat(admin.page(job).select("a[href*=CancelLongJob]")).isEmpty();
    String live = job.replace("/console/", "/console/live/");
    assertThat(admin.get(live).headers().firstValue("HX-Refresh")).hasValue("true");
  }

  @Test
  void aVolumeIsBackedUpByAClickAndItsSnapshotIsReadAtOnceAndRestored() throws IOException {
    Browser admin = server.admin();
    Path disk = directory.resolve("volume.raw");
    byte[] bytes = new byte[1 << 20];
    BootSector.mark(bytes);
    Files.write(disk, bytes);
    api.answer(
        "PUT",
        "/zstack/v1/global-configurations/image/download.localPath.whitelist/actions",
        Map.of("updateGlobalConfig", Map.of("value", directory.toString())),
        "OAuth " + api.session());
    String storage = storage("of snapshots");
    String volume =
        api.create("/volumes", Map.of("name", "disk", "url", "file://" + disk, "format", "raw"));
    Document page = admin.page("/console/volumes/" + volume);
    assertThat(page.selectFirst("main").text()).contains("Never backed up yet");
    location(
        admin.submit(
            page.selectFirst("form[action$=BackupVolume]"), // other storages here are away
            Map.of("backupStorageUuid", storage)));
    Document backed =
        await()
            .until(
                () -> admin.page("/console/volumes/" + volume),
                each -> each.selectFirst("tbody a[href*=volume-snapshots]") != null);
    String snapshot = backed.selectFirst("tbody a[href*=volume-snapshots]").attr("href");
    await().until(() -> admin.page(snapshot).selectFirst(".badge").text().equals("Ready"));
    Document before = admin.page(snapshot);
    SoundPage.check(snapshot, before, OPERATOR);
    String back = location(admin.submit(before.selectFirst("form.row-form"), Map.of()));
    assertThat(back).isEqualTo(snapshot + "#exports");
    Document open = admin.page(snapshot);
    assertThat(open.selectFirst("#exports input[readonly]").val()).startsWith("nbd://127.0.0.1");
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    assertThat(operator.get(snapshot).body()).doesNotContain("nbd://");
    location(admin.submit(open.selectFirst("#exports form[action$=close]"), Map.of()));
    assertThat(admin.page(snapshot).select("#exports input[readonly]")).isEmpty();

    Document restore = admin.page(open.selectFirst("#restore a.primary").attr("href"));
    assertThat(restore.selectFirst("main .notice").text()).contains("file://" + disk);
    assertThat(restore.selectFirst("input[name=changedOnly]").hasAttr("checked")).isTrue();
    Path place = directory.resolve("restored.raw");
    location(admin.submit(form(restore), Map.of("to", "file://" + place, "changedOnly", "true")));
    await().untilAsserted(() -> assertThat(place).satisfies(sameBytes(bytes)));
  }

  @Test
  void onlyWhatWasChangedIsSent() {
    Browser admin = server.admin();
    String uuid = api.create("/zones", Map.of("name", "before", "description", "stays"));
    Document page = admin.page("/console/do/UpdateZone?uuid=" + uuid);
    assertThat(page.selectFirst("input[name=description]").val()).isEqualTo("stays");
    String back = location(admin.submit(form(page), Map.of("name", "after")));
    assertThat(back).isEqualTo("/console/zones/" + uuid);
    assertThat(admin.page(back).selectFirst("main").text()).contains("after", "stays");
    String job = api.get("/longjobs?q=jobName=UpdateZone").at("/inventories/0/jobData").asString();
    assertThat(job).doesNotContain("stays");
  }

  @Test
  void aSettingIsChangedFromItsRow() {
    Browser admin = server.admin();
    Document list = admin.page("/console/settings?q=name%3Dsession.maxConcurrent");
    Document page = admin.page(list.selectFirst("tbody a").attr("href"));
    assertThat(location(admin.submit(form(page), Map.of("value", "777"))))
        .isEqualTo("/console/settings");
    assertThat(
            admin
                .page("/console/settings?q=name%3Dsession.maxConcurrent")
                .selectFirst("tbody")
                .text())
        .contains("777");
    Document changed = admin.page(list.selectFirst("tbody a").attr("href"));
    assertThat(changed.selectFirst("main input[name=value]").val()).isEqualTo("777");
    assertThat(changed.selectFirst("main .facts").text()).contains("In force 777", "Default", "≥");
    location(admin.submit(changed.selectFirst("form.inline[action*=Update]"), Map.of()));
    assertThat(
            admin
                .page(list.selectFirst("tbody a").attr("href"))
                .selectFirst("main input[name=value]")
                .val())
        .isNotEqualTo("777");
  }

  @Test
  void whoeverIsMadeByTheFormLogsInWithThePasswordThatWasTyped() {
    Browser admin = server.admin();
    Document page = admin.page("/console/do/CreateAccount");
    location(admin.submit(form(page), Map.of("name", "newcomer", "password", "Newcomer-Secret-1")));
    server.browser().loggedIn("newcomer", "Newcomer-Secret-1");
  }

  @Test
  void anotherAccountIsOfferedNoFormOfAnAdministratorAndNoneIsTakenFromIt() throws IOException {
    String uuid = storage("untouched");
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    assertThat(operator.page("/console/storages").select("a[href*=/console/do/]")).isEmpty();
    for (String operation : List.of("DeleteBackupStorage", "CreateZone", "AddSftpBackupStorage")) {
      String path = "/console/do/" + operation;
      assertThat(operator.get(path + "?uuid=" + uuid).statusCode()).isEqualTo(404);
      HttpResponse<String> sent =
          operator.post(
              path,
              Map.of("token", operator.token(), "uuid", uuid, "confirm", "untouched", "name", "x"));
      assertThat(sent.statusCode()).isEqualTo(404);
    }
    HttpResponse<String> key =
        operator.post(
            "/console/host-key", Map.of("token", operator.token(), "hostname", "127.0.0.1"));
    assertThat(key.statusCode()).isEqualTo(403);
    assertThat(server.admin().get("/console/storages/" + uuid).statusCode()).isEqualTo(200);
    assertThat(operator.page("/console/images").select("a[href*=AddImage]")).isNotEmpty();
  }

  /** Both rows whose names say so are found; what was chosen stays; nothing is called meanwhile. */
  @Test
  void whereManyCanBeChosenTheyAreLookedForAndWhatWasChosenStays() throws IOException {
    Browser admin = server.admin();
    String uuid = storage("chooses");
    List<String> zones = new ArrayList<>();
    for (int i = 0; i < 27; i++) {
      zones.add(api.create("/zones", Map.of("name", "choice-%02d".formatted(i))));
    }
    String path = "/console/do/AttachBackupStorageToZone";
    Document page = admin.page(path + "?uuid=" + uuid + "&zoneUuid=" + zones.getFirst());
    SoundPage.check(path, page, OPERATOR);
    assertThat(page.select("input[type=radio][checked]").eachAttr("value"))
        .containsExactly(zones.getFirst());
    assertThat(page.text()).contains("Write a part of the name to find others");
    HttpResponse<String> looked =
        admin.submit(form(page), Map.of("find.zoneUuid", "choice-26")); // as without scripts
    assertThat(looked.statusCode()).isEqualTo(200);
    Document again = Jsoup.parse(looked.body());
    assertThat(again.select("input[type=radio][name=zoneUuid]").eachAttr("value"))
        .containsExactly(zones.getFirst(), zones.getLast());
    assertThat(admin.page("/console/storages/" + uuid).text()).contains("In no zone");
    String fragment =
        admin
            .post(
                "/console/choices/AttachBackupStorageToZone/zoneUuid",
                Map.of(
                    "token",
                    admin.token(),
                    "find.zoneUuid",
                    "nonsense=1",
                    "zoneUuid",
                    zones.getFirst()))
            .body();
    assertThat(fragment).contains("hx-swap-oob", "nonsense", zones.getFirst());
    location(admin.submit(form(again), Map.of("zoneUuid", zones.getLast())));
    assertThat(admin.page("/console/storages/" + uuid).text()).contains("choice-26");
  }

  /** The storage of a project is no other account's business, by whatever name it is looked for. */
  @Test
  void whatAnotherAccountDoesNotSeeIsNeitherOfferedToItNorTaken() throws Exception {
    for (int i = 0; i < 26; i++) {
      storage("offered-" + i);
    }
    String hidden = storage("hidden");
    String project = api.create("/projects", Map.of("name", "of its own"));
    ConsoleServer.catalog(
        directory,
        "INSERT INTO backup_node (storage_uuid, number, project_uuid, shown_password, created,"
            + " updated) VALUES ('%s', 71, '%s', '', 1, 1)".formatted(hidden, project));
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    Document page = operator.page("/console/do/AddImage?backupStorageUuids=" + hidden);
    assertThat(page.select("[name=backupStorageUuids][value=" + hidden + "]")).isEmpty();
    for (String words : List.of("hidden", hidden, "uuid=" + hidden)) {
      HttpResponse<String> found =
          operator.post(
              "/console/choices/AddImage/backupStorageUuids",
              Map.of(
                  "token",
                  operator.token(),
                  "find.backupStorageUuids",
                  words,
                  "backupStorageUuids",
                  hidden));
      assertThat(Jsoup.parse(found.body()).select("input[type=checkbox]")).as(words).isEmpty();
    }
    HttpResponse<String> taken =
        operator.submit(
            form(page),
            Map.of("name", "x", "url", "http://127.0.0.1:9/x.raw", "backupStorageUuids", hidden));
    assertThat(taken.statusCode()).isEqualTo(400);
    assertThat(
            operator
                .post(
                    "/console/choices/CreateSchedule/storageUuid",
                    Map.of("token", operator.token()))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void bytesOfAnUploadAreTakenOnlyFromThePageOfTheSession() throws IOException {
    Browser admin = server.admin();
    String uuid = storage("for uploads " + NUMBER.incrementAndGet());
    HttpResponse<String> begun =
        admin.post(
            "/console/upload",
            Map.of(
                "token",
                admin.token(),
                "name",
                "sent",
                "file",
                "a b.raw",
                "format",
                "raw",
                "backupStorageUuids",
                uuid));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    String uploads = JSON.readTree(begun.body()).get("uploads").asString();
    String job = JSON.readTree(begun.body()).get("job").asString();
    String[] tus = {"Tus-Resumable", "1.0.0", "Upload-Length", "1048576"};
    assertThat(admin.post(uploads, Map.of(), tus).statusCode()).isIn(400, 401, 503);
    assertThat(admin.post(uploads, Map.of(), plus(tus, "X-Console-Token", "0".repeat(64))).body())
        .contains("ID.1001");
    String[] own = plus(tus, "X-Console-Token", admin.token());
    assertThat(admin.post(uploads, Map.of(), plus(own, "Sec-Fetch-Site", "cross-site")).body())
        .contains("ID.1001");
    assertThat(
            admin
                .post(
                    uploads.replace("/console/", "/zstack/v1/"),
                    Map.of(),
                    plus(own, "Authorization", "OAuth " + admin.cookie("strongroom")))
                .statusCode())
        .isNotEqualTo(201);
    HttpResponse<String> made =
        await().until(() -> admin.post(uploads, Map.of(), own), each -> each.statusCode() == 201);
    String location = made.headers().firstValue("Location").orElseThrow();
    byte[] disk = new byte[1 << 20];
    BootSector.mark(disk);
    assertThat(admin.patch(location, disk, "X-Console-Token", "x").statusCode()).isNotEqualTo(204);
    assertThat(admin.patch(location, disk, "X-Console-Token", admin.token()).statusCode())
        .isEqualTo(204);
    await()
        .untilAsserted(() ->
            assertThat(admin.get("/console/live/uploads/" + job).body())
                .contains("\"Succeeded\"", "\"sha256\"", "/console/images/"));
  }

  private static String[] plus(String[] headers, String... more) {
    return Stream.concat(Arrays.stream(headers), Arrays.stream(more)).toArray(String[]::new);
  }
}
