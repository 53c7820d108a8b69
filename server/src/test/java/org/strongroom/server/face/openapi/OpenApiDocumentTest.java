package org.strongroom.server.face.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.image.upload.UploadReceipt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiDocumentTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final JsonMapper json = JsonMapper.builder().build();
  private final JsonNode document =
      json.readTree(json.writeValueAsString(OpenApiDocument.of("1.0")));

  @Test
  void sayWhatItIs() {
    assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
    assertThat(document.at("/info/title").asString()).isEqualTo("Strongroom");
    assertThat(document.at("/components/securitySchemes/session/name").asString())
        .isEqualTo("Authorization");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(300);
    assertThat(references)
        .allSatisfy(reference ->
            assertThat(document.at(reference.asString().substring(1)).isMissingNode())
                .as(reference.asString())
                .isFalse());
  }

  @Test
  void everyOperationIsThere() {
    for (OperationModel operation : Operations.all()) {
      String method = operation.method().name().toLowerCase(java.util.Locale.ROOT);
      for (String path : operation.paths()) {
        JsonNode found = find(path, method);
        assertThat(found.toString())
            .as(operation.name())
            .contains("**" + operation.name() + "**", operation.name() + "Reply");
        if (method.equals("put")) {
          assertThat(found.get("requestBody").toString())
              .contains("#/components/schemas/" + operation.name() + "Action");
        }
      }
    }
  }

  private JsonNode find(String path, String method) {
    String shape = VARIABLE.matcher(path).replaceAll("{}");
    return document.get("paths").properties().stream()
        .filter(item -> VARIABLE.matcher(item.getKey()).replaceAll("{}").equals(shape))
        .map(item -> item.getValue().get(method))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pathsDifferByMoreThanTheNamesOfTheirVariables() {
    Set<String> shapes = new HashSet<>();
    assertThat(document.get("paths").propertyNames())
        .allMatch(path -> shapes.add(VARIABLE.matcher(path).replaceAll("{}")));
  }

  @Test
  void theVariablesOfAPathAreItsParameters() {
    document
        .get("paths")
        .properties()
        .forEach(item ->
            item.getValue()
                .valueStream()
                .filter(JsonNode::isObject)
                .forEach(operation -> {
                  Set<String> declared = new TreeSet<>();
                  Stream.of(item.getValue().path("parameters"), operation.get("parameters"))
                      .flatMap(JsonNode::valueStream)
                      .forEach(p -> {
                        if (p.has("in") && p.get("in").asString().equals("path")) {
                          declared.add(p.get("name").asString());
                        }
                      });
                  Set<String> inPath = new TreeSet<>();
                  Matcher matcher = VARIABLE.matcher(item.getKey());
                  while (matcher.find()) {
                    inPath.add(matcher.group(1));
                  }
                  assertThat(declared).as(item.getKey()).isEqualTo(inPath);
                }));
  }

  @Test
  void operationIdsAreUnique() {
    List<String> ids =
        document.get("paths").findValues("operationId").stream()
            .map(JsonNode::asString)
            .filter(id -> !id.equals("PollJob"))
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  /** As linters of such documents want it. */
  @Test
  void everyOperationIsDescribedUnderATagThatTheDocumentHas() {
    Set<String> tags = new HashSet<>(document.at("/tags").findValuesAsString("name"));
    document
        .get("paths")
        .forEach(item ->
            item.properties().stream()
                .filter(operation -> operation.getValue().isObject())
                .forEach(operation -> {
                  String id = operation.getValue().get("operationId").asString();
                  assertThat(operation.getValue().path("description").asString())
                      .as(id)
                      .isNotBlank();
                  assertThat(tags).as(id).containsAll(texts(operation.getValue().get("tags")));
                }));
    assertThat(document.get("tags")).allMatch(tag -> tag.has("description"));
    assertThat(document.at("/info/contact/name").isMissingNode()).isFalse();
  }

  @Test
  void whoPollsAJobNeedsASession() {
    assertThat(document.at("/paths/~1api-jobs~1{uuid}/get").has("security")).isFalse();
  }

  @Test
  void asynchronousOperationsAnswer202AndTellWhereTheJobIs() {
    JsonNode add = document.at("/paths/~1backup-storage~1sftp/post");
    assertThat(add.at("/responses/202/$ref").asString())
        .isEqualTo("#/components/responses/Accepted");
    assertThat(add.at("/x-result/$ref").asString())
        .isEqualTo("#/components/schemas/AddSftpBackupStorageReply");
    assertThat(document.at("/paths/~1api-jobs~1{uuid}/get/responses").propertyNames())
        .containsExactly("200", "202", "404", "503");
  }

  /** Generators make optional what is not required. */
  @Test
  void whatIsAlwaysInAReplyIsRequired() {
    assertThat(texts(document.at("/components/schemas/CreateZoneReply/required")))
        .containsExactly("inventory");
    assertThat(texts(document.at("/components/schemas/ZoneInventory/required")))
        .contains("uuid", "name", "state", "createDate")
        .doesNotContain("description");
    assertThat(texts(document.at("/components/schemas/Accepted/required"))).contains("location");
    assertThat(texts(document.at("/components/schemas/Error/required"))).doesNotContain("cause");
    assertThat(document.at("/components/schemas/QueryZoneReply").has("required")).isFalse();
  }

  @Test
  void resultsOfAsynchronousOperationsAreTyped() {
    assertThat(
            document
                .at("/paths/~1api-jobs~1{uuid}/get/responses/200/content/application~1json/schema")
                .toString())
        .contains("JobResult");
    assertThat(document.at("/components/schemas/JobResult").toString())
        .contains("schemas/AddImageReply\"")
        .doesNotContain("QueryZoneReply");
    assertThat(document.at("/paths/~1images/post/callbacks").toString())
        .contains("schemas/AddImageReply\"", "schemas/Failure\"");
  }

  @Test
  void bytesOfImagesGoBothWays() {
    JsonNode upload = document.at("/paths/~1images~1{uuid}~1upload/put");
    assertThat(upload.at("/requestBody/content").propertyNames())
        .containsExactly("application/octet-stream");
    assertThat(texts(upload.at("/responses/200/content/application~1json/schema/required")))
        .containsExactlyElementsOf(
            Stream.of(UploadReceipt.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
    JsonNode download = document.at("/paths/~1images~1{uuid}~1file/get");
    assertThat(download.at("/responses").propertyNames()).contains("200", "206", "416", "503");
    assertThat(document.at("/paths/~1images~1{uuid}~1file/head/responses/200").isMissingNode())
        .isFalse();
  }

  /** What checkers of such documents take for errors, or warn of. */
  @Test
  void nothingLacksWhatCheckersAskFor() {
    assertThat(document.at("/info/license/identifier").asString()).isEqualTo("Apache-2.0");
    List<JsonNode> operations =
        document.findParents("responses").stream()
            .filter(operation -> !operation.has("schemas"))
            .toList();
    assertThat(operations)
        .hasSizeGreaterThan(100)
        .allSatisfy(operation -> {
          assertThat(operation.get("summary").asString()).isNotBlank();
          assertThat(operation.get("operationId").asString()).isNotBlank();
          assertThat(operation.get("responses").propertyNames()).anyMatch(s -> s.startsWith("4"));
        });
    String all = document.toString();
    assertThat(document.at("/components/schemas").propertyNames())
        .allMatch(name -> all.contains("\"#/components/schemas/" + name + "\""));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void passwordsAreMarked() {
    assertThat(
            document
                .at("/components/schemas/AddSftpBackupStorage/properties/password/writeOnly")
                .asBoolean())
        .isTrue();
  }
}
