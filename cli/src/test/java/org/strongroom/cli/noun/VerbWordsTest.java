package org.strongroom.cli.noun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.noun.VerbWords.ToolOptions;
import org.strongroom.cli.shell.ShellWords;

class VerbWordsTest {
  private static final ToolOptions TOOL =
      new ToolOptions() {
        @Override
        public boolean knows(String option) {
          return Set.of("--no-wait", "--url", "--timeout", "--output", "-o").contains(option);
        }

        @Override
        public boolean takesValue(String option) {
          return Set.of("--url", "--timeout", "--output", "-o").contains(option);
        }
      };

  private static VerbWords read(String line) {
    List<String> typed = ShellWords.split(line).texts();
    return VerbWords.read(
        Nouns.verb(typed.get(0), typed.get(1)), typed.subList(2, typed.size()), TOOL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          backup-node register --access-ip 10.0.0.5 --user-id=backup | accessIp=10.0.0.5;userId=backup
          backup-node register 10.0.0.5 userId=backup                | accessIp=10.0.0.5;userId=backup
          backup-node register --accessIp 10.0.0.5                   | accessIp=10.0.0.5
          backup-node register --password=?                          | password=?
          backup-node register --password ?                          | password=?
          backup-node register --password --display-name a           | password=?;displayName=a
          backup-node register --password                            | password=?
          backup-node register --password=a=b                        | password=a=b
          backup-node register --display-name ''                     | displayName=
          backup-node register --display-name '-a b'                 | displayName=-a b
          backup-node register --display-name=--a                    | displayName=--a
          backup-node deregister --force 1                           | force=true;id=1
          backup-node deregister 1 --force --uninstall               | id=1;force=true;uninstall=true
          backup-node deregister 1 --force=false                     | id=1;force=false
          backup-node deregister 1 --force FALSE                     | id=1;force=FALSE
          backup-storage enable a                                    | uuid=a;stateEvent=enable
          backup-storage disable a                                   | uuid=a;stateEvent=disable
          backup-storage change-state a --state-event enable         | uuid=a;stateEvent=enable
          backup-storage read-only a                                 | uuid=a
          backup-storage drain a                                     | uuid=a
          image hash a --backup-storage-uuid b                       | uuid=a;backupStorageUuid=b;algorithm=SHA256
          image hash a --backup-storage-uuid b --algorithm MD5       | uuid=a;backupStorageUuid=b;algorithm=MD5
          backup-node show 1                                         | id=1;limit=2
          backup-node show 33a35f75885f45ab96ea2626ce9c05a6          | uuid=33a35f75885f45ab96ea2626ce9c05a6;limit=2
          backup-node show 12345678901234567890123456789012          | uuid=12345678901234567890123456789012;limit=2
          backup-node show displayName=a --fields id                 | displayName=a;fields=id;limit=2
          backup-node list status=Connected --sort-by displayName    | status=Connected;sortBy=displayName
          backup-node list availableCapacity>=5 --count              | availableCapacity>=5;count=true
          image-backup export abc --name b --upload-to-cos           | imageUuid=abc;name=b;uploadToCos=true
          image-backup import abc --name b                           | imageBackupUuid=abc;name=b
          image add --url http://h/i --backup-storage-uuids a,b --backup-storage-uuids c | url=http://h/i;backupStorageUuids=a,b;backupStorageUuids=c
          backup-storage attach abc --zone-uuid z                    | backupStorageUuid=abc;zoneUuid=z
          role add reader --account-uuid a --project-uuid p          | role=reader;accountUuid=a;projectUuid=p
          user create alice --password=env:PW                        | name=alice;password=env:PW
          project create -- -a                                       | name=-a
          bucket images abc                                          | uuid=abc
          image-backup progress abc                                  | uuid=abc
          """)
  void becomeThoseOfTheOperation(String line, String words) {
    assertThat(String.join(";", read(line).words())).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image add --nam x                        | image add has no option --nam; did you mean --name?
          image add --name                         | --name needs a value
          image add --name --system                | --name needs a value
          image add debian                         | image add: one word too many
          image add debian                         | give the rest as --name, --url
          config set ping.interval 30              | only the name does; give the rest as --category
          image show                               | needs the uuid of a resource
          image show --fields name                 | needs the uuid of a resource
          backup-node show                         | needs the id or uuid of a resource
          backup-node deregister 1 2               | one word too many stands alone
          backup-node register h --password my key | one word too many stands alone
          backup-node list --timeouts 5            | has no option --timeouts
          """)
  void refusesWithTheReason(String line, String reason) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("my")
        .hasMessageNotContaining("key");
  }

  @Test
  void optionsOfTheToolAreSetAside() {
    VerbWords read = read("zone delete -o table z --no-wait --timeout=5 --url http://h");
    assertThat(read.words()).containsExactly("uuid=z");
    assertThat(read.forTool())
        .containsExactly("-o", "table", "--no-wait", "--timeout=5", "--url", "http://h");
  }

  @Test
  void anOptionOfTheVerbWinsOverOneOfTheTool() {
    VerbWords read = read("backup-storage add-sftp --url /storage --no-wait");
    assertThat(read.words()).containsExactly("url=/storage");
    assertThat(read.forTool()).containsExactly("--no-wait");
  }
}
