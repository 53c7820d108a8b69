package org.strongroom.server.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.config.Setting;
import org.strongroom.server.configuration.Key;

class ReferenceWriterTest {
  private static final String COMMAND =
      "mvn -pl server -am package -DskipTests && java -cp 'server/target/classes:server/target/lib/*' "
          + ReferenceWriter.class.getName()
          + " docs";

  @ParameterizedTest
  @ValueSource(strings = {"reference.md", "configuration.md"})
  void theDocumentsSayWhatTheDeclarationsSay(String file) throws IOException {
    Path committed = Path.of("..", "docs", file);
    assertThat(committed).exists();
    assertThat(Files.readString(committed))
        .as("docs/%s is not up to date; write it with: %s", file, COMMAND)
        .isEqualTo(ReferenceWriter.documents().get(file));
  }

  @Test
  void everyOperationSettingAndKeyIsThere() {
    String reference = String.valueOf(ReferenceWriter.documents().get("reference.md"));
    for (OperationModel operation : Operations.all()) {
      assertThat(reference).contains("### " + operation.name() + "\n", operation.summary());
    }
    for (Setting setting : Setting.values()) {
      assertThat(reference).contains("`" + setting.settingName() + "`");
    }
    String configuration = String.valueOf(ReferenceWriter.documents().get("configuration.md"));
    for (Key key : Key.values()) {
      assertThat(configuration).contains("\n#" + key.key() + "=" + key.defaultValue() + "\n");
    }
  }
}
