package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ConfigurationException;

/**
 * Files of the data directory rot: the server refuses to start over them, says what to do, and
 * leaves what is there as it is.
 */
@Tag("slow")
class DamagedDataTest {
  private static final int PAGE = 4096;

  @TempDir static Path good;
  @TempDir Path directory;
  private Path data;

  /** What becomes of a file. */
  private enum Harm {
    FIRST_BIT(bytes -> flipped(bytes, 0)),
    MIDDLE_BITS(bytes -> flipped(bytes, bytes.length / 2 / PAGE * PAGE)),
    HALF(bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
    ZEROS_BEHIND(bytes -> Arrays.copyOf(Arrays.copyOf(bytes, bytes.length / 2), bytes.length)),
    ZEROS(bytes -> new byte[bytes.length]),
    EMPTY(_ -> new byte[0]),
    DIRECTORY(bytes -> bytes);

    private final UnaryOperator<byte[]> change;

    Harm(UnaryOperator<byte[]> change) {
      this.change = change;
    }

    private static byte[] flipped(byte[] bytes, int at) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x10;
      return changed;
    }

    void to(Path file) throws IOException {
      byte[] bytes = change.apply(Files.readAllBytes(file));
      Files.delete(file);
      if (this == DIRECTORY) {
        Files.createDirectory(file);
      } else {
        Files.write(file, bytes);
      }
    }
  }

  @BeforeAll
  static void makeOne() {
    Strongroom.start(configuration(good), Clock.systemUTC()).close();
  }

  @BeforeEach
  void copy() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    for (String name : new String[] {"strongroom.db", "key.json"}) {
      Files.copy(good.resolve("data").resolve(name), data.resolve(name));
    }
  }

  private static Configuration configuration(Path directory) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STRONGROOM_HTTP_PORT", "0");
    environment.put("STRONGROOM_DEFAULTS_CREATE", "false");
    environment.put("STRONGROOM_ADMIN_PASSWORD", "Secret-of-the-test-1");
    return Configuration.read(directory, environment);
  }

  private String refusal() {
    return catchThrowableOfType(
            ConfigurationException.class,
            () -> Strongroom.start(configuration(directory), Clock.systemUTC()).close())
        .getMessage();
  }

  private static byte[] bytes(Path file) throws IOException {
    return Files.isDirectory(file) ? new byte[0] : Files.readAllBytes(file);
  }

  @ParameterizedTest
  @EnumSource
  void theCatalogIsNotTouchedAndItsBackupIsAskedFor(Harm harm) throws IOException {
    Path file = data.resolve("strongroom.db");
    harm.to(file);
    byte[] before = bytes(file);

    assertThat(refusal()).contains(file.toString(), "backup", "nothing was changed");

    assertThat(bytes(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void theKeyFileIsNotMadeAnew(Harm harm) throws IOException {
    Path file = data.resolve("key.json");
    harm.to(file);
    byte[] before = bytes(file);

    assertThat(refusal()).contains(file.toString(), "copy key.json", "key.replace");

    assertThat(bytes(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.lease=30s%s", "%s", "\\uZZZZ=1", "job.lesae=3s"})
  void theConfigurationIsNamedWithWhatIsWrong(String text) throws IOException {
    Files.writeString(
        directory.resolve("strongroom.properties"),
        text.formatted(Character.toString(0).repeat(9)));
    assertThat(refusal())
        .contains("strongroom.properties")
        .doesNotContain(Character.toString(0))
        .containsAnyOf("is damaged", "Malformed", "did you mean");
  }

  @Test
  void whatIsNoFileIsNamed() throws IOException {
    Files.createDirectory(data.resolve("lock"));
    assertThat(refusal()).contains(data.toString(), "data.dir");
    Files.createDirectory(directory.resolve("strongroom.properties"));
    assertThat(refusal()).contains("strongroom.properties");
  }

  @Test
  void aCatalogThatIsGoneBeginsAnewAsDocumented() throws IOException {
    Files.delete(data.resolve("strongroom.db"));
    Strongroom.start(configuration(directory), Clock.systemUTC()).close();
    assertThat(data.resolve("strongroom.db")).isNotEmptyFile();
  }
}
