package org.strongroom.server.face.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The routes that carry the bytes of images and snapshots, which no operation declares. */
final class ImageBytes {
  private static final Map<String, Object> BYTES =
      Json.of(
          "application/octet-stream",
          Json.of("schema", Json.object().with("type", "string").with("format", "binary").map()));

  /** Failures that are answered without a body. */
  private static final Set<String> BARE = Set.of("412", "416");

  private ImageBytes() {}

  static Map<String, Object> paths() {
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put("/images/{uuid}/upload", Json.of("put", upload()));
    paths.putAll(ResumableBytes.paths());
    paths.put(
        "/images/{uuid}/file", Json.object().with("get", download()).with("head", head()).map());
    paths.put(
        "/volume-snapshots/{uuid}/file",
        Json.object().with("get", snapshot()).with("head", snapshotHead()).map());
    return paths;
  }

  private static Map<String, Object> upload() {
    return Json.object()
        .with("operationId", "UploadImageBytes")
        .with("tags", List.of("image"))
        .with("summary", "Sends the bytes of an image that AddImage was told to wait for.")
        .with(
            "description",
            "For images whose url is upload://name. The answer comes when the bytes are safe and"
                + " verified on all storages; what breaks off is sent again from its beginning.")
        .with("parameters", List.of(uuid()))
        .with("requestBody", Json.object().with("required", true).with("content", BYTES).map())
        .with(
            "responses",
            failures(
                Json.of("200", described("The bytes are safe.", Json.content(receipt()))),
                Map.of(
                    "409", "The image waits for no bytes, or somebody else sends them.",
                    "411", "Nothing tells where the body ends.",
                    "413", "The storages have no room for so many bytes.",
                    "415", "The body is an envelope, or packed for its way.")))
        .map();
  }

  private static Map<String, Object> receipt() {
    return Json.object()
        .with("type", "object")
        .with("required", List.of("imageUuid", "actualSize", "sha256"))
        .with(
            "properties",
            Json.object()
                .with("imageUuid", Json.type("string"))
                .with(
                    "actualSize",
                    Json.object().with("type", "integer").with("format", "int64").map())
                .with("sha256", Json.type("string"))
                .map())
        .map();
  }

  private static Map<String, Object> download() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("200", described("The whole image.", BYTES));
    found.put("206", described("The range of it.", BYTES));
    found.put("304", Json.of("description", "The version of If-None-Match is the one there is."));
    return Json.object()
        .with("operationId", "DownloadImageBytes")
        .with("tags", List.of("image"))
        .with("summary", "Reads the bytes of an image.")
        .with(
            "description",
            "Whole and verified, or one range. A whole image that proves damaged is cut off before"
                + " its last bytes. Digest and ETag hold the SHA-256.")
        .with("parameters", parameters(List.of(from())))
        .with("responses", failures(found, without("The image has no byte of that range.")))
        .map();
  }

  private static Map<String, Object> snapshot() {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("200", described("The whole disk, raw.", BYTES));
    found.put("206", described("The range of it.", BYTES));
    found.put("304", Json.of("description", "The version of If-None-Match is the one there is."));
    return Json.object()
        .with("operationId", "DownloadVolumeSnapshotBytes")
        .with("tags", List.of("snapshot"))
        .with("summary", "Reads the disk of a volume snapshot.")
        .with(
            "description",
            "Each block is compared with its digest first; before one that is damaged the"
                + " connection is ended. ETag never changes, so that ranges fit together.")
        .with("parameters", parameters(List.of()))
        .with("responses", failures(found, without("The disk has no byte of that range.")))
        .map();
  }

  private static Map<String, Object> snapshotHead() {
    return Json.object()
        .with("operationId", "DescribeVolumeSnapshotBytes")
        .with("tags", List.of("snapshot"))
        .with("summary", "Tells the length of the disk of a volume snapshot.")
        .with("description", "Content-Length is that of the raw disk; nothing of it is read.")
        .with("parameters", List.of(uuid(), storage()))
        .with("responses", failures(Json.of("200", Json.of("description", "There.")), Map.of()))
        .map();
  }

  private static Map<String, Object> head() {
    return Json.object()
        .with("operationId", "DescribeImageBytes")
        .with("tags", List.of("image"))
        .with("summary", "Tells length and digest of the bytes of an image.")
        .with(
            "description",
            "Content-Length, and the SHA-256 in Digest and ETag; nothing of the image is read.")
        .with("parameters", List.of(uuid(), storage()))
        .with("responses", failures(Json.of("200", Json.of("description", "There.")), Map.of()))
        .map();
  }

  private static List<Map<String, Object>> parameters(List<Map<String, Object>> more) {
    List<Map<String, Object>> all = new ArrayList<>(List.of(uuid(), storage()));
    all.addAll(more);
    for (String name : List.of("Range", "If-Range", "If-Match", "If-None-Match")) {
      all.add(header(name));
    }
    return all;
  }

  private static Map<String, String> without(String range) {
    return Map.of("412", "It is another version than that of If-Match.", "416", range);
  }

  /** With the failures that all three have. */
  private static Map<String, Object> failures(
      Map<String, Object> well, Map<String, String> others) {
    Map<String, Object> all = new TreeMap<>(well);
    all.put("400", Json.ref("responses", "BadRequest"));
    all.put("401", failure("The session is missing, wrong or expired."));
    all.put("404", failure("The account has no such image or snapshot."));
    others.forEach((status, why) ->
        all.put(status, BARE.contains(status) ? Json.of("description", why) : failure(why)));
    all.put("503", Json.ref("responses", "Failed"));
    return all;
  }

  static Map<String, Object> failure(String description) {
    return described(description, Json.content(Json.schemaRef("Failure")));
  }

  private static Map<String, Object> described(String description, Map<String, Object> content) {
    return Json.object().with("description", description).with("content", content).map();
  }

  static Map<String, Object> uuid() {
    return parameter("uuid", "path").with("required", true).map();
  }

  private static Map<String, Object> storage() {
    return parameter("backupStorageUuid", "query")
        .with("description", "the storage to read from; any if not given")
        .map();
  }

  private static Map<String, Object> from() {
    return parameter("from", "query")
        .with(
            "description",
            "with Accept-Encoding: zstd alone, the offset from which a download goes on with its"
                + " zeros packed")
        .map();
  }

  private static Map<String, Object> header(String name) {
    return parameter(name, "header").map();
  }

  private static Json parameter(String name, String place) {
    return Json.object().with("name", name).with("in", place).with("schema", Json.type("string"));
  }
}
