package org.strongroom.server.face.powervc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.face.openstack.Attribute;
import org.strongroom.server.face.openstack.Attributes;
import org.strongroom.server.face.openstack.BodySchema;
import org.strongroom.server.face.openstack.Fault;
import tools.jackson.databind.json.JsonMapper;

/** What may be sent about a backup node. */
final class BackupNodeSchemas {
  static final BodySchema REGISTER =
      BodySchema.of(
          "backup_nodes.registration",
          Attribute.text("access_ip", 255).asRequired(),
          Attribute.text("user_id", 255).asRequired(),
          Attribute.text("password", 255).asRequired(),
          Attribute.text("display_name", 255).asRequired(),
          Attribute.text("cos_default", 255).orNull(),
          Attribute.number("ssh_port", 1, 65535));

  /** A client may get a node, change something and put all of it back. */
  static final BodySchema UPDATE =
      BodySchema.of(
          "backup_nodes.registration",
          Attribute.text("access_ip", 255),
          Attribute.text("user_id", 255),
          Attribute.text("password", 255),
          Attribute.text("display_name", 255),
          Attribute.text("cos_default", 255).orNull(),
          Attribute.number("ssh_port", 1, 65535),
          Attribute.anything("created_at"),
          Attribute.anything("updated_at"),
          Attribute.anything("deleted_at"),
          Attribute.anything("deleted"),
          Attribute.anything("id"),
          Attribute.anything("backup_node_id"),
          Attribute.anything("unique_id"),
          Attribute.anything("private_key"),
          Attribute.anything("driver_meta"),
          Attribute.anything("health_status"));

  /** What is taken back only as it was shown. The rest changes by itself and is passed over. */
  private static final List<String> READ_ONLY =
      List.of(
          "created_at",
          "deleted_at",
          "deleted",
          "id",
          "backup_node_id",
          "unique_id",
          "private_key",
          "driver_meta");

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "access_ip", "accessIp",
          "user_id", "userId",
          "password", "password",
          "display_name", "displayName",
          "cos_default", "cosDefault",
          "ssh_port", "sshPort");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private BackupNodeSchemas() {}

  /** What was sent, under the names of the operation's parameters. */
  static Map<String, @Nullable Object> parameters(Attributes sent) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    PARAMETERS.forEach((attribute, parameter) -> {
      if (sent.has(attribute)) {
        parameters.put(parameter, sent.get(attribute));
      }
    });
    return parameters;
  }

  /**
   * Makes sure that what cannot be changed is sent as it was shown.
   *
   * @throws Fault 400 that names the first attribute which is not
   */
  static void checkReadOnly(Attributes sent, Map<String, @Nullable Object> shown) {
    for (String name : READ_ONLY) {
      if (sent.has(name) && !json(sent.get(name)).equals(json(shown.get(name)))) {
        throw Fault.badRequest(
            "Invalid input for field/attribute %s. It can not be changed.".formatted(name));
      }
    }
  }

  private static String json(@Nullable Object value) {
    return JSON.writeValueAsString(value);
  }
}
