package org.strongroom.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.ResourceType;

/** What all declarations have in common. */
class OperationsTest {
  /**
   * Sessions and new uuids have no names; a job may be about anything, whose kind it does not tell.
   */
  private static final Set<String> WITHOUT_NAME = Set.of("sessionUuid", "targetResourceUuid");

  private final List<String> commands =
      Operations.all().stream()
          .map(OperationModel::command)
          .filter(command -> !command.isEmpty())
          .toList();

  @Test
  void aCommandIsANounAndAVerb() {
    assertThat(commands)
        .isNotEmpty()
        .allMatch(command -> command.matches("[a-z]+(-[a-z]+)* [a-z]+(-[a-z0-9]+)*"));
  }

  @Test
  void noTwoOperationsHaveTheSameCommand() {
    assertThat(commands).doesNotHaveDuplicates();
  }

  @Test
  void showIsMadeFromList() {
    assertThat(commands).noneMatch(command -> command.endsWith(" show"));
    assertThat(Operations.all())
        .filteredOn(operation -> operation.command().endsWith(" list"))
        .allMatch(operation -> operation.queried().isPresent());
  }

  @Test
  void atMostOneParameterIsTheWordThatStandsAlone() {
    assertThat(Operations.all())
        .allMatch(operation ->
            operation.parameters().stream().filter(ParameterModel::positional).count() <= 1);
  }

  @Test
  void aWordThatStandsAloneIsNoSecret() {
    assertThat(Operations.all())
        .flatExtracting(operation -> operation.positional().stream().toList())
        .isNotEmpty()
        .noneMatch(ParameterModel::secret);
  }

  /** A script whose variable is empty calls {@code DELETE /sessions/}, say. */
  @Test
  void everyDeletionIsToldWhat() {
    assertThat(Operations.all())
        .filteredOn(operation -> operation.method() == HttpMethod.DELETE)
        .isNotEmpty()
        .allMatch(operation -> operation.parameters().stream().anyMatch(ParameterModel::required));
  }

  @Test
  void everyUuidThatACallTakesIsDecided() {
    for (OperationModel operation : Operations.all()) {
      for (ParameterModel parameter : operation.parameters()) {
        boolean isUuid =
            parameter.name().matches("uuid|uuids|\\w+Uuid|\\w+Uuids")
                && operation.queried().isEmpty();
        boolean isChosen = parameter.name().equals("resourceUuid") && !parameter.required();
        if (isUuid
            && !isChosen
            && !WITHOUT_NAME.contains(parameter.name())
            && !parameter.isWithoutEffect()) {
          assertThat(!parameter.named().isEmpty() || parameter.kindIn().isPresent())
              .as(operation.name() + "." + parameter.name())
              .isTrue();
        }
        parameter
            .kindIn()
            .ifPresent(kind -> assertThat(operation.parameter(kind)).as(kind).isPresent());
      }
    }
  }

  @Test
  void whatTheServerChecksIsWhatNamesMean() {
    assertThat(Operations.all())
        .flatExtracting(OperationModel::parameters)
        .filteredOn(parameter -> parameter.resource().isPresent())
        .allMatch(parameter -> parameter.named().contains(parameter.resource().orElseThrow()));
  }

  @Test
  void everyKindOfResourceCanBeAskedFor() {
    for (ResourceType type : ResourceType.values()) {
      assertThat(Operations.query(type).queried()).as(type.noun()).isPresent();
    }
  }
}
