package org.strongroom.server.face.openapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.OperationModel;

/** What all operations share in the document: session, headers, bodies, jobs, errors, web hooks. */
final class Envelope {
  static final List<String> JOB_HEADERS = List.of("X-Job-UUID", "X-API-Timeout", "X-Web-Hook");

  static final String DESCRIPTION =
      """
      Runs a private cloud's backup storage.

      **Session.** LogInByAccount (password: SHA-512 in hexadecimal) answers a session; send `Authorization: OAuth <session uuid>`.

      **Synchronous operations** answer 200, or 503 with `error`.

      **Asynchronous operations** answer 202 with `location`. `GET location` answers 202 while the job runs, then 200 with the \
      result (`x-result` of the operation, which is also what its web hook is told) or 503 with `error`. Jobs are remembered for 30 days after their end (`job/retention`), refused calls for three hours. \
      Errors of arguments arrive through the job too.

      **Several operations share a path** of PUT; the one key of the body chooses among them.\
      """;

  private Envelope() {}

  /**
   * What the operations refer to.
   *
   * @param schemas those of requests and replies
   * @param results the replies of asynchronous operations
   */
  static Map<String, Object> components(Map<String, Object> schemas, List<String> results) {
    schemas.put(
        "JobResult",
        Json.object()
            .with("description", "what the operation answers whose job it is")
            .with("anyOf", results.stream().map(Json::schemaRef).toList())
            .map());
    schemas.put("Error", error());
    schemas.put("Failure", object("error", Json.schemaRef("Error")));
    schemas.put(
        "Schema",
        Json.object()
            .with("type", "object")
            .with(
                "description",
                "class name of each inventory in the reply, by its path; with queries, else if"
                    + " X-JSON-Schema is sent")
            .with("additionalProperties", Json.type("string"))
            .map());
    schemas.put("Accepted", accepted());
    return Json.object()
        .with("schemas", schemas)
        .with("responses", responses())
        .with("parameters", headers())
        .with(
            "securitySchemes",
            Json.object()
                .with("session", session())
                .with(IdentityCalls.SECURITY, IdentityCalls.security())
                .map())
        .map();
  }

  private static Map<String, Object> session() {
    return Json.object()
        .with("type", "apiKey")
        .with("in", "header")
        .with("name", "Authorization")
        .with("description", "OAuth, a space, and the uuid of a session from LogInByAccount")
        .map();
  }

  private static Map<String, Object> error() {
    String codes =
        Arrays.stream(ErrorCode.values())
            .map(code -> "`" + code.code() + "` " + code.description())
            .collect(java.util.stream.Collectors.joining("; "));
    return Json.object()
        .with("type", "object")
        .with("required", List.of("code", "description", "details"))
        .with(
            "properties",
            Json.object()
                .with("code", Json.object().with("type", "string").with("description", codes).map())
                .with("description", text("the fixed text of the code"))
                .with("details", text("what happened to what, and what to do"))
                .with("cause", Json.schemaRef("Error"))
                .map())
        .map();
  }

  private static Map<String, Object> accepted() {
    return Json.object()
        .with("type", "object")
        .with("required", List.of("location", "apiTimeout"))
        .with(
            "properties",
            Json.object()
                .with("location", text("where to poll the job"))
                .with(
                    "apiTimeout",
                    Json.object()
                        .with("type", "integer")
                        .with("format", "int64")
                        .with("description", "milliseconds after which the call is taken back")
                        .map())
                .map())
        .map();
  }

  private static Map<String, Object> responses() {
    return Json.object()
        .with(
            "Accepted",
            Json.object()
                .with("description", "Accepted; poll location for the result.")
                .with("content", Json.content(Json.schemaRef("Accepted")))
                .with(
                    "links",
                    Json.of(
                        "job",
                        Json.object()
                            .with("operationId", "PollJob")
                            .with("description", "location leads here")
                            .map()))
                .map())
        .with(
            "Failed",
            Json.object()
                .with("description", "The operation failed; error tells why.")
                .with("content", Json.content(Json.schemaRef("Failure")))
                .map())
        .with(
            "BadRequest",
            plainText(
                "Not a call: no or a wrong Authorization header, a body that is no JSON, a bad"
                    + " header."))
        .with("TooLarge", plainText("The body is larger than http.maxBody."))
        .with("Unknown", plainText("Nobody knows the job, or does not any more."))
        .map();
  }

  static Map<String, Object> plainText(String description) {
    return Json.object()
        .with("description", description)
        .with("content", Json.of("text/plain", Json.of("schema", Json.type("string"))))
        .map();
  }

  private static Map<String, Object> headers() {
    return Json.object()
        .with(
            "X-Job-UUID",
            header(
                "X-Job-UUID",
                "the caller's choice of the job's uuid, 32 hexadecimal digits; a second call with"
                    + " it is refused",
                "string"))
        .with(
            "X-API-Timeout",
            header(
                "X-API-Timeout",
                "seconds after which the call is cancelled and taken back",
                "integer"))
        .with(
            "X-Web-Hook", header("X-Web-Hook", "url that is called when the job is over", "string"))
        .with(
            "X-JSON-Schema",
            header("X-JSON-Schema", "any value: add schema to the reply", "string"))
        .map();
  }

  private static Map<String, Object> header(String name, String description, String type) {
    return Json.object()
        .with("name", name)
        .with("in", "header")
        .with("description", description)
        .with("schema", Json.type(type))
        .map();
  }

  /**
   * The web hook of an operation.
   *
   * @param results what the operation, or one of those that share the path, answers
   */
  static Map<String, Object> finished(String operationId, List<String> results) {
    List<Map<String, Object>> told = new ArrayList<>();
    results.forEach(name -> told.add(Json.schemaRef(name)));
    told.add(Json.schemaRef("Failure"));
    return Json.of(
        "{$request.header.X-Web-Hook}",
        Json.of(
            "post",
            Json.object()
                .with("operationId", operationId + "Finished")
                .with("summary", "Tells that the job is over.")
                .with(
                    "description",
                    "What polling would answer, with X-Job-UUID and X-Job-Success; tried up to 16"
                        + " times until the answer is 2xx.")
                .with("security", List.of())
                .with(
                    "requestBody",
                    Json.of("content", Json.content(Json.of("anyOf", List.copyOf(told)))))
                .with(
                    "responses",
                    Json.object()
                        .with("200", Json.of("description", "Heard."))
                        .with("4XX", Json.of("description", "Not heard; tried again."))
                        .map())
                .map()));
  }

  static Map<String, Object> polling() {
    return Json.of(
        "get",
        Json.object()
            .with("operationId", "PollJob")
            .with("tags", List.of("job"))
            .with("summary", "Tells what became of an asynchronous call.")
            .with(
                "description",
                "For a session of the account that made the call, or an administrator's. To be asked"
                    + " again as long as it answers 202.")
            .with(
                "parameters",
                List.of(
                    Json.object()
                        .with("name", "uuid")
                        .with("in", "path")
                        .with("required", true)
                        .with("schema", Json.type("string"))
                        .map()))
            .with(
                "responses",
                Json.object()
                    .with(
                        "200",
                        described(
                            "Ended well; the result of the operation.",
                            Json.schemaRef("JobResult")))
                    .with("202", described("Still running.", Json.type("object")))
                    .with("404", Json.ref("responses", "Unknown"))
                    .with("503", Json.ref("responses", "Failed"))
                    .map())
            .map());
  }

  static Map<String, Object> syncResponses(Map<String, Object> reply) {
    return Json.object()
        .with("200", described("Done.", reply))
        .with("400", Json.ref("responses", "BadRequest"))
        .with("503", Json.ref("responses", "Failed"))
        .map();
  }

  static Map<String, Object> asyncResponses() {
    return Json.object()
        .with("202", Json.ref("responses", "Accepted"))
        .with("400", Json.ref("responses", "BadRequest"))
        .with("413", Json.ref("responses", "TooLarge"))
        .map();
  }

  private static Map<String, Object> described(String description, Map<String, Object> schema) {
    return Json.object()
        .with("description", description)
        .with("content", Json.content(schema))
        .map();
  }

  /** The body of a POST. */
  static Map<String, Object> post(OperationModel operation, boolean needsParameters) {
    return Json.object()
        .with("type", "object")
        .withSome("required", needsParameters ? List.of("params") : List.of())
        .with(
            "properties",
            Json.object()
                .with("params", Json.schemaRef(operation.name()))
                .with("systemTags", Json.array(Json.type("string")))
                .with("userTags", Json.array(Json.type("string")))
                .map())
        .map();
  }

  /** The body of a PUT: one key, which names the operation. */
  static Map<String, Object> action(OperationModel operation) {
    return Json.object()
        .with("title", operation.name())
        .with("type", "object")
        .with("required", List.of(operation.actionKey()))
        .with("properties", Json.of(operation.actionKey(), Json.schemaRef(operation.name())))
        .map();
  }

  private static Map<String, Object> object(String name, Map<String, Object> schema) {
    return Json.object()
        .with("type", "object")
        .with("required", List.of(name))
        .with("properties", Json.of(name, schema))
        .map();
  }

  private static Map<String, Object> text(String description) {
    return Json.object().with("type", "string").with("description", description).map();
  }
}
