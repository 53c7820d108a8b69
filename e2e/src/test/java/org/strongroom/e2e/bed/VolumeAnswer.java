package org.strongroom.e2e.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the PowerVC face answered.
 *
 * @param body its text; empty if there is none
 * @param headers with names in lower case
 */
public record VolumeAnswer(int status, String body, Map<String, String> headers) {

  public JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /** The body of a call that has to be answered with this status. */
  public JsonNode answered(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return body.isEmpty() ? JsonMapper.shared().nullNode() : json();
  }

  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** Status, key and message of a fault, such as {@code 404 itemNotFound: …}. */
  public String fault() {
    if (body.isEmpty() || !body.startsWith("{")) {
      return status + " " + body;
    }
    Map.Entry<String, JsonNode> fault = json().properties().iterator().next();
    if (!fault.getValue().has("message")) {
      return status + " " + body;
    }
    assertThat(fault.getValue().get("code").asInt()).as(body).isEqualTo(status);
    return "%d %s: %s"
        .formatted(status, fault.getKey(), fault.getValue().get("message").asString());
  }
}
