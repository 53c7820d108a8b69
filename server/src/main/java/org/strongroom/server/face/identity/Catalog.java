package org.strongroom.server.face.identity;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.strongroom.server.caller.Uuid;

/** The services that a token's bearer finds here. */
final class Catalog {
  static final String REGION = "RegionOne";
  private static final List<String> INTERFACES = List.of("public", "internal", "admin");

  private Catalog() {}

  /**
   * The services for a project.
   *
   * @param base where clients reach the server
   */
  static List<Map<String, Object>> of(String base, String projectUuid) {
    String volumes = base + "/v3/" + projectUuid;
    return Stream.of(
            List.of("identity", "keystone", base),
            List.of("volumev3", "cinderv3", volumes),
            List.of("block-storage", "cinder", volumes))
        .map(entry -> service(entry.get(0), entry.get(1), entry.get(2)))
        .toList();
  }

  private static Map<String, Object> service(String type, String name, String url) {
    return Shown.object(
        "id",
        Uuid.derived("service " + type),
        "type",
        type,
        "name",
        name,
        "endpoints",
        INTERFACES.stream().map(i -> endpoint(type, i, url)).toList());
  }

  private static Map<String, Object> endpoint(String type, String named, String url) {
    return Shown.object(
        "id", Uuid.derived("endpoint " + type + " " + named),
        "interface", named,
        "region", REGION,
        "region_id", REGION,
        "url", url);
  }
}
