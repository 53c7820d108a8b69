package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.configuration.ConfigurationException;

class DataDirectoryTest {
  @TempDir Path parent;
  private Path data;

  @BeforeEach
  void make() throws IOException {
    data = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data));
  }

  @Test
  void anEmptyDirectoryThatIsOpenToOthersIsShut() throws IOException {
    DataDirectory.open(data).close();
    assertThat(mode()).isEqualTo("rwx------");
  }

  @Test
  void theDirectoryOfAnEarlierStartIsShut() throws IOException {
    Files.createFile(data.resolve("lock"));
    Files.createFile(data.resolve("strongroom.db"));
    DataDirectory.open(data).close();
    assertThat(mode()).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatOthersUseTooIsLeftAloneAndRefused() throws IOException {
    Files.createFile(data.resolve("somebody's file"));
    assertThatThrownBy(() -> DataDirectory.open(data))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("chmod 700");
    assertThat(mode()).isEqualTo("rwxr-xr-x");
  }
}
