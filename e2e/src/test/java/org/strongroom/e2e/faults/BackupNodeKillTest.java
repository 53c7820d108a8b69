package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.content.NodeBed;
import tools.jackson.databind.JsonNode;

/**
 * The server is killed in the middle of registering, changing and deregistering a node; after each
 * start the node is whole or there is nothing of it.
 */
class BackupNodeKillTest {
  private static final int KILLS = Integer.getInteger("strongroom.node.kills", 2);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final int LONGEST_MILLIS = 700;

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private NodeBed nodes;

  @BeforeEach
  void start() {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    nodes = NodeBed.start(directory);
  }

  @AfterEach
  void stop() {
    nodes.bed().close();
  }

  /** Begins a call, kills the server in it, starts it again and waits until all is settled. */
  private void killed(String method, String path, String body) {
    ZStackClient.Answer accepted = nodes.bed().admin().send(method, path, body);
    assertThat(accepted.status()).isEqualTo(202);
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_MILLIS)).toNanos());
    nodes.bed().server().kill();
    nodes.bed().server().startAgain();
    nodes.bed().reconnectClients();
    nodes.bed().admin().awaitJob(ZStackClient.jobUuid(accepted)).ok();
    new Invariants(nodes.bed().server()).awaitQuiet();
  }

  @Test
  void aNodeIsWholeOrNotThere() {
    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      killed("POST", "/backup-nodes", ZStackClient.json("params", nodes.request()));
      assertThat(nodes.all()).as("registering goes on after a start").hasSize(1);
      JsonNode node = nodes.all().get(0);
      nodes.assertWhole(node);
      long id = node.get("id").asLong();
      assertThat(numbers.add(id)).as("number %d is new", id).isTrue();

      Map<String, Object> change =
          Map.of("accessIp", "localhost", "displayName", "moved", "cosDefault", "b");
      killed(
          "PUT", "/backup-nodes/" + id + "/actions", ZStackClient.json("updateBackupNode", change));
      nodes.assertWhole(nodes.all().get(0));
      assertThat(nodes.all().get(0).get("accessIp").asString()).isEqualTo("localhost");

      killed("DELETE", "/backup-nodes/" + id + "?uninstall=true", "");
      nodes.assertNothingLeft();
    }
    assertThat(numbers).hasSize(KILLS);
  }

  @Test
  void whatCannotGoOnIsUndone() {
    nodes.bed().sshd().pause();
    ZStackClient.Answer accepted =
        nodes
            .bed()
            .admin()
            .send("POST", "/backup-nodes", ZStackClient.json("params", nodes.request()));
    nodes.bed().server().kill();
    nodes.bed().sshd().stop();
    nodes.bed().server().startAgain();
    nodes.bed().reconnectClients();
    ZStackClient.Answer ended = nodes.bed().admin().awaitJob(ZStackClient.jobUuid(accepted));
    assertThat(ended.error()).startsWith("BS.1500");
    nodes.assertNothingLeft();
    nodes.bed().sshd().restart();
    JsonNode node = nodes.register();
    assertThat(node.get("id").asLong()).isEqualTo(1);
  }
}
