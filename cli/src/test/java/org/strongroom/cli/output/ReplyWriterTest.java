package org.strongroom.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;

class ReplyWriterTest {
  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void twoStorages() {
    workplace = new Workplace(home, server.url()).loggedIn();
    server.on(
        "GET /backup-storage",
        Answer.ok(
            """
            {"inventories":[
              {"uuid":"33a35f75885f45ab96ea2626ce9c05a6","name":"sftp\\u003d1","description":"first","url":"/a","totalCapacity":1585341214720,
               "state":"Enabled","status":"Connected","attachedZoneUuids":["z1","z2"],"createDate":"Jun 1, 2015 3:42:26 PM"},
              {"uuid":"44a35f75885f45ab96ea2626ce9c05a6","name":"北京\\u001b[2J","url":"/b","totalCapacity":512,
               "state":"Enabled","status":"Connecting","attachedZoneUuids":[],"createDate":"Jun 1, 2015 3:42:26 PM"}],
             "total":2,"schema":{"inventories[0]":"x"}}
            """));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void jsonIsIndentedAndWithoutClassNames() {
    assertThat(workplace.line("QueryBackupStorage").out())
        .startsWith("{\n    \"inventories\" : [\n        {\n            \"uuid\" : \"33a3")
        .contains("\"name\" : \"sftp=1\"")
        .contains("\"total\" : 2")
        .doesNotContain("schema")
        .endsWith("}\n");
  }

  @Test
  void yamlHasTheSameContent() {
    assertThat(workplace.line("QueryBackupStorage -o yaml").out())
        .startsWith("inventories:\n- uuid: 33a35f75885f45ab96ea2626ce9c05a6\n  name: sftp=1\n")
        .contains("  totalCapacity: 1585341214720\n")
        .endsWith("total: 2\n");
  }

  @Test
  void aTableHasAColumnForEachField() {
    assertThat(workplace.line("QueryBackupStorage -o table").out())
        .isEqualToNormalizingNewlines(
            """
            uuid                              name      state    status      totalCapacity  url  description  attachedZoneUuids  createDate
            33a35f75885f45ab96ea2626ce9c05a6  sftp=1    Enabled  Connected         1.4 TiB  /a   first        z1,z2              Jun 1, 2015 3:42:26 PM
            44a35f75885f45ab96ea2626ce9c05a6  北京�[2J  Enabled  Connecting          512 B  /b                                   Jun 1, 2015 3:42:26 PM
            total: 2
            """);
  }

  @Test
  void aTableFitsTheTerminal() {
    String[] lines =
        workplace.at(new TypingUser("", 60)).line("QueryBackupStorage -o table").out().split("\n");
    assertThat(lines).allMatch(line -> line.length() <= 60);
    assertThat(lines[0]).startsWith("uuid").contains("name", "state").doesNotContain("url");
  }

  @Test
  void oneInventoryIsAListOfFields() {
    server.jobsEnd(
        Answer.ok(
            "{\"inventory\":{\"uuid\":\"u\",\"name\":\"zone1\",\"refs\":[{\"a\":1},{\"a\":2}]}}"),
        0);
    assertThat(workplace.line("CreateZone name=zone1 -o table").out())
        .isEqualToNormalizingNewlines(
            """
            field  value
            uuid   u
            name   zone1
            refs   a=1; a=2
            """);
  }

  @Test
  void fieldsAreColumnsInTheOrderGiven() {
    for (String format : new String[] {"table", "wide"}) {
      assertThat(
              workplace
                  .line("QueryBackupStorage fields=url,name,uuid,description -o " + format)
                  .out()
                  .lines()
                  .findFirst())
          .as(format)
          .hasValueSatisfying(line -> assertThat(line).matches("url +name +uuid +description"));
    }
    assertThat(workplace.line("backup-storage list --fields url,name -o csv").out())
        .startsWith("url,name\n/a,sftp=1\n");
  }

  @Test
  void csvIsForSpreadsheets() {
    server.on(
        "GET /zones",
        WireServer.rows(
            "{\"uuid\":\"u\",\"name\":\"a, \\\"b\\\"\",\"size\":2048}",
            "{\"uuid\":\"v\",\"name\":\"c\\nd\"}"));

    assertThat(workplace.line("QueryZone -o csv").out())
        .isEqualTo("uuid,name,size\nu,\"a, \"\"b\"\"\",2048\nv,c d,\n");
    server.on("GET /zones", WireServer.rows("{\"name\":\"=HYPERLINK(1)\",\"size\":-1}"));
    assertThat(workplace.line("QueryZone -o csv").out())
        .isEqualTo("name,size\n'=HYPERLINK(1),-1\n");
    server.on("GET /zones", WireServer.rows());
    assertThat(workplace.line("QueryZone -o csv").out()).isEmpty();
    assertThat(workplace.line("QueryZone fields=uuid,name -o csv").out()).isEqualTo("uuid,name\n");
  }

  @Test
  void namesStandOnLinesOfTheirOwn() {
    assertThat(workplace.line("QueryBackupStorage -o name").out().lines().findFirst())
        .contains("sftp=1");
    server.on("GET /backup-nodes", WireServer.rows("{\"uuid\":\"u\",\"displayName\":\"n\"}"));
    assertThat(workplace.line("backup-node show 1 -o name").out()).isEqualTo("n\n");
    server.on("GET /zones", WireServer.rows());
    assertThat(workplace.line("QueryZone -o name").out()).isEmpty();
  }

  @Test
  void sizesAreNumbersIfWanted() {
    assertThat(workplace.line("QueryBackupStorage -o table --bytes").out())
        .contains(" 1585341214720 ");
  }

  @Test
  void wideHasAllColumnsOnATerminalToo() {
    assertThat(workplace.at(new TypingUser("", 60)).line("QueryBackupStorage -o wide").out())
        .contains("attachedZoneUuids", "createDate");
  }

  @Test
  void timesInTablesAreThoseOfTheReader() {
    server.inZone("Asia/Shanghai");
    workplace.with("TZ", "Europe/Berlin");
    for (String format : new String[] {"table", "wide", "csv"}) {
      assertThat(workplace.line("QueryBackupStorage -o " + format).out())
          .as(format)
          .contains("2015-06-01T09:42:26+02:00");
    }
    assertThat(workplace.line("QueryBackupStorage").out()).contains("Jun 1, 2015 3:42:26 PM");
    workplace.with("TZ", "no such zone");
    assertThat(workplace.line("QueryBackupStorage -o table").out()).contains("2015-06-01T");
  }

  @Test
  void theNumberAloneHasNoColumns() {
    server.on("GET /zones", Answer.ok("{\"total\":7}"));
    assertThat(workplace.line("QueryZone count=true fields=uuid -o table").out())
        .isEqualTo("field  value\ntotal  7\n");
  }

  @Test
  void emptyRepliesSaySo() {
    assertThat(workplace.line("QueryZone -o table").out()).isEqualTo("no rows\n");
    assertThat(workplace.line("DeleteZone uuid=0123456789ab4cde8f0123456789abcd -o table").out())
        .isEqualTo("done\n");
    assertThat(workplace.line("DeleteZone uuid=0123456789ab4cde8f0123456789abcd").out().strip())
        .isEqualTo("{ }");
  }
}
