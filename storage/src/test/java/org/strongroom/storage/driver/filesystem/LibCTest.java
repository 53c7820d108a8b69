package org.strongroom.storage.driver.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibCTest {
  @TempDir Path directory;

  /** What cannot be begun is left to the sync at the end. */
  @Test
  void ofAFileThatIsThereTheSystemBeginsToWriteAndOfNothingElse() throws IOException {
    Path file = Files.write(directory.resolve("disk ä.raw"), new byte[1 << 20]);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(LibC.beginWriting(file, 0, 1 << 20)).isTrue();
    assertThat(LibC.beginWriting(file, 1 << 20, 16 << 20)).isTrue();
    assertThat(LibC.beginWriting(file, -1, 1)).isFalse();
    assertThat(LibC.beginWriting(link, 0, 1)).isFalse();
    assertThat(LibC.beginWriting(directory.resolve("none"), 0, 1)).isFalse();
    assertThatThrownBy(() -> LibC.open(link)).isInstanceOf(IOException.class);
  }
}
