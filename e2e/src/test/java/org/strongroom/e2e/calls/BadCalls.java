package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.strongroom.e2e.bed.CatalogRows;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.bed.ZStackClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends calls that can not be carried out, and holds the server to its answer and to leaving
 * nothing behind.
 */
final class BadCalls {
  private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)x(.)}");

  private final ServerProcess server;
  private final Map<String, String> names = new HashMap<>();

  BadCalls(ServerProcess server) {
    this.server = server;
  }

  /** From now on {@code {name}} in a table is this text. */
  void name(String name, String text) {
    names.put("{" + name + "}", text);
  }

  /** A text of a table with its names replaced, and {@code {300xa}} by 300 times a. */
  String expand(String text) {
    String expanded = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      expanded = expanded.replace(name.getKey(), name.getValue());
    }
    return REPEATED
        .matcher(expanded)
        .replaceAll((MatchResult match) -> match.group(2).repeat(Integer.parseInt(match.group(1))));
  }

  /** Sends a request of a table and expects this answer, in the form of {@link #answer}. */
  void expect(
      String expected,
      ZStackClient client,
      String method,
      String path,
      String body,
      String... headers) {
    Map<String, Long> before = CatalogRows.of(server);

    String answer = answer(client, method, expand(path), expand(body), headers);

    assertThat(answer).isEqualTo(expand(expected));
    assertThat(CatalogRows.of(server)).isEqualTo(before);
  }

  /**
   * As {@link #expect}, of the PowerVC face: status, key and message of the fault. Paths lie below
   * the project unless they begin with {@code /v3} or are {@code /}.
   */
  void expect(
      String expected,
      PowerVcClient client,
      String method,
      String path,
      String body,
      String... headers) {
    Map<String, Long> before = CatalogRows.of(server);
    String expanded = expand(path);

    VolumeAnswer answer =
        expanded.startsWith("/v3")
            ? client.at(method, expanded, expand(body), headers)
            : client.call(method, expanded, expand(body), headers);

    assertThat(answer.fault()).isEqualTo(expand(expected));
    assertThat(CatalogRows.of(server)).isEqualTo(before);
  }

  /** As {@link #expect}, for an answer with parts that are the operating system's. */
  void expectMatching(
      String pattern, ZStackClient client, String method, String path, String body) {
    Map<String, Long> before = CatalogRows.of(server);

    String answer = answer(client, method, expand(path), expand(body));

    assertThat(answer).matches(expand(pattern));
    assertThat(CatalogRows.of(server)).isEqualTo(before);
  }

  /**
   * The answer as one line: {@code job} or the status, then the text, or the error's code and
   * details with those of its causes.
   */
  private static String answer(
      ZStackClient client, String method, String path, String body, String... headers) {
    ZStackClient.Answer answer = client.send(method, path, body, headers);
    if (answer.status() == 202) {
      ZStackClient.Answer end = client.awaitJob(ZStackClient.jobUuid(answer));
      return end.status() == 503 ? "job " + end.error() : "job ended with " + end.status();
    }
    return answer.status()
        + " "
        + (answer.body().startsWith("{\"error\"") ? answer.errorChain() : answer.body());
  }

  /** Good parameters with one of them replaced by this JSON. */
  static String changed(Map<String, ?> good, String parameter, String json) {
    Map<String, Object> parameters = new HashMap<>(good);
    parameters.put(parameter, JsonMapper.shared().readTree(json));
    return ZStackClient.json("params", parameters);
  }
}
