package org.strongroom.server.face.identity;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.strongroom.server.face.PublicUrl;

/**
 * Which versions there are. Identity and volumes share {@code /v3}, so it answers in the form of
 * the volume API, from which clients of both find their way; the other form would hide the
 * microversions (wire notes 4.2). Clients that read the form of the identity service alone find it
 * at {@code /identity}.
 */
final class VersionPages {
  private static final String NEWEST = "3.71";
  private static final String OLDEST = "3.0";
  private static final String UPDATED = "2026-11-21T00:00:00Z";

  /** The version of the identity API whose calls there are. */
  private static final String IDENTITY = "v3.14";

  private final PublicUrl publicUrl;
  private final IdentityAnswers answers;

  VersionPages(PublicUrl publicUrl, IdentityAnswers answers) {
    this.publicUrl = publicUrl;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    answers.page(routes, "/", this::root);
    answers.register(
        routes,
        IdentityCall.LIST_IDENTITY_VERSIONS,
        ctx -> answers.send(ctx, 300, identityVersions(ctx)));
    answers.register(
        routes, IdentityCall.LIST_VERSIONS, ctx -> answers.send(ctx, 200, versions(ctx)));
  }

  /** People are sent to the console; no client of the API asks for a page. */
  private void root(Context ctx) {
    ctx.header("Vary", "X-Auth-Token, Accept");
    String accepted = ctx.header("Accept");
    if (accepted != null && accepted.contains("text/html")) {
      ctx.redirect("/console/");
    } else {
      answers.send(ctx, 300, versions(ctx));
    }
  }

  private Map<String, Object> identityVersions(Context ctx) {
    return Map.of("versions", Map.of("values", List.of(identityVersion(publicUrl.of(ctx)))));
  }

  static Map<String, Object> identityVersion(String base) {
    return Shown.object(
        "id",
        IDENTITY,
        "status",
        "stable",
        "updated",
        UPDATED,
        "links",
        List.of(Shown.object("rel", "self", "href", base + "/v3/")),
        "media-types",
        mediaType("application/vnd.openstack.identity-v3+json"));
  }

  private Map<String, Object> versions(Context ctx) {
    return Map.of("versions", List.of(version(publicUrl.of(ctx))));
  }

  static Map<String, Object> version(String base) {
    return Shown.object(
        "id",
        "v3.0",
        "status",
        "CURRENT",
        "version",
        NEWEST,
        "min_version",
        OLDEST,
        "updated",
        UPDATED,
        "links",
        List.of(
            Shown.object("rel", "describedby", "type", "text/html", "href", base + "/docs"),
            Shown.object("rel", "self", "href", base + "/v3/")),
        "media-types",
        mediaType("application/vnd.openstack.volume+json;version=3"));
  }

  private static List<Map<String, Object>> mediaType(String type) {
    return List.of(Shown.object("base", "application/json", "type", type));
  }
}
