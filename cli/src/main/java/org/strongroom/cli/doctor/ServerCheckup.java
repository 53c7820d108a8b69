package org.strongroom.cli.doctor;

import java.util.List;
import java.util.Map;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.managementnode.GetServerDiagnostics;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.output.CellText;
import tools.jackson.databind.JsonNode;

/** What only administrators are told: database, room, certificate, storages, copies, jobs. */
final class ServerCheckup {
  private static final int SHOWN = 20;
  private static final double LITTLE = 0.1;
  private static final double SLOW_MILLIS = 200;
  private static final long SOON_DAYS = 30;
  private static final long LEAST_ROOM = 1L << 30;

  private final Questions questions;
  private final List<Finding> findings;

  ServerCheckup(Questions questions, List<Finding> findings) {
    this.questions = questions;
    this.findings = findings;
  }

  private interface Look {
    void run() throws InterruptedException;
  }

  void run() throws InterruptedException {
    look("server", this::server);
    look("storages", this::storages);
    look("room", this::room);
    look("copies", this::copies);
    look("jobs", this::jobs);
  }

  /** One look that fails keeps nobody from the others. */
  private void look(String check, Look look) throws InterruptedException {
    try {
      look.run();
    } catch (CallFailedException e) {
      findings.add(
          Finding.problem(
              check,
              "cannot be looked at: " + e.error().path("details").asString(""),
              "see the server's log"
                  + e.requestId().map(id -> " under the request " + id).orElse("")));
    }
  }

  private void server() throws InterruptedException {
    JsonNode facts = questions.ask(GetServerDiagnostics.class, Map.of());
    double millis = facts.path("databaseMillis").asDouble(0);
    String database = "%s answers in %s ms".formatted(facts.path("database").asString(""), millis);
    findings.add(
        millis < SLOW_MILLIS
            ? Finding.ok("database", database)
            : Finding.warning(
                "database", database, "see how busy its host and its disk are, and the way there"));
    long free = facts.path("dataFree").asLong(0);
    String room =
        "%s of %s free in %s"
            .formatted(
                CellText.bytes(free),
                CellText.bytes(facts.path("dataTotal").asLong(0)),
                facts.path("dataDirectory").asString(""));
    findings.add(
        free >= LEAST_ROOM
            ? Finding.ok("data directory", room)
            : Finding.problem(
                "data directory", room, "make room there, or nothing can be recorded soon"));
    certificate(facts.path("certificateDaysLeft"));
  }

  private void certificate(JsonNode left) {
    if (left.isNumber()) {
      long days = left.asLong();
      String found = "runs out in %d days".formatted(days);
      String advice = "renew it: the server takes up the new one by itself";
      findings.add(
          days > SOON_DAYS
              ? Finding.ok("certificate", found)
              : days < 0
                  ? Finding.problem("certificate", "has run out", advice)
                  : Finding.warning("certificate", found, advice));
    }
  }

  private void storages() throws InterruptedException {
    List<JsonNode> away = questions.rows(QueryBackupStorage.class, SHOWN, "", "status!=Connected");
    if (away.isEmpty()) {
      findings.add(Finding.ok("storages", "all are Connected"));
    }
    for (JsonNode storage : away) {
      findings.add(
          Finding.problem(
              "storages",
              "%s is %s: %s"
                  .formatted(
                      name(storage),
                      storage.path("status").asString(""),
                      storage.path("statusReason").asString("no reason is known")),
              "mend it, then: strongroom backup-storage reconnect " + uuid(storage)));
    }
  }

  private void room() throws InterruptedException {
    boolean enough = true;
    for (JsonNode storage :
        questions.rows(QueryBackupStorage.class, 1000, "", "status=Connected", "state=Enabled")) {
      long total = storage.path("totalCapacity").asLong(0);
      long free = storage.path("availableCapacity").asLong(0);
      if (total > 0 && free < total * LITTLE) {
        enough = false;
        findings.add(
            Finding.warning(
                "room",
                "%s has %s of %s left"
                    .formatted(name(storage), CellText.bytes(free), CellText.bytes(total)),
                "add a storage, enlarge it, or delete images that nobody needs"));
      }
    }
    if (enough) {
      findings.add(Finding.ok("room", "each storage has at least a tenth left"));
    }
  }

  private void copies() throws InterruptedException {
    long damaged = questions.count(QueryImage.class, "backupStorageRef.status=Damaged");
    findings.add(
        damaged == 0
            ? Finding.ok("copies", "none is known to be damaged")
            : Finding.problem(
                "copies",
                "%d images have a damaged copy".formatted(damaged),
                "strongroom image list backupStorageRef.status=Damaged; strongroom image repair"));
  }

  private void jobs() throws InterruptedException {
    List<JsonNode> failed = questions.rows(QueryLongJob.class, 1, "createDate", "state=Failed");
    findings.add(
        failed.isEmpty()
            ? Finding.ok("jobs", "none that is remembered has failed")
            : Finding.warning(
                "jobs",
                "the last that failed: %s, %s"
                    .formatted(
                        failed.getFirst().path("jobName").asString(""),
                        failed.getFirst().path("reason").asString("")),
                "strongroom -o table job list state=Failed; strongroom job log "
                    + uuid(failed.getFirst())));
  }

  private static String name(JsonNode storage) {
    return "'%s'".formatted(storage.path("name").asString(""));
  }

  private static String uuid(JsonNode row) {
    return row.path("uuid").asString("");
  }
}
