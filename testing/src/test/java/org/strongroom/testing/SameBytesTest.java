package org.strongroom.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameBytesTest {
  @TempDir private Path directory;

  @Test
  void whatDiffersIsNamedWithItsPlace() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[] {1, 2, 3});
    Path other = Files.write(directory.resolve("other"), new byte[] {1, 2, 4});

    assertThat(file).satisfies(sameBytes(file), sameBytes(new byte[] {1, 2, 3}));
    assertThatThrownBy(() -> assertThat(file).satisfies(sameBytes(other)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("differ at byte 2");
    assertThatThrownBy(() -> assertThat(file).satisfies(sameBytes(new byte[] {1, 2})))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("(3 bytes) is not what was expected (2 bytes)");
  }
}
