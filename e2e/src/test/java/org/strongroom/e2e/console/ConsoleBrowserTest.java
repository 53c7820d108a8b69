package org.strongroom.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.SshAccount;

/**
 * The console in a real browser: what people do in it, one after the other. A violation of the
 * policy, a script that fails and a page wider than its window fail each story. Each page is looked
 * at by axe-core in light, and with {@code -Dstrongroom.console=all} in the dark, too.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleBrowserTest extends ConsoleBrowserBed {
  /** Whether each page is looked at in all ways, which takes a minute. */
  private static final boolean ALL = "all".equals(System.getProperty("strongroom.console"));

  @Test
  @Order(1)
  void whoHasNeverSeenItLogsInAndAddsTheFirstStorageAfterComparingItsKey() {
    long began = System.nanoTime();
    browser.open("/console/");
    assertThat(browser.path()).isEqualTo("/console/log-in");
    browser.isAccessible("log-in");
    browser.logIn("admin", "wrong");
    untilText("Name or password is wrong");
    browser.type("#name", "admin");
    browser.find("#password").sendKeys(ServerProcess.PASSWORD, Keys.ENTER);
    untilText("No storage yet");
    browser.isAccessible("empty overview");
    click("main a[href='/console/do/AddSftpBackupStorage']");
    until("#hostname");
    browser.isAccessible("address of a server");
    browser.type("#hostname", bed.sshd().host());
    browser.type("#sshPort", "" + bed.sshd().port());
    click("main button.primary");
    untilText("Is this the server?");
    browser.isAccessible("host key");
    SshAccount account = bed.sshd().shellAccount();
    browser.type("#f-name", "rack-1");
    browser.type("#f-url", account.newScratch().remote());
    browser.type("#f-username", account.username());
    browser.type("#f-password", account.password());
    click("main button.primary");
    await()
        .atMost(SOON)
        .until(() ->
            bed.admin().query("/backup-storage", "name=rack-1").toString().contains("Connected"));
    await().atMost(SOON).until(() -> !browser.path().startsWith("/console/do/"));
    browser.open("/console/");
    untilText("All is well");
    assertThat(browser.text()).contains("Connected", "rack-1");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(3));
  }

  @Test
  @Order(2)
  void anUploadGoesOnAfterAReloadAndItsDigestIsCompared() throws IOException {
    byte[] disk = new byte[20 << 20];
    new Random(7).nextBytes(disk);
    BootSector.mark(disk);
    Path file = Files.write(directory.resolve("first.raw"), disk);
    browser.slowUploads(3L << 20);
    browser.open("/console/upload");
    browser.isAccessible("upload");
    browser.find("#file").sendKeys(file.toString());
    assertThat(browser.find("#f-name").getAttribute("value")).isEqualTo("first");
    WebElement only = browser.find("input[name=backupStorageUuids]");
    assertThat(only.isSelected()).as("the only storage is ticked").isTrue();
    browser.script("document.getElementById('f-format').value = 'raw'");
    click("#upload button.primary");
    await()
        .atMost(SOON)
        .until(() -> browser.find("#upload-words").getText().matches("(?s)[1-9][0-9]? %.*"));
    browser.reload();
    untilText("The upload of first.raw was broken off");
    browser.find("#file").sendKeys(file.toString());
    browser.slowUploads(-1);
    click("#upload button.primary");
    await().atMost(SOON).until(() -> browser.path().startsWith("/console/images/"));
    assertThat(browser.text()).contains("first", "Ready", "rack-1");
    assertThat(bed.admin().query("/images", "name=first").toString()).contains(sha256(disk));
    assertThat(bed.admin().query("/longjobs", "jobName=AddImage").size())
        .as("one job, which went on")
        .isEqualTo(1);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Order(3)
  void everyPageFitsAndCanBeReadByEverybody() {
    browser.open("/console/");
    List<String> pages = browser.all(".side nav a").stream().map(a -> path(a)).distinct().toList();
    assertThat(pages).hasSizeGreaterThan(14);
    for (String page : pages) {
      browser.open(page);
      browser.isAccessible(page);
      browser.fits(page);
      browser.size(390, 800);
      browser.fits(page + " on a phone");
      browser.size(1280, 800);
    }
    browser.dark(true);
    for (String page : ALL ? pages : List.of("/console/images", storage())) {
      browser.open(page);
      browser.isAccessible(page + " in the dark");
    }
  }

  private static String path(WebElement link) {
    return java.net.URI.create(link.getAttribute("href")).getPath();
  }

  private static String storage() {
    return "/console/storages/"
        + bed.admin().query("/backup-storage", "name=rack-1").at("/0/uuid").asString();
  }

  @Test
  @Order(4)
  void theKeyboardIsEnough() {
    browser.open("/console/");
    browser.keys("g", "i");
    await().atMost(SOON).until(() -> browser.path().equals("/console/images"));
    browser.keys("/");
    assertThat(browser.focused()).isEqualTo("q");
    browser.keys("status=Ready ");
    assertThat(
            browser
                .script("return [...document.getElementById('q').list.options].map(o => o.value)")
                .toString())
        .as("what is suggested goes on after what stands there")
        .contains("status=Ready format~=", "status=Ready backupStorage.name~=");
    browser.keys("first", Keys.ENTER);
    untilText("1 of 1 rows");
    browser.open("/console/images?q=status%3DReady+zzz");
    untilText("Nothing matches the filter");
    browser.keys("?");
    until("dialog[open]");
    browser.isAccessible("keyboard shortcuts");
    browser.keys(Keys.ENTER);
    await().atMost(SOON).until(() -> !browser.has("dialog[open]"));
    browser.keys(Keys.TAB);
    assertThat(browser.script("return document.activeElement.className")).isEqualTo("skip");
  }

  @Test
  @Order(5)
  void aRunningJobIsSeenEverywhereAndCancelledInTwoClicksAndAConfirmation() {
    bed.admin()
        .send(
            "POST",
            "/images",
            ZStackClient.json(
                "params",
                Map.of(
                    "name",
                    "waits",
                    "url",
                    "upload://waits",
                    "backupStorageUuids",
                    List.of(storage().replaceAll(".*/", "")))));
    browser.open("/console/zones");
    untilText("Running: 1");
    browser.script("document.querySelector('#strip a').click()"); // it is replaced now and then
    until("tbody a");
    click("tbody a");
    until("a[href*=CancelLongJob]");
    click("a[href*=CancelLongJob]");
    until("main button.primary");
    click("main button.primary");
    untilText("Cancelled");
  }

  @Test
  @Order(6)
  void aStorageWithTheOnlyCopyOfAnImageDoesNotGoByASlip() {
    browser.open(storage());
    until("details.menu-of > summary");
    click("details.menu-of > summary");
    click("details.menu-of a[href*=DeleteBackupStorage]");
    untilText("These images have no other copy");
    browser.isAccessible("deletion");
    browser.type("#confirm", "rack-2");
    click("main button.danger");
    untilText("The name that was typed differs");
    browser.open(storage());
    untilText("Connected");
  }

  @Test
  @Order(7)
  void anOpenPageWhoseSessionHasEndedLeadsToTheLogIn() {
    browser.open("/console/jobs");
    browser.script(
        "fetch('/console/log-out', {method: 'POST', body:"
            + " new URLSearchParams({token: document.body.dataset.token})})");
    await().atMost(SOON).until(() -> browser.path().equals("/console/log-in"));
  }

  /** Two people share a browser; the session of the first ended while they wrote. */
  @Test
  @Order(8)
  void whatOneAccountWroteIsNeverShownToAnother() {
    bed.admin()
        .post("/accounts", Map.of("name", "other", "password", ZStackClient.sha512("other")));
    browser.forgetSession();
    browser.logIn("admin", ServerProcess.PASSWORD);
    until(".side");
    browser.open("/console/do/CreateZone");
    write("of the administrator");
    assertThat(browser.path()).isEqualTo("/console/log-in");
    assertThat(browser.find("input[name=next]").getDomProperty("value"))
        .as("who comes next is not told where another one was")
        .doesNotContain("CreateZone");
    browser.logIn("other", "other");
    until(".side");
    assertThat(browser.path()).isEqualTo("/console/");
    assertThat(browser.script("return Object.values(sessionStorage).join()").toString())
        .doesNotContain("of the administrator", "CreateZone");
    // the same account finds it again
    browser.forgetSession();
    browser.logIn("admin", ServerProcess.PASSWORD);
    until(".side");
    browser.open("/console/do/CreateZone");
    write("once more");
    browser.logIn("admin", ServerProcess.PASSWORD);
    await().atMost(SOON).until(() -> browser.path().equals("/console/do/CreateZone"));
    assertThat(browser.find("#f-name").getDomProperty("value")).isEqualTo("once more");
  }

  /** In a form, until the session has ended. */
  private void write(String name) {
    until("#f-name");
    browser.type("#f-name", name);
    browser.forgetSession();
    browser.open("/console/");
    await().atMost(SOON).until(() -> browser.path().equals("/console/log-in"));
  }

  @Test
  @Order(8)
  void namesRunNothing() {
    bed.admin()
        .post("/zones", Map.of("name", "zone", "description", "<img src=x onerror=alert(1)>"));
    browser.logIn("admin", ServerProcess.PASSWORD);
    browser.open("/console/zones");
    untilText("<img src=x onerror=alert(1)>");
    assertThat(browser.all("main img")).isEmpty();
    assertThat(browser.find("main").findElements(By.tagName("script"))).isEmpty();
  }

  @Test
  @Order(9)
  void allRowsOfAFilterAreTaggedInFourClicks() {
    for (int i = 0; i < 27; i++) {
      bed.zone("row-" + i);
    }
    browser.open("/console/zones?q=row-");
    assertThat(browser.find("#bulk").isDisplayed()).as("before a row is ticked").isFalse();
    click("#tick-all");
    assertThat(browser.find("#bulk").getText()).contains("25 ticked", "All 27 of the filter");
    browser.isAccessible("rows that are ticked");
    browser.size(390, 800);
    browser.fits("rows that are ticked, on a phone");
    browser.size(1280, 800);
    click("#bulk input[name=all]");
    click("#bulk button[value=CreateUserTag]");
    until("#f-tag");
    browser.isAccessible("one operation for many");
    browser.type("#f-tag", "rack");
    click("main form.form button[type=submit]");
    untilText("All 27 done");
    browser.isAccessible("outcomes");
    assertThat(bed.admin().query("/user-tags", "tag=rack").size()).isEqualTo(27);
  }

  @Test
  @Order(10)
  void twoRowsAreDeletedByTheKeyboardAloneOnceTheirNumberIsTyped() {
    browser.open("/console/zones?q=row-1&sort=%2Bname");
    WebElement first = browser.find("td.tick input");
    browser.script("arguments[0].focus()", first);
    browser.keys(Keys.SPACE, Keys.TAB, Keys.TAB);
    browser.keys(Keys.SPACE);
    assertThat(browser.find(".picked").getText()).isEqualTo("2 ticked");
    browser.script("document.querySelector('#bulk button[value=DeleteZone]').focus()");
    browser.keys(Keys.ENTER);
    until("#confirm");
    browser.find("#confirm").sendKeys("3", Keys.ENTER);
    untilText("The number that was typed differs");
    browser.find("#confirm").sendKeys("2", Keys.ENTER);
    untilText("All 2 done");
    assertThat(bed.admin().query("/zones", "name~=row-%").size()).isEqualTo(25);
  }

  @Test
  @Order(11)
  void aVolumeIsBackedUpByOneClickReadAtOnceAndRestored() throws IOException {
    byte[] disk = new byte[4 << 20];
    new Random(3).nextBytes(disk);
    Path file = Files.write(directory.resolve("volume.raw"), disk);
    bed.configure("image", "download.localPath.whitelist", directory.toString());
    String volume =
        TestBed.uuid(
            bed.admin()
                .post(
                    "/volumes", Map.of("name", "disk", "url", "file://" + file, "format", "raw")));
    browser.open("/console/volumes/" + volume);
    untilText("Never backed up yet");
    browser.isAccessible("volume");
    click("form[action$=BackupVolume] button");
    await()
        .atMost(SOON)
        .until(() -> bed.admin().query("/volume-snapshots", "status=Ready").size() == 1);
    browser.open("/console/volumes/" + volume);
    untilText("Last backed up");
    click("tbody a[href*=volume-snapshots]");
    until("#exports form.row-form");
    browser.isAccessible("volume snapshot");
    click("#exports form.row-form button");
    until("#exports input[readonly]");
    assertThat(browser.find("#exports input[readonly]").getAttribute("value")).startsWith("nbd://");
    browser.size(390, 800);
    browser.fits("an open export on a phone");
    browser.size(1280, 800);
    click("#exports form[action$=close] button");
    untilText("No export of this snapshot is open");
    click("#restore a.primary");
    untilText("What is there now will be lost");
    browser.isAccessible("restore");
    Path place = directory.resolve("restored.raw");
    browser.type("#f-to", "file://" + place);
    click("main form.form button[type=submit]");
    await().atMost(SOON).untilAsserted(() -> assertThat(place).exists().satisfies(sameBytes(disk)));
  }

  @Test
  @Order(12)
  void aDamagedCopyIsFoundOnTheOverviewAndItsOtherCopyIsOneClickAway() throws IOException {
    TestStorage second = bed.fileSystem("rack-2");
    String image = bed.admin().query("/images", "name=first").at("/0/uuid").asString();
    bed.admin()
        .act(
            "/images/" + image + "/actions",
            "copyImage",
            Map.of("backupStorageUuids", List.of(second.uuid())));
    Path copy =
        second.files().stream()
            .map(second.local()::resolve)
            .max(java.util.Comparator.comparing(path -> path.toFile().length()))
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(copy);
    bytes[bytes.length / 2] ^= 1;
    Files.write(copy, bytes);
    bed.admin().act("/images/" + image + "/actions", "verifyImage", Map.of());
    browser.open("/console/");
    untilText("A copy is damaged. Good copies elsewhere: 1");
    click(".needs a[href*=images]");
    until("main table");
    assertThat(browser.find(".notice.bad").getText()).contains("A copy is damaged", "rack-1");
    browser.size(390, 800);
    browser.fits("copies on a phone");
    browser.size(1280, 800);
    assertThat(browser.find("main table").getText()).contains("rack-1", "Ready", "rack-2");
    assertThat(browser.find("main table").getText()).contains("Damaged");
  }

  @Test
  @Order(13)
  void chineseAndTheDarkAreChosenByAClickAndStay() {
    browser.open("/console/storages");
    click("button[name=language][value^=zh]");
    await().atMost(SOON).until(() -> browser.text().contains("\u5b58\u50a8"));
    click("button[name=theme][value=dark]");
    until("html[data-theme=dark]");
    browser.open("/console/");
    assertThat(browser.script("return document.documentElement.lang").toString()).startsWith("zh");
    browser.isAccessible("overview in Chinese and in the dark");
    browser.size(390, 800);
    browser.fits("overview in Chinese on a phone");
    browser.size(1280, 800);
    click("button[name=language][value=en]");
    click("button[name=theme][value='']");
    untilText("Overview");
  }

  @Test
  @Order(14)
  void columnsThatWereChosenStandInTheAddressAndInItsCopy() {
    browser.open("/console/zones?q=row-");
    click(".filter details summary");
    click(".menu-body input[value=uuid]");
    click(".menu-body button");
    await().atMost(SOON).until(() -> browser.find("thead").getText().contains("UUID"));
    String address = browser.script("return location.pathname + location.search").toString();
    browser.open("/console/");
    browser.open(address);
    assertThat(browser.find("thead").getText()).contains("UUID");
  }

  @Test
  @Order(15)
  void aPageWithoutTheEventStreamStillHearsOfWhatRuns() {
    browser.withoutStream(true);
    browser.open("/console/zones");
    untilText("Nothing is running");
    bed.admin()
        .send(
            "POST",
            "/images",
            ZStackClient.json(
                "params",
                Map.of(
                    "name",
                    "waits too",
                    "url",
                    "upload://waits",
                    "backupStorageUuids",
                    List.of(storage().replaceAll(".*/", "")))));
    untilText("Running: 1");
    browser.withoutStream(false);
  }

  @Test
  @Order(16)
  void emptyListsSayWhatToDoNext() {
    browser.open("/console/buckets");
    untilText("No bucket");
    assertThat(browser.has(".empty a.button")).isTrue();
    browser.open("/console/images?q=createDate%3Enonsense");
    until(".notice.bad");
    assertThat(browser.has(".notice.bad a")).as("the way out").isTrue();
  }

  /** The story of whoever wants a storage proved each week. */
  @Test
  @Order(30)
  void aScheduleIsMadeInAFormAndSeenToRunByItself() {
    browser.open(storage());
    click("a[href^='/console/do/CreateSchedule']");
    until("#f-cron");
    browser.isAccessible("form of a schedule");
    browser.type("#f-name", "\u202eproof");
    browser.type("#f-cron", "* * * * *");
    click("main form.form button[type=submit]");
    untilText("Next ten runs");
    assertThat(browser.all(".next-runs time")).hasSize(10);
    browser.isAccessible("schedule");
    browser.size(390, 800);
    browser.fits("schedule on a phone");
    browser.size(1280, 800);
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() ->
            bed.admin().query("/schedules", "lastResult=Succeeded").toString().contains("proof"));
    browser.reload();
    untilText("Last run");
    click("main a[href^='/console/jobs/']");
    untilText("Succeeded");
    bed.admin()
        .send(
            "DELETE",
            "/schedules/" + bed.admin().query("/schedules").get(0).get("uuid").asString());
  }

  /** The story of whoever finds a session that nobody should have. */
  @Test
  @Order(31)
  void aSessionElsewhereIsEndedFromTheListOfThem() {
    bed.admin()
        .post("/accounts", Map.of("name", "guest", "password", ZStackClient.sha512("guest")));
    ZStackClient guest = ZStackClient.logIn(bed.server().url(), "guest", "guest");
    String session =
        bed.admin().query("/sessions", "accountName=guest").get(0).get("uuid").asString();
    browser.open("/console/sessions");
    browser.isAccessible("sessions");
    browser.open("/console/sessions/" + session);
    click("main a[href*=RevokeSession]");
    click("main form.form button[type=submit]");
    await().atMost(SOON).until(() -> browser.path().equals("/console/sessions"));
    assertThat(browser.text()).doesNotContain(guest.session());
    assertThat(guest.send("GET", "/zones?limit=1").status()).isEqualTo(503);
  }
}
