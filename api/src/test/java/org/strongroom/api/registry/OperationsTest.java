package org.strongroom.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;

/** What all declarations have in common. */
class OperationsTest {
  private final List<String> commands =
      Operations.all().stream()
          .map(OperationModel::command)
          .filter(command -> !command.isEmpty())
          .toList();

  @Test
  void aCommandIsANounAndAVerb() {
    assertThat(commands)
        .isNotEmpty()
        .allMatch(command -> command.matches("[a-z]+(-[a-z]+)* [a-z]+(-[a-z]+)*"));
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
}
