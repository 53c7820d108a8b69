package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.table.Listing;
import org.strongroom.testing.BootSector;

/** Each page of the console, as each kind of caller gets it. */
class ConsolePagesTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)> \"'&amp; \u202eevil";
  private static final String CANARY = "canary-5c1f7d";
  private static final String OPERATOR = "Operator-Secret-1";
  private static final int MOST_PAGES = 150;

  @TempDir static Path directory;
  private static ConsoleServer server;
  private static Api api;
  private static HttpServer files;
  private static String storage;
  private static String image;
  private static String schedule;
  private static String zone;

  /** Pages that are no more, though events and jobs lead to them. */
  private static final Set<String> GONE = new TreeSet<>();

  @BeforeAll
  static void start() throws IOException {
    server = new ConsoleServer(directory);
    api = server.api();
    storage = storage(HOSTILE);
    storage("plain");
    byte[] disk = new byte[1 << 20];
    BootSector.mark(disk);
    Files.write(Files.createDirectory(directory.resolve("source")).resolve("disk.raw"), disk);
    files =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            directory.resolve("source"),
            SimpleFileServer.OutputLevel.NONE);
    files.start();
    image = image(HOSTILE, plain());
    assertThat(image).isNotEmpty();
    api.post(
        "/images",
        Map.of(
            "name",
            "unreachable",
            "url",
            "http://user:" + CANARY + "@127.0.0.1:1/x.raw?token=" + CANARY,
            "backupStorageUuids",
            List.of(storage)));
    // until then it stands in lists, and would be gone when its page is asked for
    await().until(() -> api.get("/longjobs?q=state=Failed").at("/inventories/0").isObject());
    schedule =
        api.create(
            "/schedules",
            Map.of(
                "name",
                HOSTILE,
                "operation",
                "VerifyBackupStorage",
                "backupStorageUuid",
                storage,
                "cron",
                "0 4 * * SAT",
                "timeZone",
                "Europe/Berlin"));
    zone = api.create("/zones", Map.of("name", "zone", "description", HOSTILE));
    api.create("/zones/" + zone + "/backup-storage/" + storage, Map.of());
    api.create(
        "/system-tags",
        Map.of("resourceType", "ImageVO", "resourceUuid", image, "tag", "bootMode::UEFI"));
    api.create(
        "/accounts",
        Map.of(
            "name",
            "operator",
            "password",
            org.strongroom.server.secret.PasswordHash.sha512(OPERATOR)));
  }

  private static String storage(String name) throws IOException {
    Path place =
        Files.createDirectory(
            directory.resolve(name.equals("plain") ? "storage of plain" : "other"));
    return api.create("/backup-storage/filesystem", Map.of("name", name, "url", place.toString()));
  }

  @AfterAll
  static void stop() {
    files.stop(0);
    server.close();
  }

  /** All pages that links lead to from the overview, by their paths. */
  private static Map<String, Document> crawled(Browser browser) {
    Map<String, Document> pages = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of("/console/"));
    Set<String> known = new TreeSet<>(open);
    known.addAll(GONE);
    while (!open.isEmpty() && pages.size() < MOST_PAGES) {
      String path = open.removeFirst();
      Document page = browser.page(path);
      pages.put(path, page);
      for (Element link : page.select("a[href]:not([download])")) {
        String href = link.attr("href");
        if (href.startsWith("/console") && !href.contains(".csv") && known.add(href)) {
          open.addLast(href);
        }
      }
    }
    return pages;
  }

  @Test
  void anAdministratorReachesEachPageAndEachIsSound() {
    Map<String, Document> pages = crawled(server.admin());
    pages.forEach((path, page) -> SoundPage.check(path, page, CANARY, OPERATOR));
    assertThat(pages.keySet())
        .contains("/console/storages/" + storage, "/console/images/" + image)
        .containsAll(Listings.all().stream().map(Listing::url).toList());
  }

  @Test
  void anotherAccountIsOfferedOnlyWhatItMaySee() {
    Map<String, Document> pages = crawled(server.browser().loggedIn("operator", OPERATOR));
    pages.forEach((path, page) -> SoundPage.check(path, page, CANARY, OPERATOR));
    assertThat(pages).doesNotContainKey("/console/audit").containsKey("/console/images");
    assertThat(pages.keySet()).noneMatch(path -> path.contains(image));
  }

  @Test
  void whatAnotherAccountMayNotSeeIsRefusedToItByItsAddress() {
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    HttpResponse<String> audit = operator.get("/console/audit");
    assertThat(audit.statusCode()).isEqualTo(403);
    assertThat(audit.body()).contains("may not call QueryAudit").doesNotContain("<table");
    assertThat(operator.get("/console/audit.csv").statusCode()).isEqualTo(403);
    HttpResponse<String> foreign = operator.get("/console/images/" + image);
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.body()).doesNotContain("onerror");
  }

  @Test
  void whoHasNotLoggedInIsSentToTheFormAndBackAgain() {
    Browser nobody = server.browser();
    for (Listing listing : Listings.all()) {
      HttpResponse<String> answer = nobody.get(listing.url() + "?q=a+b");
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location"))
          .hasValue("/console/log-in?next=%2Fconsole%2F" + listing.path() + "%3Fq%3Da%2Bb");
    }
    HttpResponse<String> asked = nobody.get("/console/live/strip", "HX-Request", "true");
    assertThat(asked.statusCode()).isEqualTo(401);
    assertThat(asked.headers().firstValue("HX-Redirect")).hasValue("/console/log-in");
    HttpResponse<String> part =
        nobody.get(
            "/console/zones",
            "HX-Request",
            "true",
            "HX-Current-URL",
            "http://127.0.0.1:1/console/zones?q=a&size=100");
    assertThat(part.statusCode()).isEqualTo(401);
    assertThat(part.headers().firstValue("HX-Redirect"))
        .as("back where they were")
        .hasValue("/console/log-in?next=%2Fconsole%2Fzones%3Fq%3Da%26size%3D100");
    assertThat(nobody.get("/console/events-stream", "Accept", "text/event-stream").statusCode())
        .isEqualTo(401);
    Document form = nobody.page("/console/log-in?next=%2Fconsole%2Fjobs");
    HttpResponse<String> in =
        nobody.submit(
            form.selectFirst(".log-in form"),
            Map.of("name", "admin", "password", ConsoleServer.PASSWORD));
    assertThat(in.headers().firstValue("Location")).hasValue("/console/jobs");
  }

  @Test
  void namesAreTextsWhateverTheyHold() {
    Document page = server.admin().page("/console/images/" + image);
    assertThat(page.selectFirst("h1").text())
        .isEqualTo("<img src=x onerror=alert(1)> \"'&amp; ⟨U+202E⟩evil");
    assertThat(page.select("h1 bdi")).hasSize(1);
    assertThat(page.title()).startsWith("<img src=x");
  }

  @Test
  void aStorageShowsHowFullItWasAndWhenItIsFull() throws SQLException {
    String plain = plain();
    assertThat(server.admin().page("/console/storages/" + plain).select("main").text())
        .contains("of 7 days");
    samples(plain);
    Document page = server.admin().page("/console/storages/" + plain);
    SoundPage.check("the page with charts", page, CANARY);
    Element history = page.selectFirst("#capacity-history");
    assertThat(history.text()).contains("It is full on", "by 95 %");
    assertThat(history.select("figure svg[role=img]")).hasSize(2);
    assertThat(history.select("figure svg").eachAttr("aria-label"))
        .first()
        .asString()
        .startsWith("30 days: used ");
    assertThat(history.select("figure:first-of-type tbody tr")).hasSizeBetween(20, 22);
    assertThat(history.select("path.chart-used").eachAttr("d"))
        .allMatch(path -> path.matches("M[-0-9. LhZ]+"));
    assertThat(server.admin().page("/console/").select(".full-on").text()).contains("full on 20");
  }

  /**
   * Three weeks, this hour the last, in which a storage was filled by one part in a hundred each.
   */
  private static void samples(String storage) throws SQLException {
    catalog(
        """
        INSERT OR REPLACE INTO capacity_sample
        WITH RECURSIVE day(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM day WHERE n < 20)
        SELECT uuid, (unixepoch() / 3600 - 24 * n) * 3600000, total_capacity,
          total_capacity / 100 * (60 - n), 0, free_capacity
        FROM day, backup_storage WHERE uuid = '%s'\
        """
            .formatted(storage));
  }

  @Test
  void thePageOfAnImageTellsWhereItsCopiesAre() {
    Document page = server.admin().page("/console/images/" + image);
    Element row = page.selectFirst("main table tbody tr");
    assertThat(row.text()).contains("plain", "Ready");
    assertThat(row.selectFirst("a").attr("href")).startsWith("/console/storages/");
  }

  @Test
  void theFileOfAnImageComesByTheLinkOfItsPageAndInRangesToWhoSeesIt() {
    String link =
        server.admin().page("/console/images/" + image).selectFirst("a[download]").attr("href");
    HttpResponse<String> whole = server.admin().get(link);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.headers().firstValue("Content-Length")).hasValue("1048576");
    assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment;");
    HttpResponse<String> part = server.admin().get(link, "Range", "bytes=510-511");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 510-511/1048576");

    assertThat(server.browser().get(link).statusCode()).isEqualTo(303);
    HttpResponse<String> foreign =
        server.browser().loggedIn("operator", OPERATOR).get(link, "Range", "bytes=0-9");
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.headers().firstValue("Content-Disposition")).isEmpty();
  }

  @Test
  void aScheduleShowsItsNextTenRunsAndStandsOnThePageOfItsStorage() {
    Document page = server.admin().page("/console/schedules/" + schedule);
    assertThat(page.select(".next-runs time")).hasSize(10);
    assertThat(page.select(".next-runs time").eachAttr("datetime"))
        .allMatch(time -> time.matches(".*T0[23]:00:00Z")); // four o'clock in Berlin
    assertThat(page.text()).contains("Has not run yet", "Europe/Berlin", "Verify");
    Document ofStorage = server.admin().page("/console/storages/" + storage);
    assertThat(ofStorage.select("a[href=/console/schedules/" + schedule + "]")).hasSize(1);
    String form = ofStorage.selectFirst("a[href^=/console/do/CreateSchedule]").attr("href");
    Document filled = server.admin().page(form);
    assertThat(filled.selectFirst("#f-operation option[selected]").val())
        .isEqualTo("VerifyBackupStorage");
    assertThat(filled.selectFirst("#f-backupStorageUuid option[selected]").val())
        .isEqualTo(storage);
  }

  /** Runs that could not begin are nobody's failed jobs: only the overview tells of them. */
  @Test
  void theOverviewTellsOfSchedulesInTroubleAndHowManyMoreThereAre() throws SQLException {
    String troubled = "UPDATE schedule SET last_run = 1, last_result = %s, last_error = %s";
    catalog(
        troubled.formatted("'NotStarted'", "'the storage is gone'"),
        NINE_MORE.formatted("uuid, name, ", "hex(randomblob(16)), 'copy-' || n, "));
    try {
      Document page = server.admin().page("/console/");
      SoundPage.check("the overview with trouble", page, CANARY);
      assertThat(page.select(".needs").text()).contains("Not started", "the storage is gone");
      assertThat(page.select(".needs a[href^=/console/schedules/]")).hasSize(8);
      String all = page.selectFirst(".needs .more a[href^=/console/schedules]").attr("href");
      assertThat(server.admin().page(all).select("tbody tr")).hasSize(10);
      assertThat(page.select(".tile:has(.big:containsOwn(10))").text()).contains("Schedules");
    } finally {
      catalog("DELETE FROM schedule WHERE name LIKE 'copy-%'", troubled.formatted("NULL", "NULL"));
    }
  }

  private static final String NINE_MORE =
      "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 9) INSERT INTO"
          + " schedule (%1$soperation, state, cron, time_zone, kept, last_run, last_result,"
          + " last_error, created, updated) SELECT %2$soperation, state, cron, time_zone, kept,"
          + " last_run, last_result, last_error, created, updated FROM schedule, n LIMIT 9";

  @Test
  void roomIsToldWhereThereIsAnEndToItAndHowManyStoragesHaveNone() throws SQLException {
    String total = "UPDATE backup_storage SET total_capacity = %s WHERE name = 'plain'";
    String room = "nav.tiles a:contains(Free to promise)";
    String before = server.admin().page("/console/").select(room).text();
    assertThat(before).doesNotContain("limit");
    catalog(total.formatted("total_capacity + 9007199254740991"));
    try {
      assertThat(server.admin().page("/console/").select(room).text())
          .contains("iB", ", and 1 without limit");
    } finally {
      catalog(total.formatted("total_capacity - 9007199254740991"));
    }
  }

  private static void catalog(String... statements) throws SQLException {
    ConsoleServer.catalog(directory, statements);
  }

  @Test
  void otherResourcesAreShownByWhatTheyAreCalled() {
    Browser admin = server.admin();
    assertThat(admin.page("/console/roles").select("tbody a[href^=/console/users/]").eachText())
        .contains("admin");
    Document job =
        admin.page(
            admin.page("/console/jobs?q=state%3DFailed").selectFirst("tbody a").attr("href"));
    assertThat(job.select("dd a[href=/console/storages/" + storage + "]").text())
        .startsWith("<img src=x");
  }

  @Test
  void filesThatNobodyKnowsAreToldOnThePageOfTheirStorageAndOfTheJobThatFoundThem()
      throws IOException {
    Path stranger = directory.resolve("other").resolve("rootVolumeTemplates").resolve(HOSTILE);
    Files.createDirectories(stranger.getParent());
    Files.write(stranger, new byte[2048]);
    Browser admin = server.admin();
    String page = "/console/storages/" + storage;
    assertThat(admin.page(page).select("#files").text()).contains("Nobody has looked");
    Document form = admin.page(admin.page(page).selectFirst("#files a.button").attr("href"));
    admin.submit(form.selectFirst("main form.form"), Map.of());
    Document told =
        await().until(() -> admin.page(page), each -> !each.select("#files dd").isEmpty());
    assertThat(told.select("#files").text()).contains("Nobody knows 1 \u00b7 2.0 KiB");
    Document job = admin.page(told.selectFirst("#files p a").attr("href"));
    SoundPage.check("what a rescan found", job, CANARY);
    assertThat(job.select("table td.title").text()).contains("<img src=x onerror=alert(1)>");
    Files.delete(stranger);
  }

  @Test
  void zonesAreNamedInEventsAndTagsOfProgramsAreShown() {
    Browser admin = server.admin();
    assertThat(
            admin.page("/console/storages/" + storage).select("ul.entries a[href$=" + zone + "]"))
        .extracting(Element::text)
        .containsOnly("zone");
    assertThat(admin.page("/console/images/" + image).select(".tags").text())
        .contains("bootMode::UEFI");
  }

  @Test
  void aDeletedImageIsRecoveredFromTheTrashOrRemovedForGood() {
    Browser admin = server.admin();
    String deleted = image("in the trash", plain());
    String page = "/console/images/" + deleted;
    done(admin, page, "DeleteImage", "Deleted");
    String trash = admin.page("/console/images").selectFirst(".head a[href*=Deleted]").attr("href");
    assertThat(admin.page(trash).select("#bulk button").eachAttr("value"))
        .containsExactlyInAnyOrder("RecoverImage", "ExpungeImage");
    assertThat(admin.page(form(admin, page, "RecoverImage")).select("pre").text())
        .contains("strongroom image recover " + deleted, "/images/" + deleted + "/actions");
    done(admin, page, "RecoverImage", "Ready");
    done(admin, page, "DeleteImage", "Deleted");
    Document last = admin.page(form(admin, page, "ExpungeImage"));
    admin.submit(last.selectFirst("main form.form"), Map.of());
    await().untilAsserted(() -> assertThat(admin.get(page).statusCode()).isEqualTo(404));
    GONE.add(page);
    Document gone = Jsoup.parse(admin.get(page).body());
    SoundPage.check("what is gone", gone, CANARY);
    assertThat(gone.select("h1").text()).isEqualTo("in the trash");
    assertThat(gone.select(".notice").text()).contains("This is gone", "By admin");
    Browser operator = server.browser().loggedIn("operator", OPERATOR);
    assertThat(operator.get(page).body())
        .as("to others nothing is told")
        .doesNotContain("in the trash");
  }

  /** Where the page of a resource leads to do something with it. */
  private static String form(Browser admin, String page, String operation) {
    Element link = admin.page(page).selectFirst("main a[href*=" + operation + "?]");
    assertThat(link).as("%s on %s", operation, page).isNotNull();
    return link.attr("href");
  }

  private static void done(Browser admin, String page, String operation, String badge) {
    Document form = admin.page(form(admin, page, operation));
    admin.submit(form.selectFirst("main form.form"), Map.of());
    await()
        .untilAsserted(
            () -> assertThat(admin.page(page).select(".head .badge").text()).isEqualTo(badge));
  }

  private static String plain() {
    return api.get("/backup-storage?q=name=plain").at("/inventories/0/uuid").asString();
  }

  private static String image(String name, String on) {
    return api.create(
        "/images",
        Map.of(
            "name",
            name,
            "url",
            "http://127.0.0.1:%d/disk.raw".formatted(files.getAddress().getPort()),
            "format",
            "raw",
            "backupStorageUuids",
            List.of(on)));
  }

  @Test
  void aFailedJobTellsItsReasonWithoutTheSecretsOfItsUrl() {
    Browser admin = server.admin();
    Document failed = admin.page("/console/jobs?q=state%3DFailed");
    Document job = admin.page(failed.selectFirst("tbody a").attr("href"));
    assertThat(job.selectFirst("main").text()).contains("Failed", "unreachable", "127.0.0.1:1");
  }

  @Test
  void listsAreFilteredSortedAndPagedByTheirUrl() {
    for (int i = 0; i < 30; i++) {
      api.create("/zones", Map.of("name", "paged-%02d".formatted(i)));
    }
    Browser admin = server.admin();
    Document first = admin.page("/console/zones?q=paged&sort=-name");
    assertThat(first.select("tbody tr")).hasSize(25);
    assertThat(first.selectFirst("tbody td.title").text()).isEqualTo("paged-29");
    assertThat(first.selectFirst("th[aria-sort]").attr("aria-sort")).isEqualTo("descending");
    assertThat(first.selectFirst(".foot").text()).contains("25 of 30");
    Document second = admin.page(first.selectFirst("a[rel=next]").attr("href"));
    assertThat(second.select("tbody tr")).hasSize(5);
    assertThat(second.selectFirst("tbody td.title").text()).isEqualTo("paged-04");
    assertThat(second.select("a[rel=next]")).isEmpty();
    assertThat(second.selectFirst("#q").val()).isEqualTo("paged");
  }

  @Test
  void aFilterThatCannotBeReadIsAnsweredWithWhatIsWrong() {
    Document page = server.admin().page("/console/images?q=nonsense%3D1");
    assertThat(page.selectFirst("[role=alert]").text()).contains("nonsense", "its fields are");
    assertThat(page.selectFirst("#q").val()).isEqualTo("nonsense=1");
    assertThat(server.admin().page("/console/images?q=zzz").selectFirst(".empty").text())
        .contains("Nothing matches", "Clear the filter");
  }

  @Test
  void allRowsOfAFilterComeAsAFileInWhichNothingIsAFormula() {
    api.create("/zones", Map.of("name", "sheet", "description", "=cmd|' /C calc'!A0"));
    HttpResponse<String> file = server.admin().get("/console/zones.csv?q=name%3Dsheet");
    assertThat(file.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("attachment", "zones.csv");
    assertThat(file.body().lines()).hasSize(2);
    assertThat(file.body()).contains(",'=cmd|' /C calc'!A0,");
  }

  @Test
  void pagesSpeakTheLanguageThatTheBrowserAsksForOrThatWasChosen() {
    Browser admin = server.admin();
    assertThat(admin.get("/console/", "Accept-Language", "zh-CN,zh").body())
        .contains("<html lang=\"zh\"", "概览");
    HttpResponse<String> chosen =
        admin.post("/console/preferences", Map.of("language", "zh", "back", "/console/jobs"));
    assertThat(chosen.headers().firstValue("Location")).hasValue("/console/jobs");
    assertThat(admin.get("/console/jobs").body()).contains("任务");
    admin.post("/console/preferences", Map.of("theme", "dark"));
    assertThat(admin.get("/console/").body()).contains("data-theme=\"dark\"");
  }

  @Test
  void whatIsNotThereIsSaidWithTheWayBack() {
    Browser admin = server.admin();
    for (String path :
        List.of("/console/nothing/here", "/console/images/0123456789abcdef0123456789abcdef")) {
      HttpResponse<String> answer = admin.get(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("There is no such page", "Go to the overview");
    }
    assertThat(admin.get("/console/images/%2e%2e%2fx'").statusCode()).isIn(400, 404);
  }
}
