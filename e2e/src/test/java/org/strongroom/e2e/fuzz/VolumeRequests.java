package org.strongroom.e2e.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.strongroom.api.ResourceType;
import org.strongroom.e2e.fuzz.FuzzCallers.Caller;
import org.strongroom.e2e.fuzz.FuzzParameters.Surroundings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the OpenStack face: identity, backup nodes, image backups, buckets, volume backups. */
final class VolumeRequests {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> QUERIES =
      List.of(
          "limit",
          "marker",
          "sort",
          "sort_key",
          "sort_dir",
          "offset",
          "name",
          "status",
          "force",
          "uninstall",
          "all_tenants",
          "with_count",
          "project_id",
          "domain_id",
          "enabled",
          "include_names",
          "user.id",
          "nocatalog",
          "binary",
          "host");

  /** Good bodies; {@code $} names stand for what there is. What is not here is sent an object. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(
              "POST /backup-nodes",
              """
              {"backup_nodes":{"registration":{"access_ip":"$host","user_id":"$user",
              "password":"$password","display_name":"node $number","ssh_port":$port,
              "cos_default":null}}}\
              """),
          Map.entry(
              "PUT /backup-nodes/{id}",
              """
              {"backup_nodes":{"registration":{"display_name":"node $number","user_id":"$user",
              "password":"$password","id":1,"health_status":{},"created_at":null}}}\
              """),
          Map.entry(
              "POST /image-backups/export_image",
              """
              {"image-backup":{"name":"backup $number","src_image_id":"$image","description":"",
              "backup_host":"$host","upload_to_cos":false}}\
              """),
          Map.entry(
              "POST /image-backups/import_image",
              """
              {"image-backup":{"name":"import $number","image_backup_id":"$backup",
              "storage_id":"$storage"}}\
              """),
          Map.entry(
              "PUT /image-backups/{id}",
              "{\"image-backup\":{\"name\":\"renamed $number\",\"description\":null}}"),
          Map.entry(
              "POST /image-backups/{id}/action", "{\"os-reset_status\":{\"status\":\"error\"}}"),
          Map.entry("POST /backups/{id}/action", "{\"os-force_delete\":null}"),
          Map.entry("POST /backups", "{\"backup\":{\"volume_id\":\"$image\"}}"),
          Map.entry("POST /backups/{id}/restore", "{\"restore\":{\"volume_id\":\"$image\"}}"),
          Map.entry(
              "POST /image-backups/{id}/upload", "{\"image-backup\":{\"cos_id\":\"$bucket\"}}"),
          Map.entry(
              "POST /image-backups/{id}/download",
              "{\"image-backup\":{\"backup_host\":\"$host\"}}"),
          Map.entry(
              "POST /cos",
              """
              {"cos":{"name":"bucket $number","bucket_name":"bucket","type":"s3","credentials":{
              "cos_endpoint":"$url","access_key_id":"key","secret_access_key":"$secret",
              "region":"eu"}}}\
              """),
          Map.entry(
              "PUT /cos/{id}",
              """
              {"cos":{"name":"bucket $number","bucket_name":"bucket","credentials":{
              "cos_endpoint":"$url","cos_api_key_id":"$secret","cos_auth_endpoint":"$url",
              "cos_resource_crn":"crn"}}}\
              """),
          Map.entry(
              "POST /auth/tokens",
              """
              {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"nobody$number",
              "domain":{"id":"default"},"password":"$secret"}}},
              "scope":{"project":{"name":"admin","domain":{"name":"Default"}}}}}\
              """));

  private final List<FaceRoutes.Route> routes = FaceRoutes.openStack();
  private final Surroundings surroundings;
  private final Random random;
  private final HostileValues values;
  private final FuzzBodies bodies;

  VolumeRequests(
      Surroundings surroundings, Random random, HostileValues values, FuzzBodies bodies) {
    this.surroundings = surroundings;
    this.random = random;
    this.values = values;
    this.bodies = bodies;
  }

  /** A call of any route. */
  WireRequest next() {
    FaceRoutes.Route route = values.one(routes);
    if (route.path().equals("/v3/auth/tokens")
        && route.method().equals("POST")
        && random.nextInt(20) != 0) {
      route = values.one(routes); // passwords are compared slowly
    }
    Caller caller = FuzzCallers.any(random);
    String relative =
        route.path().replace("/v3/{project_id}", "").replaceFirst("^/v3/auth", "/auth");
    List<String> headers = new ArrayList<>(List.of("Host: strongroom"));
    String token = surroundings.callers().token(caller, random);
    if (!token.isEmpty()) {
      headers.add("X-Auth-Token: " + token);
    }
    if (relative.equals("/auth/tokens") && random.nextInt(4) != 0) {
      headers.add("X-Subject-Token: " + surroundings.callers().token(Caller.DEAD, random));
    }
    if (random.nextInt(4) == 0) {
      headers.add(
          "OpenStack-API-Version: volume "
              + values.one(List.of("3.0", "3.60", "latest", "3.999", "x", "-1.5")));
    }
    byte[] body = new byte[0];
    if (route.method().equals("POST") || route.method().equals("PUT")) {
      headers.add("Content-Type: application/json");
      body =
          bodies.spoiled(good(route.method() + " " + relative), Math.max(0, random.nextInt(5) - 1));
    }
    return new WireRequest(
            caller + " " + route, route.method(), path(route.path()) + query(), headers, body, true)
        .withBody(body);
  }

  private JsonNode good(String route) {
    FuzzTargets targets = surroundings.targets();
    String text =
        BODIES
            .getOrDefault(route, "{}")
            .replace("$host", surroundings.sshd().host())
            .replace("$port", String.valueOf(surroundings.sshd().port()))
            .replace("$user", surroundings.sshd().shellAccount().username())
            .replace("$password", surroundings.sshd().shellAccount().password())
            .replace("$number", String.valueOf(random.nextInt(1000)))
            .replace("$image", targets.uuid(ResourceType.IMAGE, random))
            .replace("$backup", targets.uuid(ResourceType.IMAGE_BACKUP, random))
            .replace("$storage", targets.uuid(ResourceType.BACKUP_STORAGE, random))
            .replace("$bucket", targets.uuid(ResourceType.BUCKET, random))
            .replace("$url", surroundings.files().url(""))
            .replace("$secret", surroundings.secret());
    return JSON.readTree(text);
  }

  private String path(String shape) {
    FuzzTargets targets = surroundings.targets();
    String id =
        switch (random.nextInt(8)) {
          case 0 -> values.inUrl(values.text());
          case 1 -> targets.any(random);
          default -> known(shape);
        };
    String project =
        random.nextInt(30) == 0 ? values.inUrl(values.text()) : surroundings.callers().project();
    return shape
        .replace("{project_id}", project)
        .replaceAll("\\{[a-z_]+}", java.util.regex.Matcher.quoteReplacement(id));
  }

  private String known(String shape) {
    FuzzTargets targets = surroundings.targets();
    if (shape.contains("/backup-nodes")) {
      return targets.node(random);
    }
    if (shape.contains("/cos")) {
      return targets.uuid(ResourceType.BUCKET, random);
    }
    if (shape.contains("/users")) {
      return targets.uuid(ResourceType.ACCOUNT, random);
    }
    return shape.contains("/projects")
        ? targets.uuid(ResourceType.PROJECT, random)
        : targets.uuid(
            shape.contains("/tasks") ? ResourceType.LONG_JOB : ResourceType.IMAGE_BACKUP, random);
  }

  private String query() {
    if (random.nextInt(3) != 0) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String value =
          random.nextBoolean()
              ? values.inUrl(values.text())
              : values.inUrl(
                  values.one(
                      List.of(
                          "true",
                          "1",
                          "desc",
                          "name:asc",
                          "created_at:desc",
                          surroundings.targets().any(random))));
      pairs.add(values.one(QUERIES) + (random.nextInt(10) == 0 ? "" : "=" + value));
    }
    return "?" + String.join("&", pairs);
  }
}
