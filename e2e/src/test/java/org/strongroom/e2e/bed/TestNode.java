package org.strongroom.e2e.bed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A backup node that a test registered.
 *
 * @param storage its directory, below the home of the account with a shell
 */
public record TestNode(long id, TestStorage storage) {
  private static final int USUAL_PORT = 22;

  public static TestNode register(VolumeApi api, OpenSshServer sshd, String displayName) {
    return register(api, sshd, displayName, Map.of());
  }

  public static TestNode register(
      VolumeApi api, OpenSshServer sshd, String displayName, Map<String, ?> more) {
    Map<String, Object> registration = registration(sshd, displayName);
    registration.putAll(more);
    JsonNode answer = api.call("POST", "/backup-nodes", body(registration)).answered(201);
    return of(answer.at("/backup_node/registration/id").asLong(), "", sshd);
  }

  /** The same node with the uuid of its storage, which only the other face tells. */
  public TestNode withUuid(ZStackClient admin) {
    JsonNode row = admin.query("/backup-nodes", "id=" + id).get(0);
    return new TestNode(
        id, new TestStorage(row.get("uuid").asString(), storage.url(), storage.local()));
  }

  private static TestNode of(long id, String uuid, OpenSshServer sshd) {
    SshAccount account = sshd.shellAccount();
    return new TestNode(
        id,
        new TestStorage(
            uuid, account.remoteHome() + "/strongroom", account.localHome().resolve("strongroom")));
  }

  /** The attributes of a registration, in the order of the specification. */
  public static Map<String, Object> registration(OpenSshServer sshd, String displayName) {
    Map<String, Object> registration = new LinkedHashMap<>();
    registration.put("access_ip", sshd.host());
    registration.put("user_id", sshd.shellAccount().username());
    registration.put("password", sshd.shellAccount().password());
    registration.put("display_name", displayName);
    if (sshd.port() != USUAL_PORT) {
      registration.put("ssh_port", sshd.port());
    }
    return registration;
  }

  /** The request of a registration or an update. */
  public static String body(Map<String, ?> registration) {
    return JsonMapper.shared()
        .writeValueAsString(Map.of("backup_nodes", Map.of("registration", registration)));
  }

  /** Its path below the project. */
  public String path() {
    return "/backup-nodes/" + id;
  }

  /** Deregisters all nodes that a client sees, whatever lies on them. */
  public static void deregisterAll(VolumeApi api) {
    api.call("GET", "/backup-nodes")
        .answered(200)
        .get("backup_nodes")
        .forEach(node ->
            api.call("DELETE", "/backup-nodes/" + node.get("id").asLong() + "?force=true")
                .answered(204));
  }
}
