package org.strongroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests lay out goes with them, and with the next ones if they were killed. */
class TestDirectoryTest {
  @TempDir Path all;

  @Test
  void whatAProcessLeftThatIsGoneIsRemovedAndNothingElse() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path left = all.resolve("strongroom-tests-" + ended.pid());
    Files.createDirectories(left.resolve("deep/er"));
    Path outside = Files.writeString(all.resolve("outside"), "not theirs");
    Files.createSymbolicLink(left.resolve("deep/link"), outside);
    Path running =
        Files.createDirectory(all.resolve("strongroom-tests-" + ProcessHandle.current().pid()));
    Path other = Files.createDirectory(all.resolve("strongroom-tests-of-mine"));

    TestDirectory.removeLeft(all);

    assertThat(left).doesNotExist();
    assertThat(outside).exists();
    assertThat(running).exists();
    assertThat(other).exists();
  }

  @Test
  void directoriesOfAProcessLieTogether() {
    assertThat(TestDirectory.temporary("a").getParent())
        .isEqualTo(TestDirectory.temporary("b").getParent())
        .hasFileName("strongroom-tests-" + ProcessHandle.current().pid());
  }
}
