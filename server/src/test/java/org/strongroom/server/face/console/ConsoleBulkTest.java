package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.secret.PasswordHash;

/**
 * Something is done with many rows at once: with just those, with an outcome of each; and pages of
 * what is made of many rows, which are brought into the catalog for it.
 */
class ConsoleBulkTest {
  private static final String OPERATOR = "Operator-Secret-3";

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

  private static void zones(String name, int count) {
    IntStream.rangeClosed(1, count)
        .forEach(i -> api.create("/zones", Map.of("name", name + "-" + i)));
  }

  private static long count(String path) {
    return api.get(path + "&count=true").at("/total").asLong();
  }

  /** Chooses an operation for all of a filter, as the bar below the table does. */
  private static HttpResponse<String> choose(Browser browser, String filter, String operation) {
    return browser.post(
        "/console/bulk/zones",
        List.of(
            Map.entry("token", browser.token()),
            Map.entry("q", filter),
            Map.entry("all", "true"),
            Map.entry("operation", operation)));
  }

  private static Element form(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Jsoup.parse(answer.body()).selectFirst("main form.form");
  }

  private static String begun(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static Document over(Browser browser, String run) {
    return await().until(() -> browser.page(run), page -> page.select("#run[hx-get]").isEmpty());
  }

  private static String fact(Document run, String name) {
    return run.select("dl.three > div").stream()
        .filter(each -> each.selectFirst("dt").text().equals(name))
        .map(each -> each.selectFirst("dd").text())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allOfAFilterAreTaggedThoughThePageShowsFewer() {
    Browser admin = server.admin();
    zones("tagged", 40);
    Document list = admin.page("/console/zones?q=tagged");
    assertThat(list.select("td.tick input")).hasSize(25);
    assertThat(list.selectFirst("#bulk").text()).contains("All 40 of the filter");
    HttpResponse<String> chosen = choose(admin, "tagged", "CreateUserTag");
    SoundPage.check("bulk", Jsoup.parse(chosen.body()), OPERATOR);
    assertThat(form(chosen).select("pre").text())
        .as("the same as a command")
        .contains(
            "QueryZone 'name~=", "limit=10000 ", "CreateUserTag", "resourceUuid=$uuid", "tag=TAG");
    Document run = over(admin, begun(admin.submit(form(chosen), Map.of("tag", "row-7"))));
    assertThat(run.text()).contains("All 40 done");
    assertThat(fact(run, "Failed")).isEqualTo("0");
    assertThat(count("/user-tags?q=tag=row-7&q=resourceType=ZoneVO")).isEqualTo(40);
  }

  @Test
  void onlyRowsThatAreTickedAreTouched() {
    Browser admin = server.admin();
    zones("ticked", 3);
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry("token", admin.token()));
    fields.add(Map.entry("operation", "DeleteZone"));
    admin.page("/console/zones?q=ticked").select("td.tick input").stream()
        .limit(2)
        .forEach(box -> fields.add(Map.entry("uuid", box.val())));
    Element form = form(admin.post("/console/bulk/zones", fields));
    assertThat(form.select("pre").text())
        .matches(
            "for uuid in [0-9a-f]{32} [0-9a-f]{32}; do\\s+strongroom zone delete \\$uuid\\s+done");
    assertThat(admin.submit(form, Map.of("confirm", "3")).statusCode()).isEqualTo(400);
    assertThat(count("/zones?q=name~=ticked%25")).as("the number differed").isEqualTo(3);
    over(admin, begun(admin.submit(form, Map.of("confirm", "2"))));
    assertThat(count("/zones?q=name~=ticked%25")).isEqualTo(1);
  }

  @Test
  void aFilterThatFindsOthersThanWereConfirmedIsLookedAtAgain() {
    Browser admin = server.admin();
    zones("mixed", 3);
    String other = api.create("/zones", Map.of("name", "mixed-4"));
    Element form = form(choose(admin, "mixed", "DeleteZone"));
    // meanwhile another client takes one away
    api.answer("DELETE", "/zstack/v1/zones/" + other, null, "OAuth " + api.session());
    await().until(() -> count("/zones?q=name~=mixed%25") == 3);
    HttpResponse<String> refused = admin.submit(form, Map.of("confirm", "4"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("found 4 rows before and finds 3 now");
    Element again = Jsoup.parse(refused.body()).selectFirst("main form.form");
    String run = begun(admin.submit(again, Map.of("confirm", "3")));
    over(admin, run);
    String file = admin.get(run + ".csv").body();
    assertThat(file.lines().filter(line -> line.contains(",Done,"))).hasSize(3);
  }

  @Test
  void rowsThatFailAreListedFirst() {
    Browser admin = server.admin();
    zones("unfit", 2);
    Element form = form(choose(admin, "unfit", "ChangeZoneState"));
    Document run = over(admin, begun(admin.submit(form, Map.of("stateEvent", "nonsense"))));
    assertThat(fact(run, "Failed")).isEqualTo("2");
    assertThat(run.selectFirst("tbody").text()).contains("Failed", "stateEvent");
  }

  @Test
  void afterALogOutNoFurtherRowsAreBegunAndThePageSaysSo() {
    Browser first = server.admin();
    zones("many", 60);
    Element form = form(choose(first, "many", "CreateUserTag"));
    String run = begun(first.submit(form, Map.of("tag", "ended")));
    first.post("/console/log-out", List.of(Map.entry("token", first.token())));
    Browser second = server.admin();
    Document over = over(second, run);
    int done = Integer.parseInt(fact(over, "Done"));
    int left = Integer.parseInt(fact(over, "Not begun"));
    assertThat(done + left).isEqualTo(60);
    assertThat(count("/user-tags?q=tag=ended")).isEqualTo(done);
    if (left > 0) {
      assertThat(over.text()).contains("Your session ended");
    }
  }

  /** Another server of the cluster does it, or this one was started anew since. */
  @Test
  void whatBecameOfARunIsToldByServersThatDoNotDoIt() throws SQLException {
    Browser admin = server.admin();
    zones("elsewhere", 3);
    String run =
        begun(
            admin.submit(
                form(choose(admin, "elsewhere", "CreateUserTag")), Map.of("tag", "elsewhere")));
    over(admin, run);
    String known = run.substring(run.lastIndexOf('/') + 1);
    String unknown = "f".repeat(32) + "-5";
    assertThat(admin.get("/console/bulk-runs/" + unknown).statusCode()).isEqualTo(404);
    ConsoleServer.catalog(
        directory,
        "UPDATE audit SET request_id = 'bulk-%s' WHERE request_id = 'bulk-%s'"
            .formatted(unknown, known));
    Document page = admin.page("/console/bulk-runs/" + unknown);
    SoundPage.check("a run of another server", page, OPERATOR);
    assertThat(page.text()).contains("3 of 5 begun");
    assertThat(fact(page, "Done")).isEqualTo("3");
    assertThat(fact(page, "Not begun")).isEqualTo("2");
    assertThat(page.select("tbody a[href^=/console/zones/]").eachText())
        .as("what each was done with")
        .containsExactlyInAnyOrder("elsewhere-1", "elsewhere-2", "elsewhere-3");
    assertThat(page.select("form[action$=/cancel]")).as("of a run that is over").isEmpty();
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    assertThat(operator.get("/console/bulk-runs/" + unknown).statusCode()).isEqualTo(404);
  }

  @Test
  void aRunOfAnotherServerIsCancelledByItsOwnerAlone() throws SQLException {
    String run = "/console/bulk-runs/" + "e".repeat(32) + "-5";
    ConsoleServer.catalog(
        directory,
        "INSERT INTO console_run (id, account_uuid, began, cancelled) SELECT '%s-5', uuid, %d, 0"
                .formatted("e".repeat(32), System.currentTimeMillis())
            + " FROM account WHERE name = 'admin'");
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    operator.post(run + "/cancel", List.of(Map.entry("token", operator.token())));
    Browser admin = server.admin();
    Document page = admin.page(run);
    assertThat(page.text()).contains("0 of 5 begun");
    admin.submit(page.selectFirst("form[action$=/cancel]"), Map.of());
    Document after = admin.page(run);
    assertThat(after.select("form[action$=/cancel]")).isEmpty();
    assertThat(after.text()).contains("You began no more");
  }

  /** What another server notes is all that the one knows that does the run. */
  @Test
  void aRunThatWasCancelledAtAnotherServerBeginsNoFurtherRows() throws SQLException {
    Browser admin = server.admin();
    zones("stopped", 60);
    Element form = form(choose(admin, "stopped", "CreateUserTag"));
    String run = begun(admin.submit(form, Map.of("tag", "stopped")));
    ConsoleServer.catalog(directory, "UPDATE console_run SET cancelled = 1");
    Document over = over(admin, run);
    int done = Integer.parseInt(fact(over, "Done"));
    int left = Integer.parseInt(fact(over, "Not begun"));
    assertThat(done + left).isEqualTo(60);
    if (left > 0) { // else it was over before it was cancelled
      assertThat(over.text()).contains("You began no more");
    }
    assertThat(admin.get(run).statusCode()).isEqualTo(200);
  }

  @Test
  void othersNeitherSeeTheRunNorDoWhatTheyMayNot() {
    Browser admin = server.admin();
    zones("own", 1);
    String run =
        begun(
            admin.submit(form(choose(admin, "own", "CreateUserTag")), Map.of("tag", "hidden-tag")));
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    assertThat(operator.get(run).statusCode()).isEqualTo(404);
    assertThat(operator.get(run + ".csv").statusCode()).isEqualTo(404);
    assertThat(choose(operator, "own", "DeleteZone").statusCode()).isEqualTo(404);
    assertThat(server.browser().get(run).statusCode()).isEqualTo(303);
  }

  /** The audit log knows uuids alone; its rows lead to what these are, or were. */
  @Test
  void callsJobsAndTagsLeadToWhatTheyAreAboutByName() {
    String kept = api.create("/zones", Map.of("name", "zone-kept"));
    String tagged =
        api.create(
            "/user-tags",
            Map.of("resourceType", "ZoneVO", "resourceUuid", kept, "tag", "of a kept zone"));
    String gone = api.create("/zones", Map.of("name", "zone-gone"));
    api.delete("/zones/" + gone);
    Browser admin = server.admin();
    assertThat(
            admin
                .page("/console/audit?q=operation%3DCreateZone")
                .select("tbody a[href=/console/zones/" + kept + "]")
                .text())
        .isEqualTo("zone-kept");
    Document audit = admin.page("/console/audit?q=resourceUuid%3D" + gone);
    assertThat(audit.select("tbody a[href=/console/zones/" + gone + "]").eachText())
        .as("what it was called at its end")
        .contains("zone-gone");
    assertThat(audit.select("tbody a[href^=/console/users/]").text()).contains("admin");
    Document call = admin.page(audit.selectFirst("tbody a.name").attr("href"));
    assertThat(call.select("dd a[href=/console/zones/" + gone + "]").text()).isEqualTo("zone-gone");
    assertThat(admin.page("/console/tags?q=kept").select("tbody a[href$=" + kept + "]").text())
        .isEqualTo("zone-kept \u00b7 Zones");
    assertThat(admin.page("/console/tags/" + tagged).select("dd a[href$=" + kept + "]").text())
        .isEqualTo("zone-kept \u00b7 Zones");
  }

  @Test
  void columnsStandInTheAddress() {
    Browser admin = server.admin();
    zones("columns", 1);
    Document list = admin.page("/console/zones?q=columns&cols=uuid&cols=state");
    assertThat(list.select("thead th").eachText()).containsExactly("Name", "UUID", "State");
    assertThat(list.selectFirst("th a[href*=sort]").attr("href")).contains("cols=name%2Cuuid");
    assertThat(admin.page("/console/zones?q=columns&cols=nonsense").select("thead th"))
        .hasSizeGreaterThan(4);
  }

  /** Whoever is at the branch of a tree has to see what it came from. */
  @Test
  void theTreesOfAVolumeStandOnItsPage() throws SQLException {
    String volume = "a".repeat(32);
    ConsoleServer.catalog(
        directory,
        "INSERT INTO volume (uuid, name, type, format, size, actual_size, account_uuid, state,"
            + " status, created, updated) SELECT '%s', 'disk', 'Data', 'raw', 1, 1, uuid,"
                .formatted(volume)
            + " 'Enabled', 'Ready', 1, 1 FROM account WHERE name = 'admin'",
        snapshot(1, 0),
        snapshot(2, 1),
        snapshot(3, 2),
        snapshot(4, 2),
        snapshot(5, 4));
    Document page = server.admin().page("/console/volumes/" + volume);
    SoundPage.check("a volume with a tree", page);
    assertThat(page.select("#trees li").eachAttr("class"))
        .containsExactly("branch-0", "branch-1", "branch-1", "branch-0", "branch-0");
    assertThat(page.select("#trees li a").eachText())
        .containsExactly("disk at 3", "disk at 5", "disk at 4", "disk at 2", "disk at 1");
    assertThat(page.select("main a[href*=/do/BackupVolume], main form[action*=BackupVolume]"))
        .as("backed up at once, and with settings")
        .hasSize(2);
    assertThat(page.select("main a").eachText()).as("told once").containsOnlyOnce("disk at 3");
  }

  private static String snapshot(int number, int parent) {
    String uuid = "%032x";
    return ("INSERT INTO volume_snapshot (uuid, name, type, volume_uuid, tree_uuid, parent_uuid,"
            + " format, latest, size, distance, state, status, created, updated, account_uuid)"
            + " SELECT '%s', 'disk at %d', 'Storage', uuid, uuid, %s, 'raw', %d, 1, 1, 'Enabled',"
            + " 'Ready', %d, 1, account_uuid FROM volume WHERE name = 'disk'")
        .formatted(
            uuid.formatted(number),
            number,
            parent == 0 ? "NULL" : "'" + uuid.formatted(parent) + "'",
            number == 5 ? 1 : 0,
            number);
  }

  /** A node, a bucket and what lies on both lead to one another. */
  @Test
  void whereImageBackupsLieAndWhatLiesThereStandsOnTheirPages() throws SQLException {
    String node = "b".repeat(32);
    String bucket = "c".repeat(32);
    String backup = "d".repeat(32);
    ConsoleServer.catalog(
        directory,
        STORE.formatted(node, "node", "SftpBackupStorage", "'192.0.2.1', 'root', 22"),
        STORE.formatted(bucket, "store", "S3BackupStorage", "NULL, 'key', NULL"),
        "INSERT INTO backup_node (storage_uuid, number, project_uuid, shown_password, created,"
            + " registered) SELECT '%s', 7, uuid, '*', 1, 1 FROM project LIMIT 1".formatted(node),
        ("INSERT INTO bucket (uuid, project_uuid, name, type, created, updated, storage_uuid,"
                + " registered) SELECT '%1$s', uuid, 'archive', 's3', 1, 1, '%1$s', 1 FROM project"
                + " LIMIT 1")
            .formatted(bucket),
        ("INSERT INTO image_backup (uuid, project_uuid, name, status, fail_reason, storage_uuid,"
                + " path, size, disk_size, disk_count, discovered, bucket_uuid, object_name,"
                + " created, updated) SELECT '%s', uuid, 'ova', 'available', 'the line broke',"
                + " '%s', 'a/ova.ova', 1, 1, 1, 0, '%s', '<i>ova</i>', 1, 1 FROM project LIMIT 1")
            .formatted(backup, node, bucket));
    Browser admin = server.admin();
    Document page = admin.page("/console/image-backups/" + backup);
    SoundPage.check("an image backup", page);
    assertThat(page.selectFirst(".notice.bad").text()).contains("the line broke");
    assertThat(page.select("td a").eachAttr("href"))
        .containsExactly("/console/storages/" + node, "/console/buckets/" + bucket);
    assertThat(page.text()).contains("a/ova.ova", "<i>ova</i>");
    for (String place : List.of("/console/backup-nodes/" + node, "/console/buckets/" + bucket)) {
      Document lying = admin.page(place);
      SoundPage.check(place, lying);
      assertThat(lying.select("td a[href=/console/image-backups/" + backup + "]")).hasSize(1);
    }
    Document discover =
        admin.page(form(admin, "/console/backup-nodes/" + node, "DiscoverBackupNode"));
    assertThat(discover.select("pre").text())
        .contains("backup-node discover 7", "/backup-nodes/7/");
    assertThat(
            admin
                .page(form(admin, "/console/buckets/" + bucket, "ImportImageBackup"))
                .selectFirst("#f-bucketUuid option[selected]")
                .val())
        .isEqualTo(bucket);
  }

  /** Whoever drains a storage sees what they wait for. */
  @Test
  void jobsThatStillWriteAreNamedBeforeAStorageIsDrained() throws SQLException {
    Browser admin = server.admin();
    zones("written", 1);
    String store = "e".repeat(32);
    ConsoleServer.catalog(
        directory,
        STORE.formatted(store, "written to", "SftpBackupStorage", "'192.0.2.2', 'root', 22"),
        "INSERT INTO reservation (uuid, backup_storage_uuid, job_uuid, size, created)"
            + " SELECT '%1$s', '%1$s', uuid, 1, 1 FROM job LIMIT 1".formatted(store));
    Document page = admin.page("/console/do/DrainBackupStorage?uuid=" + store);
    SoundPage.check("a storage that is written to", page);
    assertThat(page.select("ul.writers a[href^=/console/jobs/]")).hasSize(1);
  }

  private static final String STORE =
      "INSERT INTO backup_storage (uuid, name, url, type, state, status, total_capacity,"
          + " free_capacity, used_capacity, reserved, hostname, username, ssh_port,"
          + " reconnect_attempts, created, updated) VALUES ('%s', '%s', '/', '%s', 'Enabled',"
          + " 'Disconnected', 9, 9, 0, 0, %s, 0, 1, 1)";

  /** Where the page of a resource leads to do something with it. */
  private static String form(Browser admin, String page, String operation) {
    Element link = admin.page(page).selectFirst("main a[href*=" + operation + "?]");
    assertThat(link).as("%s on %s", operation, page).isNotNull();
    return link.attr("href");
  }
}
