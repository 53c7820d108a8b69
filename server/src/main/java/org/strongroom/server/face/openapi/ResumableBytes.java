package org.strongroom.server.face.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The routes by which uploads are gone on with after a break (tus 1.0.0). */
final class ResumableBytes {
  private static final String PROTOCOL =
      "By tus 1.0.0 with creation, termination, expiration and checksum; see"
          + " https://tus.io/protocols/resumable-upload.";

  private ResumableBytes() {}

  static Map<String, Object> paths() {
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put(
        "/images/{uuid}/uploads",
        Json.of(
            "post",
            route(
                "BeginImageUpload",
                "Begins an upload that can be gone on with after a break.",
                List.of(ImageBytes.uuid(), header("Upload-Length", true), metadata()),
                answers(
                    "201",
                    "Location names the upload; room is reserved for it.",
                    Map.of(
                        "409", "The image waits for no bytes, or some are there already.",
                        "413", "The storages have no room for so many bytes.")))));
    paths.put(
        "/images/{uuid}/uploads/{id}",
        Json.object()
            .with(
                "head",
                route(
                    "DescribeImageUpload",
                    "Tells how far an upload is.",
                    List.of(ImageBytes.uuid(), id()),
                    answers("200", "Upload-Offset bytes are on the disks.", Map.of())))
            .with("patch", part())
            .with(
                "delete",
                route(
                    "EndImageUpload",
                    "Ends an upload; the image waits for another.",
                    List.of(ImageBytes.uuid(), id()),
                    answers("204", "Its bytes are removed.", Map.of())))
            .map());
    return paths;
  }

  private static Map<String, Object> part() {
    Map<String, Object> route =
        new LinkedHashMap<>(
            route(
                "SendImagePart",
                "Sends more of an upload.",
                List.of(
                    ImageBytes.uuid(),
                    id(),
                    header("Upload-Offset", true),
                    header("Upload-Checksum", false)),
                answers(
                    "204",
                    "Upload-Offset bytes are on the disks; if these are all, the image is"
                        + " verified.",
                    Map.of(
                        "409", "The upload is at another offset.",
                        "415", "The body is no application/offset+octet-stream.",
                        "423", "Somebody else is sending.",
                        "460", "The part has another checksum; none of it was kept."))));
    Map<String, Object> binary =
        Json.object().with("type", "string").with("format", "binary").map();
    route.put(
        "requestBody",
        Json.object()
            .with("required", true)
            .with("content", Json.of("application/offset+octet-stream", Json.of("schema", binary)))
            .map());
    return route;
  }

  private static Map<String, Object> route(
      String operation,
      String summary,
      List<Map<String, Object>> parameters,
      Map<String, Object> answers) {
    List<Map<String, Object>> all = new java.util.ArrayList<>(parameters);
    all.add(header("Tus-Resumable", true));
    return Json.object()
        .with("operationId", operation)
        .with("tags", List.of("image"))
        .with("summary", summary)
        .with("description", PROTOCOL)
        .with("parameters", all)
        .with("responses", answers)
        .map();
  }

  private static Map<String, Object> answers(
      String status, String well, Map<String, String> others) {
    Map<String, Object> all = new TreeMap<>();
    all.put(status, Json.of("description", well));
    all.put("400", Json.ref("responses", "BadRequest"));
    all.put("401", ImageBytes.failure("The session is missing, wrong or expired."));
    all.put("404", ImageBytes.failure("There is no such upload, or the image is another's."));
    all.put("412", ImageBytes.failure("The client speaks another version of tus."));
    all.put("503", Json.ref("responses", "Failed"));
    others.forEach((code, why) -> all.put(code, ImageBytes.failure(why)));
    return all;
  }

  private static Map<String, Object> id() {
    return parameter("id", "path", true);
  }

  private static Map<String, Object> metadata() {
    return header("Upload-Metadata", false);
  }

  private static Map<String, Object> header(String name, boolean required) {
    return parameter(name, "header", required);
  }

  private static Map<String, Object> parameter(String name, String place, boolean required) {
    return Json.object()
        .with("name", name)
        .with("in", place)
        .with("required", required)
        .with("schema", Json.type("string"))
        .map();
  }
}
