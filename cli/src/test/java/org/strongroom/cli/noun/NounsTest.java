package org.strongroom.cli.noun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.UsageException;

class NounsTest {
  @Test
  void everyCommandOfADeclarationIsAVerb() {
    Operations.all().stream()
        .filter(operation -> !operation.command().isEmpty())
        .forEach(operation -> {
          String[] words = operation.command().split(" ");
          assertThat(Nouns.verb(words[0], words[1]).operation()).isEqualTo(operation);
        });
  }

  @Test
  void whatCanBeListedAndHasAUuidCanBeShown() {
    assertThat(Nouns.names())
        .filteredOn(noun -> Nouns.verbs(noun).stream().anyMatch(Verb::isShow))
        .containsExactly(
            "audit",
            "backup-node",
            "backup-storage",
            "bucket",
            "event",
            "image",
            "image-backup",
            "job",
            "notification",
            "project",
            "schedule",
            "server",
            "session",
            "snapshot",
            "system-tag",
            "tag",
            "user",
            "volume",
            "zone");
  }

  @Test
  void noNounIsACommandOfItsOwn() {
    assertThat(Nouns.names())
        .doesNotContain("serve", "upload", "download", "shell", "help", "completion", "exit");
  }

  @Test
  void optionsOfAVerbAreToldApart() {
    for (String noun : Nouns.names()) {
      for (Verb verb : Nouns.verbs(noun)) {
        assertThat(verb.options()).extracting(VerbOption::name).doesNotHaveDuplicates();
        assertThat(verb.options())
            .extracting(VerbOption::name)
            .as("options of every command, which %s would hide", verb.command())
            .doesNotContain("help", "output", "no-wait", "timeout", "ca-cert", "version");
      }
    }
  }

  @Test
  void whatHasNoEffectIsNoOption() {
    assertThat(Nouns.verb("image", "add").option("tag-uuids")).isEmpty();
    assertThat(Nouns.verb("image", "add").option("user-tags")).isPresent();
  }

  @Test
  void aMistypedVerbIsAnsweredWithTheSimilarOrAll() {
    assertThatThrownBy(() -> Nouns.verb("project", "craete"))
        .isInstanceOf(UsageException.class)
        .hasMessage("project has no verb 'craete'; did you mean create?");
    assertThatThrownBy(() -> Nouns.verb("project", "sublimate"))
        .hasMessage("project has no verb 'sublimate'; it has create, delete, list, show, update");
  }
}
