package org.strongroom.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {
  @TempDir Path home;

  @Test
  void keepsOneSessionForEachServer() {
    SessionFile sessions = new SessionFile(home.resolve("strongroom"));
    sessions.keep("http://a:1", "one");
    sessions.keep("http://b:1", "two");
    sessions.keep("http://a:1", "three");

    assertThat(sessions.session("http://a:1")).contains("three");
    assertThat(sessions.session("http://b:1")).contains("two");
    sessions.forget("http://a:1");
    assertThat(sessions.session("http://a:1")).isEmpty();
    assertThat(sessions.session("http://b:1")).contains("two");
  }

  @Test
  void onlyTheUserCanReadIt() throws IOException {
    Path directory = home.resolve("new/strongroom");
    new SessionFile(directory).keep("http://a:1", "one");

    assertThat(permissions(directory)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(2).allMatch(file -> permissions(file).equals("rw-------"));
    }
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSpoiltFileOnlyMeansLoggingInAgain() throws IOException {
    Files.writeString(home.resolve("sessions.json"), "{broken");
    SessionFile sessions = new SessionFile(home);

    assertThat(sessions.session("http://a:1")).isEmpty();
    sessions.keep("http://a:1", "one");
    assertThat(sessions.session("http://a:1")).contains("one");
  }
}
