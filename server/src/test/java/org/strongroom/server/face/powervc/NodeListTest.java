package org.strongroom.server.face.powervc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.face.powervc.PowerVcServer.Answer;
import tools.jackson.databind.JsonNode;

/** Lists in pages, with many rows. */
@Tag("slow")
final class NodeListTest {
  private static final int NODES = 10_000;

  private static PowerVcServer server;

  @BeforeAll
  static void start() {
    server = PowerVcServer.start();
    server.inventNodes(NODES);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Long> ids(JsonNode list) {
    return list.get("backup_nodes").valueStream().map(node -> node.get("id").asLong()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?limit=5000", "?sort=created_at:asc", "?sort_key=display_name"})
  void followingTheLinksLeadsThroughAllRows(String query) {
    List<Long> seen = new ArrayList<>();
    String next = "/v3/" + PowerVcServer.PROJECT + "/backup-nodes" + query;
    int pages = 0;
    while (!next.isEmpty()) {
      Answer answer = server.as(server.admin, "GET", next, null);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      List<Long> page = ids(answer.json());
      assertThat(page.size()).isLessThanOrEqualTo(1000);
      seen.addAll(page);
      pages++;
      JsonNode links = answer.json().get("backup_nodes_links");
      next = links == null ? "" : URI.create(links.get(0).get("href").asString()).toString();
      next = next.replaceFirst("^http://[^/]+", "");
    }
    assertThat(pages).isEqualTo(NODES / 1000 + 1);
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, NODES).boxed().toList());
  }

  @Test
  void rowsComeByTheirNumber() {
    JsonNode first = server.get("/backup-nodes?limit=3").json();
    assertThat(ids(first)).containsExactly(1L, 2L, 3L);
    assertThat(first.at("/backup_nodes_links/0/rel").asString()).isEqualTo("next");
    assertThat(first.at("/backup_nodes_links/0/href").asString())
        .endsWith("/v3/" + PowerVcServer.PROJECT + "/backup-nodes?limit=3&marker=3");
    JsonNode last = server.get("/backup-nodes?limit=3&marker=9999").json();
    assertThat(ids(last)).containsExactly(10_000L);
    assertThat(last.has("backup_nodes_links")).isFalse();
    assertThat(ids(server.get("/backup-nodes?marker=10000").json())).isEmpty();
    assertThat(ids(server.get("/backup-nodes?limit=2&offset=5").json())).containsExactly(6L, 7L);
    assertThat(ids(server.get("/backup-nodes?limit=0").json())).isEmpty();
    assertThat(ids(server.get("/backup-nodes?limit=2&marker=50&sort=id:desc").json()))
        .containsExactly(49L, 48L);
    assertThat(ids(server.get("/backup-nodes?limit=2&sort=display_name:asc,id:desc").json()))
        .containsExactly(10_000L, 9900L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id=77                 | 1",
        "id=none               | 0",
        "display_name=node+7   | 100",
        "backup_node_id=node77 | 1",
        "ssh_port=23           | 0",
        "project_id=other      | 0",
      })
  void rowsAreNarrowed(String filter, int found) {
    assertThat(ids(server.get("/backup-nodes?" + filter).json())).hasSize(found);
  }

  @Test
  void theNumberOfAllRowsIsToldToNewClients() {
    Answer counted =
        server.send(
            "GET",
            "/backup-nodes?limit=1&with_count=true&marker=7",
            null,
            "OpenStack-API-Version",
            "volume 3.45");
    assertThat(counted.json().get("count").asInt()).isEqualTo(NODES);
    assertThat(server.get("/backup-nodes?limit=1&with_count=true").json().has("count")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=-1 | limit must be an integer of 0 or more",
        "limit=ten | limit must be",
        "limit=1.5 | limit must be",
        "limit= | limit must be",
        "offset=-1 | offset must be",
        "offset=99999999999 | offset is too large",
        "marker=10001 | marker [10001] not found",
        "marker=x | marker [x] not found",
        "sort=colour:asc | Invalid sort key 'colour'",
        "sort=id:up | Unknown sort direction 'up'",
        "sort_dir=up | Unknown sort direction 'up'",
        "sort=id:asc&sort_key=id | cannot be used with the 'sort' parameter",
      })
  void whatCanNotBeUnderstoodIsRefused(String query, String reason) {
    assertThat(server.get("/backup-nodes?" + query).fault())
        .startsWith("400 badRequest: ")
        .contains(reason);
  }

  @Test
  void eachNodeHasItsService() {
    JsonNode services = server.get("/os-services?binary=cinder-backup&host=node77").json();
    assertThat(services.get("services")).hasSize(1);
    assertThat(services.at("/services/0/state").asString()).isEqualTo("down");
    assertThat(services.at("/services/0/status").asString()).isEqualTo("enabled");
    assertThat(server.get("/os-services?binary=cinder-volume").json().get("services")).isEmpty();
  }
}
