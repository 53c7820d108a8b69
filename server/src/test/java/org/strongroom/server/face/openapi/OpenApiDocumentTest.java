package org.strongroom.server.face.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
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
                .forEach(operation -> {
                  Set<String> declared = new TreeSet<>();
                  operation
                      .get("parameters")
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

  @Test
  void passwordsAreMarked() {
    assertThat(
            document
                .at("/components/schemas/AddSftpBackupStorage/properties/password/writeOnly")
                .asBoolean())
        .isTrue();
  }
}
