package org.strongroom.e2e.console;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;

/** Pages that no story leads to, brought about so that a browser can look at each. */
final class SeldomPages {
  private static final Duration SOON = Duration.ofSeconds(30);

  private SeldomPages() {}

  /** Their paths; one is of a resource that is gone, one of a run over many rows. */
  static List<String> of(TestBed bed, Chromium browser) {
    ImageBackupRows.bringTo(bed.server());
    String zone = bed.zone("to be gone");
    bed.admin()
        .post(
            "/user-tags",
            Map.of(
                "resourceType", "ZoneVO", "resourceUuid", bed.zone("tagged"), "tag", "looked at"));
    bed.admin().send("DELETE", "/zones/" + zone);
    String target =
        TestBed.uuid(
            bed.admin()
                .post(
                    "/notification-targets/web-hooks",
                    Map.of("name", "nobody there", "url", "http://127.0.0.1:9/hook")));
    bed.admin()
        .send(
            "POST",
            "/notification-targets/" + target + "/tests",
            ZStackClient.json("params", Map.of()));
    await().atMost(SOON).until(() -> !bed.admin().query("/notification-deliveries").isEmpty());
    return List.of(
        "/console/zones/" + zone, // gone
        first(bed, "servers", "/management-nodes"),
        first(bed, "deliveries", "/notification-deliveries"),
        first(bed, "tags", "/user-tags"),
        first(bed, "sessions", "/sessions"),
        first(bed, "audit", "/audit-entries"),
        "/console/roles",
        "/console/bulk-runs/" + tagged(browser),
        "/console/users/" + bed.admin().query("/accounts").at("/0/uuid").asString(),
        "/console/projects/" + bed.admin().query("/projects").at("/0/uuid").asString(),
        "/console/backup-nodes/" + ImageBackupRows.NODE,
        "/console/buckets/" + ImageBackupRows.BUCKET,
        "/console/image-backups/" + ImageBackupRows.BACKUP);
  }

  private static String first(TestBed bed, String list, String path) {
    return "/console/" + list + "/" + bed.admin().query(path).at("/0/uuid").asString();
  }

  /** A run over the rows of a list, which is over. */
  private static String tagged(Chromium browser) {
    browser.open("/console/zones?q=tagged");
    browser.click("#tick-all");
    browser.click("#bulk button[value=CreateUserTag]");
    browser.until("#f-tag");
    browser.type("#f-tag", "by a run");
    browser.click("main form.form button[type=submit]");
    browser.untilText("All 1 done");
    return browser.path().replaceAll(".*/", "");
  }
}
