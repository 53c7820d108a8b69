package org.strongroom.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script in a real bash, which is told where its cursor stands. */
class BashCompletionTest {
  @TempDir Path directory;
  private Path script;

  @BeforeEach
  void write() throws IOException {
    script = directory.resolve("strongroom.bash");
    Files.writeString(
        script,
        BashCompletion.script(
            Set.of("upload", "download", "help", "shell", "context", "completion"),
            List.of("--output", "--no-wait")));
  }

  /** The cursor is {@code |}. Words are apart as bash has them: {@code =} is one of its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          AddSf|;                               AddSftpBackupStorage
          backup-n|;                            backup-node
          help backup-n|;                       backup-node
          help backup-node reg|;                register
          backup-node |;                        deregister discover list register show update
          backup-node reg|;                     register
          backup-node register --d|;            --display-name
          backup-node register --display-name |;``
          backup-node deregister 1 --force --u|;--uninstall
          bucket register --type |;             s3 ibm_cos
          bucket register --type i|;            ibm_cos
          bucket register --type = i|;          ibm_cos
          backup-node list --sort-d|;           --sort-direction
          backup-node list --sort-direction |;  asc desc
          backup-node list --sort-by dis|;      displayName
          backup-node list displ|;              displayName=
          backup-node list status = Conn|;      Connecting Connected
          role add re|;                         reader
          backup-node show --f|;                --fields
          image-backup export i --no|;          --no-wait
          image-backup export i --name=a --n|;  --name --no-wait
          -o table backup-node reg|;            register
          backup-node nonsense |;               ``
          upload f --arch|;                     --architecture
          upload --n|;                          --name --no-wait
          image upload f --format v|;           vmdk vmtx vhd vhdx vdi
          image upload f --format=q|;           qcow2
          context |;                            add list remove use
          completion |;                         bash fish zsh
          AddImage media|;                      mediaType= mediaType=RootVolumeTemplate mediaType=ISO mediaType=DataVolumeTemplate
          AddImage mediaType = I|;              ISO
          """)
  void completes(String line, String expected) throws Exception {
    String typed = line.substring(0, line.indexOf('|'));
    List<String> words = List.of(("strongroom " + typed).split(" ", -1));
    String asTyped = ("strongroom " + typed).replace(" = ", "=");
    String program =
        """
        source "$1"; shift
        COMP_LINE="$1"; COMP_POINT=${#COMP_LINE}; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        compopt() { :; }
        _strongroom
        echo "${COMPREPLY[*]}"
        """;
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-u", "-c", program, "bash", script.toString(), asTyped);
    bash.command().addAll(words);
    Process process = bash.redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(answer.strip()).isEqualTo(expected);
  }
}
