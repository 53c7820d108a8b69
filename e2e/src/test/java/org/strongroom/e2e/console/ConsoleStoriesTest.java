package org.strongroom.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.strongroom.e2e.bed.Line;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.SshAccount;

/**
 * The console in a real browser, over a line that breaks: from the first log-in to the first image
 * with clicks counted, pages that stay open through a restart, by keyboard alone, on a phone, in
 * Chinese and in the dark. What {@link ConsoleBrowserTest} says of failures holds here, too.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleStoriesTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path directory;
  private static TestBed bed;
  private static Line line;
  private static Chromium browser;

  @BeforeAll
  static void start() throws IOException {
    bed = TestBed.start(Files.createDirectory(directory.resolve("server")));
    line = new Line(bed.server().url());
    browser =
        new Chromium(
            URI.create("http://127.0.0.1:" + line.port()),
            Files.createDirectory(directory.resolve("profile")));
  }

  @AfterAll
  static void stop() {
    try {
      if (browser != null) {
        browser.close();
      }
    } finally {
      if (bed != null) {
        line.close();
        bed.close();
      }
    }
  }

  @BeforeEach
  void usualWindow() {
    browser.size(1280, 800);
    browser.clicks();
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    browser.isQuiet();
  }

  private static void enter() {
    browser.enter("admin", ServerProcess.PASSWORD);
  }

  @Test
  @Order(1)
  void sixClicksLeadFromTheFirstLogInToTheFirstImage() throws IOException {
    long began = System.nanoTime();
    browser.open("/");
    browser.untilPath("/console/log-in");
    enter();
    browser.untilText("No storage yet");
    browser.click("main .empty a[href='/console/do/AddSftpBackupStorage']");
    browser.until("#hostname");
    browser.type("#hostname", bed.sshd().host());
    browser.type("#sshPort", "" + bed.sshd().port());
    browser.click("main button.primary");
    browser.untilText("Is this the server?");
    SshAccount account = bed.sshd().shellAccount();
    browser.type("#f-name", "rack-1");
    browser.type("#f-url", account.newScratch().remote());
    browser.type("#f-username", account.username());
    browser.type("#f-password", account.password());
    browser.click("main button.primary");
    browser.untilPath(
        "/console/storages/" + await().until(() -> storage(), uuid -> !uuid.isEmpty()));
    browser.click(".side a[href='/console/']");
    browser.untilText("No image yet");
    browser.click("main .empty a[href='/console/upload']");
    browser.until("#drop");
    byte[] disk = new byte[1 << 20];
    new Random(5).nextBytes(disk);
    browser.drop(Files.write(directory.resolve("debian.raw"), BootSector.mark(disk)), "#drop");
    await()
        .atMost(SOON)
        .until(() ->
            browser.find("#upload-words").isDisplayed()
                || !browser.find("#f-name").getAttribute("value").isEmpty());
    browser.click("#upload button.primary");
    browser.untilText("are the same");
    await().atMost(SOON).until(() -> browser.path().startsWith("/console/images/"));
    assertThat(browser.text()).contains("debian", "Ready", "rack-1");
    assertThat(browser.clicks()).as("clicks").isLessThanOrEqualTo(6);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(3));
  }

  private static String storage() {
    return bed.admin().query("/backup-storage", "name=rack-1").at("/0/uuid").asString("");
  }

  @Test
  @Order(2)
  void anOpenPageSaysThatTheServerIsAwayAndGoesOnByItself() {
    browser.open("/console/zones");
    browser.untilText("No zone");
    stays();
    line.cut();
    bed.server().stop();
    browser.untilText("The server does not answer");
    browser.isAccessible("page without its server");
    browser.size(390, 800);
    browser.fits("page without its server, on a phone");
    browser.size(1280, 800);
    bed.server().startAgain();
    bed.reconnectClients();
    line.leadTo(bed.server().url());
    line.mend();
    browser.untilText("The server answers again");
    bed.zone("made after the restart");
    browser.untilText("made after the restart");
    isStill();
    await().atMost(SOON).until(() -> !browser.find("#line").isDisplayed());
    browser.isQuietButForTheLine();
  }

  /** Notes in the page that it is this one. */
  private static void stays() {
    browser.script("window.stays = true");
  }

  private static void isStill() {
    assertThat(browser.script("return window.stays"))
        .as("the same page, not another")
        .isEqualTo(true);
  }

  @Test
  @Order(3)
  void whatHappensWhileTheStreamIsCutIsSeenOnceItIsThereAgain() {
    browser.open("/console/zones");
    browser.untilText("made after the restart");
    stays();
    line.cut();
    bed.zone("made while nobody could tell");
    line.mend();
    browser.untilText("made while nobody could tell");
    isStill();
    browser.isQuietButForTheLine();
  }

  @Test
  @Order(4)
  void whoseSessionWasEndedElsewhereLogsInAndIsBackWhereTheyWere() {
    browser.open("/console/zones?q=made&size=100");
    browser.untilText("made after the restart");
    ConsoleBrowserBed.endConsoleSessions(bed);
    browser.untilPath("/console/log-in");
    enter();
    browser.untilText("2 of 2 rows");
    assertThat(browser.script("return location.pathname + location.search"))
        .isEqualTo("/console/zones?q=made&size=100");
  }

  @Test
  @Order(5)
  void rowsThatSomebodyWorksWithAreNotTakenFromUnderTheirHands() {
    browser.open("/console/zones?q=made");
    browser.click("td.tick input");
    WebElement ticked = browser.find("td.tick input");
    bed.zone("made meanwhile");
    browser.until("#rows[data-old]");
    assertThat(ticked.isSelected()).isTrue();
    assertThat(browser.text()).doesNotContain("made meanwhile");
    ticked.click();
    browser.script("document.activeElement.blur()");
    browser.untilText("made meanwhile");
  }

  @Test
  @Order(6)
  void theKeyboardAloneLogsInAddsFindsAndDeletes() throws IOException {
    browser.click(".account button");
    browser.untilPath("/console/log-in");
    browser.tabTo("#name");
    browser.keys("admin");
    browser.tabTo("#password");
    browser.keys(ServerProcess.PASSWORD, Keys.ENTER);
    browser.untilText("rack-1");
    browser.keys("g", "s");
    browser.untilPath("/console/storages");
    browser.tabTo("main a[href='/console/do/AddFileSystemBackupStorage']");
    browser.keys(Keys.ENTER);
    browser.until("#f-url");
    browser.tabTo("#f-name");
    browser.keys("by hand");
    browser.tabTo("#f-url");
    browser.keys(Files.createDirectory(directory.resolve("by-hand")).toString(), Keys.ENTER);
    browser.untilText("Connected");
    browser.keys("g", "s");
    browser.untilPath("/console/storages");
    browser.keys("/");
    browser.keys("hand", Keys.ENTER);
    browser.untilText("1 of 1 rows");
    browser.tabTo("tbody a.name");
    browser.keys(Keys.ENTER);
    browser.until("details.menu-of");
    browser.tabTo("main details.menu-of > summary");
    browser.keys(Keys.ENTER);
    browser.tabTo("a[href*=DeleteBackupStorage]");
    browser.keys(Keys.ENTER);
    browser.until("#confirm");
    browser.tabTo("#confirm");
    browser.keys("by hand");
    browser.tabTo("main form.form button[type=submit]");
    browser.keys(Keys.ENTER);
    await()
        .atMost(SOON)
        .until(() -> bed.admin().query("/backup-storage", "name=by hand").isEmpty());
    assertThat(browser.clicks()).as("clicks after the log-out").isEqualTo(1);
  }

  @Test
  @Order(7)
  void aPhoneIsEnoughToMakeFindAndDelete() {
    browser.size(390, 800);
    browser.open("/console/");
    browser.fits("overview on a phone");
    browser.click("button.menu");
    browser.isAccessible("open menu on a phone");
    browser.fits("open menu on a phone");
    browser.click(".side nav a[href='/console/zones']");
    browser.untilPath("/console/zones");
    assertThat(browser.find(".side nav").isDisplayed()).isFalse();
    browser.click("main a[href='/console/do/CreateZone']");
    browser.until("#f-name");
    browser.fits("form on a phone");
    browser.type("#f-name", "a-name-without-any-place-to-break-that-is-much-wider-than-a-phone-is");
    browser.click("main form.form button[type=submit]");
    browser.untilText("a-name-without");
    browser.fits("long name on a phone");
    browser.isAccessible("resource on a phone");
    browser.open("/console/zones?q=without");
    browser.fits("cards on a phone");
    browser.click("tbody a.name");
    browser.until("details.menu-of, a[href*=DeleteZone]");
    if (browser.has("main details.menu-of")) {
      browser.click("main details.menu-of > summary");
      browser.fits("open menu of actions on a phone");
    }
    browser.click("a[href*=DeleteZone]");
    browser.until("main form.form");
    browser.fits("confirmation on a phone");
    browser.click("main form.form button[type=submit]");
    browser.untilPath("/console/zones");
    browser.open("/console/upload");
    browser.fits("upload on a phone");
    browser.open("/console/storages/" + storage());
    browser.fits("storage on a phone");
  }

  @Test
  @Order(8)
  void aChangedHostKeyIsComparedAndAcceptedInThreeClicks() {
    String known = bed.sshd().hostKeyFingerprint();
    bed.sshd().rekey();
    bed.sshd().dropConnections();
    bed.admin()
        .send(
            "PUT",
            "/backup-storage/" + storage() + "/actions",
            ZStackClient.json("reconnectBackupStorage", Map.of()));
    await()
        .atMost(SOON)
        .until(() ->
            bed.admin()
                .query("/backup-storage", "name=rack-1")
                .at("/0/presentedHostKeyFingerprint")
                .isString());
    browser.open("/console/");
    browser.untilText("Needs a hand");
    browser.click(".needs a");
    browser.untilText("shows another host key");
    assertThat(browser.find(".notice.bad").getText())
        .contains(known, bed.sshd().hostKeyFingerprint());
    browser.click("main a[href*=AcceptBackupStorageHostKey]");
    browser.until("main form.form");
    browser.isAccessible("a key to accept");
    browser.click("main form.form button[type=submit]");
    assertThat(browser.clicks()).isEqualTo(3);
    await()
        .atMost(SOON)
        .until(() ->
            bed.admin().query("/backup-storage", "status=Connected").toString().contains("rack-1"));
    browser.open("/console/storages/" + storage());
    browser.untilText("Connected");
  }

  @Test
  @Order(9)
  void whatIsDoneEachWeekTakesAsFewClicksAsPromised() {
    browser.open("/console/");
    browser.click(".storages a.name");
    browser.until("main a[href*=UpdateSftpBackupStorage]");
    browser.click("main a[href*=UpdateSftpBackupStorage]");
    browser.until("#f-password");
    browser.type("#f-password", bed.sshd().shellAccount().password());
    browser.click("main form.form button[type=submit]");
    assertThat(browser.clicks()).as("a password is changed").isEqualTo(3);
    await().atMost(SOON).until(() -> browser.path().startsWith("/console/storages/"));
    browser.open("/console/");
    browser.click("a[href*='state%3DFailed']");
    browser.untilPath("/console/jobs");
    assertThat(browser.clicks()).as("what failed last night").isEqualTo(1);
    assertThat(browser.find("#q").getAttribute("value")).isEqualTo("state=Failed createDate>-24h");
    browser.open("/console/");
    browser.click(".storages a.name");
    browser.until("main a[href*=DrainBackupStorage]");
    browser.click("main a[href*=DrainBackupStorage]");
    browser.untilText("Before it is drained");
    assertThat(browser.clicks()).as("to the confirmation of a drain").isEqualTo(2);
    assertThat(browser.find("main").getText())
        .contains("Jobs that still write", "no other good copy", "debian");
    browser.isAccessible("a drain");
    browser.open("/console/images?q=debian");
    WebElement sheet = browser.find("a[download]");
    assertThat(sheet.getAttribute("href")).contains("/console/images.csv?q=debian");
  }

  @Test
  @Order(10)
  void aDayInChinese() {
    browser.click(".account button");
    browser.untilPath("/console/log-in");
    browser.click("button[name=language][value^=zh]");
    browser.untilText("\u5bc6\u7801");
    enter();
    browser.untilText("\u6982\u89c8");
    isChinese(".side nav a span, .nav-head, h1, h2, .lead, .side-foot button:not([value=en])");
    for (String form :
        List.of("CreateZone", "CreateSchedule", "CreateMailNotificationTarget", "AddImage")) {
      browser.open("/console/do/" + form);
      isChinese("h1, .lead, main label:not([for=f-url], .choice), main .hint, main button");
      browser.isAccessible(form + " in Chinese");
    }
    browser.open("/console/settings");
    isChinese("h1, .lead, thead th, td.long");
    browser.open("/console/do/CreateZone");
    browser.type("#f-name", "\u5317\u4eac");
    browser.click("main form.form button[type=submit]");
    browser.untilText("\u5317\u4eac");
    browser.open("/console/zones?q=%E5%8C%97%E4%BA%AC");
    assertThat(browser.all("tbody tr")).hasSize(1);
    browser.size(390, 800);
    browser.fits("cards in Chinese on a phone");
    browser.size(1280, 800);
    browser.click("button[name=language][value=en]");
    browser.untilText("Zones");
  }

  /** Whatever can be seen of these says something in Chinese. */
  private static void isChinese(String selector) {
    assertThat(
            browser.all(selector).stream().filter(WebElement::isDisplayed).map(WebElement::getText))
        .as(browser.path())
        .isNotEmpty()
        .allMatch(text -> text.isBlank() || text.matches("(?s).*[\\u4e00-\\u9fff].*"));
  }

  @Test
  @Order(11)
  void whoChoseTheDarkStaysInItEverywhere() {
    browser.open("/console/");
    browser.click("button[name=theme][value=dark]");
    browser.until("html[data-theme=dark]");
    String image =
        "/console/images/" + bed.admin().query("/images", "name=debian").at("/0/uuid").asString();
    for (String page :
        List.of(
            "/console/",
            "/console/images?q=debian",
            image,
            "/console/storages/" + storage(),
            "/console/zones/" + bed.admin().query("/zones").at("/0/uuid").asString(),
            "/console/jobs/" + bed.admin().query("/longjobs").at("/0/uuid").asString(),
            "/console/do/CreateSchedule",
            "/console/do/DeleteBackupStorage?uuid=" + storage(),
            "/console/upload",
            "/console/no-such-page")) {
      browser.open(page);
      isDark();
      browser.isAccessible(page + " in the dark");
    }
    browser.click(".account button");
    browser.untilPath("/console/log-in");
    isDark();
    assertThat(browser.find("input[name=next]").getDomProperty("value"))
        .as("whoever comes next is not led to where another one was")
        .doesNotContain("no-such-page");
    browser.isAccessible("log-in in the dark");
    browser.click("button[name=theme][value='']");
    browser.until("html:not([data-theme])");
    enter();
    browser.until(".storages");
  }

  @Test
  @Order(12)
  void usersProjectsNodesBucketsAndImageBackupsCanBeReadByEverybody() {
    for (String page : SeldomPages.of(bed, browser)) {
      browser.open(page);
      browser.isAccessible(page);
      browser.size(390, 800);
      browser.fits(page + " on a phone");
      browser.size(1280, 800);
    }
  }

  @Test
  @Order(13)
  void theWholeMenuIsSeenOnALaptop() {
    browser.open("/console/volumes");
    assertThat(
            browser.script(
                "const menu = document.querySelector('.side nav');"
                    + "return menu.scrollHeight - menu.clientHeight"))
        .isEqualTo(0L);
  }

  private static void isDark() {
    Number light =
        (Number)
            browser.script(
                "const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g);"
                    + "return Number(r) + Number(g) + Number(b)");
    assertThat(light.intValue()).as(browser.path()).isLessThan(150);
  }
}
