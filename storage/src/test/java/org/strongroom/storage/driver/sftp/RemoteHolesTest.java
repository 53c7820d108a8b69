package org.strongroom.storage.driver.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.sftp.wire.DataMap;

/** What shells with few programs know of holes. */
class RemoteHolesTest {
  private static final long GIB = 1L << 30;
  private static final int BLOCK = 64 << 10;

  @TempDir Path directory;

  @Test
  void tarTellsThemWherePerlAndPythonAreMissing() throws Exception {
    Path file = sparse("it's a disk.raw", 0, 3 * GIB, 7 * GIB);
    DataMap data = told(file, "tar", "stat", "grep", "head", "tr");
    for (long at : new long[] {0, 3 * GIB, 7 * GIB}) {
      assertThat(data.hasData(at)).isTrue();
      assertThat(data.hasData(at + BLOCK - 1)).isTrue();
      assertThat(data.hasData(at + 2 * BLOCK)).isFalse();
    }
    assertThat(data.end(4 * GIB)).isEqualTo(7 * GIB);
  }

  @Test
  void oneThatIsAllHoleHasNoData() throws Exception {
    DataMap data = told(sparse("empty.raw"), "tar", "stat", "grep", "head", "tr");
    assertThat(data.hasData(0)).isFalse();
    assertThat(data.end(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void withoutHolesOrProgramsAllIsData() throws Exception {
    Path whole = Files.write(directory.resolve("whole.raw"), new byte[BLOCK]);
    assertThat(told(whole, "tar", "stat", "grep", "head", "tr").end(0)).isEqualTo(Long.MAX_VALUE);
    Path file = sparse("disk.raw", GIB);
    assertThat(told(file, "stat", "grep").hasData(0)).isTrue();
    assertThat(told(file, "tar", "grep", "head", "tr").hasData(0)).isTrue();
  }

  /** 10 GiB, of which a block is written at each of these places. */
  private Path sparse(String name, long... places) throws IOException {
    Path file = directory.resolve(name);
    byte[] block = new byte[BLOCK];
    block[0] = 1;
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(10 * GIB);
      for (long place : places) {
        out.seek(place);
        out.write(block);
      }
    }
    return file;
  }

  /** Runs the script as a server does, with these programs alone. */
  private DataMap told(Path file, String... programs) throws Exception {
    Path path = Files.createTempDirectory(directory, "bin");
    for (String program : programs) {
      Files.createSymbolicLink(path.resolve(program), found(program));
    }
    var builder = new ProcessBuilder("/bin/sh", "-s");
    builder.environment().put("PATH", path.toString());
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(RemoteHoles.script(file.toString()).getBytes(StandardCharsets.UTF_8));
    }
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).isZero();
    return RemoteHoles.data(lines);
  }

  private static Path found(String program) {
    return List.of(Path.of("/usr/bin", program), Path.of("/bin", program)).stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
