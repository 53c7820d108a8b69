package org.strongroom.e2e.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.strongroom.api.ResourceType;
import org.strongroom.e2e.fuzz.FuzzCallers.Caller;
import org.strongroom.e2e.fuzz.FuzzParameters.Surroundings;

/**
 * Requests that are no operations: bytes of images, ends of jobs, pages, and what leads nowhere.
 */
final class PlainRequests {
  private static final List<String> PAGES =
      List.of(
          "/",
          "/healthz",
          "/metrics",
          "/docs",
          "/docs/start.js",
          "/openapi.json",
          "/zstack/v1/openapi.json",
          "/zstack",
          "/zstack/v1",
          "/zstack/v1/",
          "/zstack/v1//zones/",
          "/zstack/api",
          "/v3",
          "/v3/",
          "//v3",
          "/v2/a",
          "/identity/v3",
          "/favicon.ico",
          "/docs/../docs",
          "/zstack/v1/zones;a=b",
          "*",
          "http://127.0.0.1/healthz",
          "/v3/auth",
          "/v3/auth/tokens/x",
          "/v3/a/b/c/d/e/f/g");
  private static final List<String> RANGES =
      List.of(
          "bytes=0-0",
          "bytes=-1",
          "bytes=5-",
          "bytes=9-3",
          "bytes=0-0,2-3",
          "bytes=",
          "bytes=a-b",
          "bytes=999999999999999999-",
          "bytes=0-99999999999999999999",
          "bytes=-0",
          "lines=1-2",
          "bytes=-");

  private final Surroundings surroundings;
  private final Random random;
  private final HostileValues values;

  PlainRequests(Surroundings surroundings, Random random, HostileValues values) {
    this.surroundings = surroundings;
    this.random = random;
    this.values = values;
  }

  WireRequest next() {
    Caller caller = FuzzCallers.any(random);
    List<String> headers = new ArrayList<>(List.of("Host: strongroom"));
    String session = surroundings.callers().session(caller, random);
    if (!session.isEmpty()) {
      headers.add("Authorization: OAuth " + session);
    }
    String image = surroundings.targets().uuid(ResourceType.IMAGE, random);
    if (random.nextInt(8) == 0) {
      image = values.inUrl(values.text());
    }
    return switch (random.nextInt(4)) {
      case 0 -> upload(caller, image, headers);
      case 1 -> download(caller, image, headers);
      case 2 -> {
        String job =
            random.nextInt(4) == 0
                ? values.inUrl(values.text())
                : surroundings.targets().uuid(ResourceType.LONG_JOB, random);
        String path = values.one(List.of("/zstack/v1/api-jobs/", "/zstack/api/result/")) + job;
        yield new WireRequest(caller + " poll", "GET", path, headers, new byte[0], true);
      }
      default ->
          new WireRequest(
              caller + " page",
              values.one(
                  List.of(
                      "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE",
                      "MADEUP")),
              values.one(PAGES),
              headers,
              new byte[0],
              true);
    };
  }

  private WireRequest upload(Caller caller, String image, List<String> headers) {
    byte[] bytes = new byte[values.one(List.of(0, 1, 511, 512, 10_000, 200_000))];
    random.nextBytes(bytes);
    WireRequest request =
        new WireRequest(
                caller + " upload",
                "PUT",
                "/zstack/v1/images/" + image + "/upload",
                headers,
                bytes,
                true)
            .withBody(bytes);
    return switch (random.nextInt(6)) {
      case 0 ->
          new WireRequest(request.caller(), "PUT", request.target(), headers, bytes, false)
              .unframed("Content-Length: " + (bytes.length + 1 + random.nextInt(1 << 20)));
      case 1 ->
          new WireRequest(request.caller(), "PUT", request.target(), headers, bytes, false)
              .unframed("Transfer-Encoding: chunked");
      default -> request;
    };
  }

  private WireRequest download(Caller caller, String image, List<String> headers) {
    if (random.nextBoolean()) {
      headers.add("Range: " + values.one(RANGES));
    }
    if (random.nextInt(4) == 0) {
      headers.add(
          "If-Range: "
              + values.one(List.of("\"a\"", "W/\"a\"", "", "Sat, 29 Oct 1994 19:43:31 GMT")));
    }
    String storage =
        random.nextInt(3) == 0
            ? "?backupStorageUuid="
                + values.inUrl(surroundings.targets().uuid(ResourceType.BACKUP_STORAGE, random))
            : "";
    return new WireRequest(
        caller + " download",
        random.nextInt(4) == 0 ? "HEAD" : "GET",
        "/zstack/v1/images/" + image + "/file" + storage,
        headers,
        new byte[0],
        true);
  }
}
