package org.strongroom.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.shell.ShellWords;

class CallParserTest {
  private static final String SHA_512_OF_PASSWORD =
      "b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86";

  @TempDir Path home;

  private Workplace workplace() {
    return new Workplace(home, "http://127.0.0.1:1");
  }

  private static Call parse(Workplace workplace, String line) {
    List<String> words = ShellWords.split(line).texts();
    return new CallParser(
            new SecretSource(workplace.surroundings()), () -> Optional.of("session-in-use"))
        .parse(words.getFirst(), words.subList(1, words.size()));
  }

  private Map<String, Object> values(String line) {
    return parse(workplace(), line).values();
  }

  @Test
  void numbersAndBooleansAreSentAsSuch() {
    assertThat(
            values(
                "AddSftpBackupStorage name=a url=/a hostname=h username=u password=p sshPort=2222"
                    + " importImages=TRUE"))
        .containsEntry("sshPort", 2222L)
        .containsEntry("importImages", true);
  }

  @Test
  void whatWasNotGivenIsNotSent() {
    assertThat(values("CreateZone name=z")).containsOnlyKeys("name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          backupStorageUuids=a,b,c                      | a;b;c
          backupStorageUuids=a backupStorageUuids=b     | a;b
          'backupStorageUuids=a\\,b,c'                 | a,b;c
          backupStorageUuids=a,,b,                      | a;b
          """)
  void listsAreSeparatedByCommas(String words, String items) {
    assertThat(values("AddImage name=i url=file:///i " + words))
        .containsEntry("backupStorageUuids", List.of(items.split(";")));
  }

  @Test
  void quotedValuesKeepTheirBlanks() {
    assertThat(values("CreateZone name='a b' description=\"it's \\\"here\\\"\""))
        .containsEntry("name", "a b")
        .containsEntry("description", "it's \"here\"");
  }

  @Test
  void entriesOfMapsAreWrittenWithDots() {
    assertThat(values("LogInByAccount accountName=a password=b clientInfo.ip=1 clientInfo.os=x"))
        .containsEntry("clientInfo", Map.of("ip", "1", "os", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AddSftp                                          | unknown operation 'AddSftp'
          QueryBackupStorag                                | did you mean QueryBackupStorage?
          querybackupstorage                               | did you mean QueryBackupStorage?
          CreateZone nam=z                                 | did you mean name?
          CreateZone                                       | parameter 'name' of CreateZone is required
          CreateZone name=a name=b                         | name is given twice
          CreateZone zone1                                 | takes key=value
          CreateZone wholly=other                          | it takes name, description
          GetVersion x=y                                   | GetVersion takes no parameters
          ChangeZoneState uuid=u stateEvent=on             | has to be one of enable, disable
          AddSftpBackupStorage name=a url=/a hostname=h username=u sshPort=x     | has to be a whole number
          AddSftpBackupStorage name=a url=/a hostname=h username=u sshPort=65536 | has to be from 1 to 65535
          CreateZone name=z isDefault=maybe                | has to be true or false
          QueryZone name                                   | is not a condition
          QueryZone limit=x                                | has to be a whole number
          QueryZone limit>3                                | write limit=value
          QueryZone limit=1 limit=2                        | limit is given twice
          QueryZone sortBy=name sortDirection=up           | has to be asc or desc
          QueryZone sortDirection=asc                      | needs sortBy
          QueryZone timeout=soon                           | milliseconds
          QueryZone nmae=x                                 | QueryZone has no field 'nmae'; did you mean name?
          QueryZone backupStorage.image.platfrom=Linux     | no field 'backupStorage.image.platfrom'; did you mean platform?
          QueryZone backupStorag.name=x                    | did you mean backupStorage?
          QueryZone wholly=other                           | there are __systemTag__, __userTag__, backupStorage, createDate
          QueryImage sortBy=nmae                           | has no field 'nmae'; did you mean name?
          QueryImage fields=uuid,nmae                      | has no field 'nmae'; did you mean name?
          QueryImage status=Redy                           | status is never 'Redy'; did you mean Ready?
          QueryImage status?=Ready,Gone                    | status is never 'Gone'; it is one of Creating
          QueryZone backupStorage.status!=Conected         | did you mean Connected?
          QueryImage size>99999999999E                     | too large
          QueryZone conditions=[{                          | not a JSON list
          QueryZone conditions=[{}]                        | needs name, op and value
          """)
  void refusesWithTheReason(String line, String reason) {
    assertThatThrownBy(() -> values(line))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aWordWithoutKeyIsNotRepeatedForItMayBePartOfASecret() {
    assertThatThrownBy(() -> values("LogInByAccount accountName=a password=canary is-split"))
        .hasMessageNotContaining("is-split");
  }

  @Test
  void queriesHaveConditionsAndSettings() {
    Call call =
        parse(
            workplace(),
            "QueryImage name~=deb size>=10 limit=5 start=10 replyWithCount=true sortBy=size"
                + " sortDirection=desc fields=uuid,name timeout=1500");

    assertThat(call.values())
        .isEqualTo(
            Map.of(
                "q",
                List.of("name~=%deb%", "size>=10"),
                "limit",
                5L,
                "start",
                10L,
                "replyWithCount",
                true,
                "sort",
                "-size",
                "fields",
                "uuid,name"));
    assertThat(call.timeout()).contains(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size>=1G                       | size>=1073741824
          size>=1.5Ti                    | size>=1649267441664
          size>=1e9                      | size>=1000000000
          size>=1.5e+3                   | size>=1500
          size>=1E                       | size>=1152921504606846976
          size>=1g                       | size>=1073741824
          actualSize<20GiB               | actualSize<21474836480
          size<1.5T                      | size<1649267441664
          size=2kB                       | size=2000
          size?=1K,5,1M                  | size?=1024,5,1048576
          backupStorage.availableCapacity>1P | backupStorage.availableCapacity>1125899906842624
          size>=1000                     | size>=1000
          size>=large                    | size>=large
          size=null                      | size is null
          name=1G                        | name=1G
          status=ready                   | status=ready
          status~=Re                     | status~=%Re%
          system=1                       | system=1
          platform!=null                 | platform not null
          __userTag__=prod               | __userTag__=prod
          backupStorage.imageRef.status=Ready | backupStorage.imageRef.status=Ready
          """)
  void conditionsAreSentAsTheServerTakesThem(String typed, String sent) {
    assertThat(values("QueryImage '" + typed + "'")).containsEntry("q", List.of(sent));
  }

  @Test
  void listsOfOthersCanBeAskedFor() {
    assertThat(values("QueryImage fields=uuid,backupStorageRefs"))
        .containsEntry("fields", "uuid,backupStorageRefs");
  }

  @Test
  void conditionsCanBeWrittenAsTheServerTakesThem() {
    assertThat(values("QueryImage 'conditions=platform is null'"))
        .containsEntry("q", List.of("platform is null"));
    assertThat(
            values(
                "QueryImage"
                    + " 'conditions=[{\"name\":\"state\",\"op\":\"=\",\"value\":\"Enabled\"},{\"name\":\"uuid\",\"op\":\"in\",\"value\":\"a,b\"},{\"name\":\"md5Sum\",\"op\":\"is"
                    + " null\"}]'"))
        .containsEntry("q", List.of("state=Enabled", "uuid?=a,b", "md5Sum is null"));
  }

  @Test
  void accountPasswordsAreHashedAndSshPasswordsAreNot() {
    assertThat(values("LogInByAccount accountName=admin password=password"))
        .containsEntry("password", SHA_512_OF_PASSWORD);
    assertThat(values("CreateAccount name=a password=password"))
        .containsEntry("password", SHA_512_OF_PASSWORD);
    assertThat(values("UpdateAccount uuid=a password=password oldPassword=password"))
        .containsEntry("password", SHA_512_OF_PASSWORD)
        .containsEntry("oldPassword", SHA_512_OF_PASSWORD);
    assertThat(values("UpdateSftpBackupStorage uuid=a password=password"))
        .containsEntry("password", "password");
  }

  @Test
  void secretsComeFromFileEnvironmentInputOrTerminal() throws IOException {
    Path file = Files.writeString(home.resolve("secret file"), "from file\n");
    Workplace workplace =
        workplace()
            .with("SECRET", "from environment")
            .reading("from input\nand more\n")
            .at(new TypingUser("from terminal", 80));

    assertThat(sshPassword(workplace, "@" + file)).isEqualTo("from file");
    assertThat(sshPassword(workplace, "env:SECRET")).isEqualTo("from environment");
    assertThat(sshPassword(workplace, "@-")).isEqualTo("from input");
    assertThat(sshPassword(workplace, "?")).isEqualTo("from terminal");
  }

  @ParameterizedTest
  @CsvSource({"text:@home,@home", "text:?,?", "text:env:X,env:X", "text:text:,text:", "?x,?x"})
  void valuesThatLookLikeASourceCanBeGiven(String typed, String meant) {
    assertThat(sshPassword(workplace(), typed)).isEqualTo(meant);
  }

  private static String sshPassword(Workplace workplace, String typed) {
    return String.valueOf(
        parse(workplace, "UpdateSftpBackupStorage uuid=a " + ShellWords.quote("password=" + typed))
            .values()
            .get("password"));
  }

  @ParameterizedTest
  @CsvSource({
    "@/nowhere/at/all,cannot read the file",
    "env:NOT_SET,no variable NOT_SET",
    "?,there is no terminal",
    "@-,no line to read"
  })
  void secretsThatCanNotBeHadAreRefused(String typed, String reason) {
    assertThatThrownBy(() -> sshPassword(workplace(), typed))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aMissingRequiredSecretIsAskedFor() {
    TypingUser user = new TypingUser("password", 80);

    Call call = parse(workplace().at(user), "LogInByAccount accountName=admin");

    assertThat(call.values()).containsEntry("password", SHA_512_OF_PASSWORD);
    assertThat(user.asked()).containsExactly("password: ");
  }

  @Test
  void aLogInTakesThePasswordOfTheEnvironment() {
    Workplace workplace = workplace().with("STRONGROOM_PASSWORD", "password");
    assertThat(parse(workplace, "LogInByAccount accountName=admin").values())
        .containsEntry("password", SHA_512_OF_PASSWORD);
  }

  @Test
  void operationsOnSessionsMeanTheOneInUse() {
    assertThat(values("LogOut")).containsEntry("sessionUuid", "session-in-use");
    assertThat(values("LogOut sessionUuid=other")).containsEntry("sessionUuid", "other");
  }

  @Test
  void showsNoValuesOfItself() {
    assertThat(parse(workplace(), "UpdateSftpBackupStorage uuid=a password=canary"))
        .asString()
        .doesNotContain("canary");
  }
}
