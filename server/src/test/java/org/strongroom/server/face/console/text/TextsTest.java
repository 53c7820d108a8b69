package org.strongroom.server.face.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.Operation;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.config.Setting;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/** No text lacks in any language, and sizes and times are written as people write them. */
class TextsTest {
  private static final Path SOURCES =
      Path.of("src/main/java/org/strongroom/server/face/console").toAbsolutePath();
  private static final Pattern SAID = Pattern.compile("say\\(\\s*\"([a-z0-9.-]+)\"");
  private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

  private static final Pattern HUMPS = Pattern.compile("[A-Z][a-z]+([A-Z][a-z0-9]+)+");

  private final Texts english = Texts.in(Language.ENGLISH);
  private final Texts chinese = Texts.in(Language.CHINESE);

  @Test
  void eachTextStandsInEachLanguageWithTheSamePlacesForValues() {
    assertThat(chinese.keys()).isEqualTo(english.keys());
    for (String key : english.keys()) {
      assertThat(english.say(key)).as(key).isNotBlank();
      assertThat(chinese.say(key)).as(key).isNotBlank();
      assertThat(places(chinese.say(key))).as(key).isEqualTo(places(english.say(key)));
    }
  }

  /** What a declaration says of an operation, parameter or setting is in help_zh.txt, too. */
  @Test
  void operationsParametersAndSettingsAreExplainedInChinese() {
    Set<String> lacking = new TreeSet<>();
    for (Setting setting : Setting.values()) {
      if (!Helps.known().contains(setting.description())) {
        lacking.add(setting.description());
      }
    }
    for (OperationModel operation : Operations.all()) {
      if (operation.mode() == Operation.Mode.ASYNC) {
        if (!Helps.known().contains(operation.summary())) {
          lacking.add(operation.summary());
        }
        operation.parameters().stream()
            .filter(each -> !each.isWithoutEffect() && !each.isMap())
            .map(ParameterModel::description)
            .filter(each -> !Helps.known().contains(each))
            .forEach(lacking::add);
      }
    }
    assertThat(lacking).as("what help_zh.txt lacks").isEmpty();
    assertThat(Helps.known())
        .allSatisfy(
            each -> assertThat(Helps.in(Language.CHINESE, each)).matches(".*[\\u4e00-\\u9fff].*"));
  }

  /** Forms speak to people: they name no operations, which only programs call by these names. */
  @Test
  void formsAreExplainedWithoutTheNamesOfOperations() {
    Set<String> declared = new TreeSet<>();
    for (OperationModel operation : Operations.all()) {
      if (operation.mode() == Operation.Mode.ASYNC) {
        declared.add(operation.summary());
        operation.parameters().stream()
            .filter(each -> !each.isWithoutEffect() && !each.isMap())
            .forEach(each -> declared.add(each.description()));
      }
    }
    assertThat(declared).containsAll(Helps.said());
    for (Language language : Language.all()) {
      for (String help : declared) {
        assertThat(HUMPS.matcher(Helps.in(language, help)).results().map(MatchResult::group))
            .as(help)
            .noneMatch(word -> Operations.named(word).isPresent());
      }
    }
  }

  /** What a column or a fact is, is told over its name. */
  @Test
  void columnsAreExplainedInChinese() {
    Set<String> lacking = new TreeSet<>();
    for (Listing listing : Listings.all()) {
      for (String field : Inventories.fields(listing.inventory())) {
        String help = Inventories.help(listing.inventory(), field);
        if (!help.isEmpty() && !Helps.known().contains(help)) {
          lacking.add(help);
        }
      }
    }
    assertThat(lacking).as("what help_zh.txt lacks").isEmpty();
  }

  private static Set<String> places(String text) {
    return new TreeSet<>(PLACE.matcher(text).results().map(MatchResult::group).toList());
  }

  @Test
  void eachTextThatPagesSayIsThere() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> said =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> SAID.matcher(read(file)).results().map(m -> m.group(1)))
              .filter(key -> !key.endsWith("."))
              .toList();
      assertThat(said)
          .hasSizeGreaterThan(50)
          .allSatisfy(key -> assertThat(english.has(key)).as(key).isTrue());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void eachListHasItsTextsAndEachColumnItsName() {
    for (Listing listing : Listings.all()) {
      for (String part : new String[] {"title", "lead", "empty", "empty.hint"}) {
        assertThat(english.has(listing.path() + "." + part)).as(listing.path()).isTrue();
      }
      for (String column : listing.columns()) {
        assertThat(english.has("field." + column)).as(column).isTrue();
        Inventories.choices(listing.inventory(), column)
            .forEach(choice -> assertThat(english.has("choice." + choice)).as(choice).isTrue());
      }
    }
  }

  /** Buttons and titles of forms are the names of operations. */
  @Test
  void eachOperationOfFormsHasItsNameInChinese() {
    assertThat(
            Operations.all().stream()
                .filter(each -> each.mode() == Operation.Mode.ASYNC)
                .map(each -> "operation." + each.name())
                .filter(key -> !chinese.has(key)))
        .isEmpty();
  }

  /** Each field of a form has a name. */
  @Test
  void eachParameterOfFormsHasItsNameInChinese() {
    assertThat(
            Operations.all().stream()
                .filter(each -> each.mode() == Operation.Mode.ASYNC)
                .flatMap(each -> each.parameters().stream())
                .filter(each -> !each.isWithoutEffect() && !each.isMap())
                .map(each -> "field." + each.name())
                .filter(key -> !chinese.has(key))
                .distinct())
        .isEmpty();
  }

  @Test
  void whatHasNoNameYetIsToldInTheWordsOfItsDeclaration() {
    assertThat(english.field("someNewField")).isEqualTo("Some new field");
    assertThat(chinese.operation("DoSomethingNew")).isEqualTo("Do something new");
    assertThat(chinese.operation("AddImage")).isEqualTo("添加镜像");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "1023,1023 B",
    "1024,1.0 KiB",
    "1048575,1.0 MiB",
    "1572864,1.5 MiB",
    "270582939648,252 GiB",
    "9007199254740991,∞"
  })
  void sizesAreWrittenShort(long bytes, String written) {
    assertThat(Sizes.shown(bytes)).isEqualTo(written);
  }

  @Test
  void durationsAreWrittenInTwoUnits() {
    assertThat(Times.shown(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Times.shown(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Times.shown(Duration.ofMinutes(192))).isEqualTo("3 h 12 min");
    assertThat(Times.shown(Duration.ofHours(50))).isEqualTo("2 d 2 h");
  }

  @Test
  void theLanguageIsTheOneThatTheBrowserLikesBest() {
    assertThat(Language.accepted("fr, zh-CN;q=0.9, en;q=0.8")).isEqualTo(Language.CHINESE);
    assertThat(Language.accepted("en-GB,en;q=0.9,zh;q=0.1")).isEqualTo(Language.ENGLISH);
    assertThat(Language.accepted("%%%;q=x")).isEqualTo(Language.ENGLISH);
    assertThat(Language.accepted(null)).isEqualTo(Language.ENGLISH);
  }
}
