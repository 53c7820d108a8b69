package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final String SQLITE = "org.sqlite.tmpdir";

  @TempDir Path data;

  @Test
  void whatAKilledServerUnpackedIsRemovedByTheNextStart() throws IOException {
    Path left = Files.createDirectory(data.resolve("native")).resolve("libsqlitejdbc.so");
    Files.createFile(left);
    try (var _ = NativeLibraries.unpackedBelow(data)) {
      assertThat(left).doesNotExist();
      assertThat(System.getProperty(SQLITE)).isEqualTo(left.getParent().toString());
    }
    assertThat(System.getProperty(SQLITE)).isNull();
  }

  @Test
  void aDirectoryThatSomebodyNamedIsKept() {
    System.setProperty(SQLITE, "/somewhere");
    try (var _ = NativeLibraries.unpackedBelow(data)) {
      assertThat(System.getProperty(SQLITE)).isEqualTo("/somewhere");
    } finally {
      System.clearProperty(SQLITE);
    }
  }

  @Test
  void aDataDirectoryWithoutRoomForThemStopsNothing() throws IOException {
    Files.createFile(data.resolve("native"));
    try (var _ = NativeLibraries.unpackedBelow(data)) {
      assertThat(System.getProperty(SQLITE)).isNull();
    }
  }
}
