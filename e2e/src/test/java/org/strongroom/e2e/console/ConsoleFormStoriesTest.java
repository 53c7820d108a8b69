package org.strongroom.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.strongroom.e2e.bed.ServerProcess;

/** Forms of the console in a real browser: what was written in them, and what is looked for. */
class ConsoleFormStoriesTest extends ConsoleBrowserBed {
  private static String storage;

  @BeforeAll
  static void logIn() {
    storage = bed.fileSystem("rack-1").uuid();
    for (int i = 0; i < 30; i++) {
      bed.admin().post("/zones", Map.of("name", "far away (%02d)".formatted(i)));
    }
    browser.logIn("admin", ServerProcess.PASSWORD);
    until(".side");
  }

  @Test
  void whatWasWrittenStandsInTheFormAgainAfterTheLogInButForSecrets() {
    browser.open("/console/do/CreateMailNotificationTarget");
    browser.type("#f-name", "night watch");
    browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
    browser.type("#f-username", "mailer");
    browser.type("#f-password", "canary-secret-81");
    assertThat(browser.script("return JSON.stringify(sessionStorage)").toString())
        .contains("night watch", "mailer")
        .doesNotContain("canary-secret-81");
    endConsoleSessions(bed);
    browser.untilPath("/console/log-in");
    browser.enter("admin", ServerProcess.PASSWORD);
    browser.untilPath("/console/do/CreateMailNotificationTarget");
    assertThat(browser.find("#f-name").getAttribute("value")).isEqualTo("night watch");
    assertThat(browser.find("#f-username").getAttribute("value")).isEqualTo("mailer");
    assertThat(browser.find("#f-password").getAttribute("value")).isEmpty();
    browser.reload();
    assertThat(browser.find("#f-name").getAttribute("value")).as("once").isEmpty();
    assertThat(browser.script("return JSON.stringify(sessionStorage)").toString())
        .doesNotContain("night watch");
  }

  /** Beyond what a list can show they are looked for, here by the keyboard alone. */
  @Test
  void oneZoneOfThirtyIsFoundByAPartOfItsNameInAForm() {
    browser.open("/console/do/AttachBackupStorageToZone?uuid=" + storage);
    browser.isAccessible("choices that are looked for");
    browser.size(390, 800);
    browser.fits("choices that are looked for on a phone");
    browser.size(1280, 800);
    browser.tabTo("#f-zoneUuid-find");
    browser.keys("nowhere");
    browser.untilText("Found: 0");
    browser.keys(Keys.BACK_SPACE.toString().repeat("nowhere".length()), "27");
    browser.untilText("Found: 1");
    browser.isAccessible("a choice that was found");
    browser.keys(Keys.ENTER);
    browser.keys(Keys.SPACE);
    browser.keys(Keys.ENTER);
    browser.untilPath("/console/storages/" + storage);
    browser.untilText("far away");
    assertThat(bed.admin().query("/zones", "name~=%27%", "backupStorage.uuid=" + storage).size())
        .isEqualTo(1);
  }

  @Test
  void aChoiceThatWasLookedForStandsInTheFormAgainAfterTheLogIn() {
    browser.open("/console/do/AttachBackupStorageToZone?uuid=" + storage);
    browser.tabTo("#f-zoneUuid-find");
    browser.keys("28");
    untilText("Found: 1");
    browser.keys(Keys.ENTER);
    browser.keys(Keys.SPACE);
    endConsoleSessions(bed);
    browser.untilPath("/console/log-in");
    browser.enter("admin", ServerProcess.PASSWORD);
    browser.untilPath("/console/do/AttachBackupStorageToZone");
    until("#f-zoneUuid-choices input[type=radio]:checked");
    assertThat(browser.find("#f-zoneUuid-find").getDomProperty("value")).isEqualTo("28");
    click("main button.primary");
    browser.untilPath("/console/storages/" + storage);
    assertThat(bed.admin().query("/zones", "name~=%28%", "backupStorage.uuid=" + storage).size())
        .isEqualTo(1);
  }
}
