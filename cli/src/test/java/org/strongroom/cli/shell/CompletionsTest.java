package org.strongroom.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.cli.shell.Completions.Completion;

class CompletionsTest {
  private final Completions completions =
      new Completions(List.of("upload", "help", "exit"), List.of("--no-wait", "--output"));

  /** Operators are written after the cursor, here {@code |}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          AddSf|;                                  AddSftpBackupStorage
          Reconnect|;                              ReconnectBackupStorage ReconnectFileSystemBackupStorage ReconnectSftpBackupStorage ReconnectS3BackupStorage ReconnectSwiftBackupStorage
          upl|;                                    upload
          help AddIm|;                             AddImage
          AddImage back|;                          backupStorageUuids=
          AddImage mediaType=|;                    mediaType=RootVolumeTemplate mediaType=ISO mediaType=DataVolumeTemplate
          AddImage mediaType=I|;                   mediaType=ISO
          AddImage system=|;                       system=true system=false
          ChangeZoneState uuid=u state|;           stateEvent=
          ChangeZoneState uuid=u stateEvent=d|;    stateEvent=disable
          upload file.qcow2 plat|;                 platform=
          upload file.qcow2 u|;                    userTags=
          upload --n|;                             --name --no-wait
          upload file.qcow2 --format v|;           vmdk vmtx vhd vhdx vdi
          image upload file.qcow2 --arch|;         --architecture
          completion z|;                           zsh
          QueryBackupStorage sta|;                 state= status= statusReason= start=
          QueryBackupStorage status=|;             status=Connecting status=Connected status=Disconnected
          QueryBackupStorage status!=Conn|;        status!=Connecting status!=Connected
          QueryBackupStorage status?=Connected,D|; status?=Connected,Disconnected
          QueryBackupStorage ima|;                 image.
          QueryBackupStorage image.pl|;            image.platform=
          QueryBackupStorage image.platform=L|;    image.platform=Linux
          QueryBackupStorage image.backupStorage.zone.na|; image.backupStorage.zone.name=
          QueryZone backupStorage.image.backupStorage.state=E|; backupStorage.image.backupStorage.state=Enabled
          QueryBackupStorage imageRe|;             ''
          QueryBackupStorage no.such.na|;          ''
          QueryZone sortDirection=|;               sortDirection=asc sortDirection=desc
          QueryZone fields=uuid,na|;               fields=uuid,name
          QueryZone __u|;                          __userTag__=
          NoSuchOperation na|;                     ''
          backup-n|;                               backup-node
          image-b|;                                image-backup
          backup-node re|;                         register
          help backup-node re|;                    register
          backup-node discover 1 --n|;             --no-wait
          AddImage --n|;                           --no-wait
          backup-node register --d|;               --display-name
          backup-node register --display-name |;   ''
          backup-node deregister 1 --force --u|;   --uninstall
          bucket register --type |;                s3 ibm_cos
          bucket register --type=i|;               --type=ibm_cos
          bucket update b --region |;              ''
          backup-node list --sort-direction d|;    desc
          backup-node list --fields uuid,dis|;     uuid,displayName
          backup-node list sta|;                   state= status= statusReason= statusReasonKind=
          backup-node list status!=Conn|;          status!=Connecting status!=Connected
          image list backupStorage.na|;            backupStorage.name=
          image show --f|;                         --fields
          role add re|;                            reader
          image nonsense --f|;                     ''
          """)
  void goesOnAsTheDeclarationsSay(String typed, String expected) {
    List<String> words = List.of(typed.substring(0, typed.indexOf('|')).split(" ", -1));
    assertThat(
            completions.of(words).stream()
                .map(Completion::word)
                .filter(word -> word.startsWith(words.getLast())))
        .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
  }
}
