package org.strongroom.e2e.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.TypedTerminal;
import org.strongroom.e2e.material.DiskImages;

/** The tool as people at a terminal see it: the shell, its history, completion, prompts, bars. */
class CliTerminalTest {
  @TempDir static Path directory;
  private static TestBed bed;
  private static Cli cli;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    cli = bed.loggedInCli();
    bed.zone("zone1");
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @Test
  void asksForPasswordsWithoutShowingThem() {
    Cli home = new Cli(directory.resolve("asked"), bed.server().url());

    Cli.Result result =
        home.terminal("LogInByAccount accountName=admin password=?", ServerProcess.PASSWORD + "\n");

    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out()).contains("password: ");
    home.line("QueryZone").ok();
  }

  @Test
  void keepsPasswordsOutOfItsHistory() throws Exception {
    Cli home = new Cli(directory.resolve("shell"), bed.server().url());

    Cli.Result result =
        home.terminal(
            "shell",
            """
            LogInByAccount accountName=admin password=%s
            QueryZone name=zone1
            exit
            """
                .formatted(ServerProcess.PASSWORD));

    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out()).contains("\"name\" : \"zone1\"");
    assertThat(Files.readString(home.configuration().resolve("history")))
        .contains("LogInByAccount accountName=admin password=?", "QueryZone name=zone1")
        .doesNotContain(ServerProcess.PASSWORD);
  }

  @Test
  void completesByTab() {
    try (TypedTerminal shell = cli.typing("shell")) {
      shell.awaitShown("strongroom> ");
      shell.type("QueryZon\t");
      shell.awaitShown("QueryZone ");
      shell.type("nam\t");
      shell.awaitShown("name=");
      shell.type("zone1\r");
      shell.awaitShown("\"name\" : \"zone1\"");
      shell.type("QueryBackupStorage zon\t");
      shell.awaitShown("zone.");
      shell.type("nam\t");
      shell.awaitShown("e=");
      shell.type("zone1\r");
      shell.awaitShown("\"inventories\" : [ ]");
      shell.type("exit\r");
      assertThat(shell.awaitEnd()).isZero();
    }
  }

  @Test
  void readsCommandsFromAPipeUpToTheFirstFailure() {
    Cli.Result result =
        cli.line(
            "shell",
            """
            # a script
            CreateZone name='first zone'
            DeleteZone uuid=nothing
            CreateZone name=never
            """,
            Map.of());

    assertThat(result.code()).isEqualTo(3);
    assertThat(bed.admin().query("/zones", "name=first zone")).hasSize(1);
    assertThat(bed.admin().query("/zones", "name=never")).isEmpty();
  }

  @Test
  void showsHowFarATransferIs() {
    TestStorage storage = bed.fileSystem("local");
    Path file = DiskImages.raw(directory, "disk.raw", 64);

    Cli.Result result =
        cli.terminal("upload " + file + " name=disk backupStorageUuids=" + storage.uuid(), "");

    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out()).contains("MiB").contains("%");
  }
}
