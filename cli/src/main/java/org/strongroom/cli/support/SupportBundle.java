package org.strongroom.cli.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.api.audit.QueryAudit;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.bucket.QueryBucket;
import org.strongroom.api.config.QueryGlobalConfig;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.managementnode.GetServerDiagnostics;
import org.strongroom.api.managementnode.QueryManagementNode;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.client.Server;
import org.strongroom.cli.doctor.Questions;
import org.strongroom.cli.output.ErrorText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Gathers how a server is, for those who help, and leaves secrets out. */
public final class SupportBundle {
  private static final String DIRECTORY = "strongroom-support/";
  private static final long MOST = 1000;

  private final Questions questions;
  private final Server server;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  public SupportBundle(Questions questions, Server server) {
    this.questions = questions;
    this.server = server;
  }

  private interface Gathering {
    void run() throws InterruptedException;
  }

  /**
   * Asks the server. What it does not tell is missing, with the reason in the place.
   *
   * @param toolVersion version of this program
   * @param checkup what the doctor found
   * @throws CallFailedException ID.1002 for whoever is no administrator
   */
  public void gather(String toolVersion, JsonNode checkup) throws InterruptedException {
    JsonNode facts = questions.ask(GetServerDiagnostics.class, Map.of("all", true));
    text("log.txt", lines(facts.path("log")));
    text("threads.txt", lines(facts.path("threads")));
    JsonNode rest = facts.deepCopy();
    if (rest instanceof tools.jackson.databind.node.ObjectNode object) {
      object.remove(List.of("log", "threads"));
      object.put("tool", toolVersion);
    }
    json("server.json", rest);
    json("doctor.json", checkup);
    rows("nodes.json", QueryManagementNode.class, "");
    rows("storages.json", QueryBackupStorage.class, "");
    rows("backup-nodes.json", QueryBackupNode.class, "");
    rows("buckets.json", QueryBucket.class, "");
    rows("global-configuration.json", QueryGlobalConfig.class, "");
    rows("events.json", QueryEvent.class, "time");
    rows("jobs.json", QueryLongJob.class, "createDate");
    rows("audit.json", QueryAudit.class, "time");
    page("metrics.txt", "/metrics");
    page("health.txt", "/healthz");
  }

  /** Writes what was gathered as a packed archive. */
  public void write(OutputStream out, Instant time) throws IOException {
    try (TarGz archive = new TarGz(out, time)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        archive.add(DIRECTORY + file.getKey(), file.getValue());
      }
    }
  }

  /** The names of what was gathered. */
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  private void rows(String name, Class<?> query, String sortedBy) throws InterruptedException {
    attempt(
        name,
        () -> {
          ArrayNode rows = JsonMapper.shared().createArrayNode();
          questions.rows(query, MOST, sortedBy).forEach(rows::add);
          json(name, rows);
        });
  }

  private void page(String name, String path) throws InterruptedException {
    attempt(name, () -> text(name, server.page(path)));
  }

  private void attempt(String name, Gathering gathering) throws InterruptedException {
    try {
      gathering.run();
    } catch (CallFailedException e) {
      text(name, "not told: " + ErrorText.of(e.error()));
    }
  }

  private void json(String name, JsonNode value) {
    text(name, StruckOut.of(value).toPrettyString());
  }

  private void text(String name, String text) {
    files.put(name, StruckOut.of(text).getBytes(StandardCharsets.UTF_8));
  }

  private static String lines(JsonNode lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.asString("")).append('\n'));
    return text.toString();
  }
}
