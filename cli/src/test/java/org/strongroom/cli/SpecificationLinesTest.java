package org.strongroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Received;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import tools.jackson.databind.json.JsonMapper;

/** Every command line that the specification prints becomes the request of its operation. */
class SpecificationLinesTest {
  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void logIn() {
    workplace = new Workplace(home, server.url()).loggedIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AddSftpBackupStorage name=sftp1 url=/storage/sftp1 hostname=192.168.0.220 username=root password=password | POST | /backup-storage/sftp | {"params":{"name":"sftp1","url":"/storage/sftp1","hostname":"192.168.0.220","username":"root","password":"password"},"systemTags":[],"userTags":[]}
          DeleteBackupStorage uuid=1613b627cb2e4ffcb30e7e59935064be | DELETE | /backup-storage/1613b627cb2e4ffcb30e7e59935064be |
          ChangeBackupStorageState uuid=33a35f75885f45ab96ea2626ce9c05a6 stateEvent=enable | PUT | /backup-storage/33a35f75885f45ab96ea2626ce9c05a6/actions | {"changeBackupStorageState":{"stateEvent":"enable"}}
          AttachBackupStorageToZone backupStorageUuid=d086c30f33914c98a6078269bab7bc8f zoneUuid=d086c30f33914c98a6078269bab7bc8f | POST | /zones/d086c30f33914c98a6078269bab7bc8f/backup-storage/d086c30f33914c98a6078269bab7bc8f | {"params":{},"systemTags":[],"userTags":[]}
          DetachBackupStorageFromZone backupStorageUuid=d086c30f33914c98a6078269bab7bc8f zoneUuid=d086c30f33914c98a6078269bab7bc8f | DELETE | /zones/d086c30f33914c98a6078269bab7bc8f/backup-storage/d086c30f33914c98a6078269bab7bc8f |
          QueryBackupStorage state=Enabled | GET | /backup-storage?q=state%3DEnabled |
          QueryBackupStorage image.platform=Linux | GET | /backup-storage?q=image.platform%3DLinux |
          QuerySftpBackupStorage name=sftp | GET | /backup-storage/sftp?q=name%3Dsftp |
          CreateUserTag tag=lab1 resourceType=BackupStorageVO resourceUuid=2906471068802c501773d3ee55b7766e | POST | /user-tags | {"params":{"tag":"lab1","resourceType":"BackupStorageVO","resourceUuid":"2906471068802c501773d3ee55b7766e"},"systemTags":[],"userTags":[]}
          """)
  void becomesTheRequest(String line, String method, String target, String body) {
    Outcome outcome = workplace.line(line);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    Received request = server.calls().getFirst();
    assertThat(request.method()).isEqualTo(method);
    assertThat(request.target()).isEqualTo(target);
    assertThat(request.header("Authorization")).isEqualTo("OAuth " + WireServer.SESSION);
    if (body == null) {
      assertThat(request.body()).isEmpty();
    } else {
      assertThat(request.json()).isEqualTo(JsonMapper.shared().readTree(body));
    }
  }
}
