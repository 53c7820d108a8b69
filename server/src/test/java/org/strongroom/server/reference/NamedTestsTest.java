package org.strongroom.server.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of tests: a promise is shown by a test that is there. */
class NamedTestsTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|Conformance))\\b");
  private static final Path ROOT = Path.of("..");

  private static Stream<Path> files(Path directory, String ending) throws IOException {
    return Files.walk(directory).filter(file -> file.toString().endsWith(ending));
  }

  @Test
  void everyTestThatADocumentNamesIsThere() throws IOException {
    Set<String> there = new TreeSet<>();
    for (String module : new String[] {"api", "storage", "testing", "server", "cli", "e2e"}) {
      try (Stream<Path> sources = files(ROOT.resolve(module).resolve("src/test/java"), ".java")) {
        sources.map(file -> file.getFileName().toString().replace(".java", "")).forEach(there::add);
      }
    }
    Set<String> named;
    try (Stream<Path> documents = files(ROOT.resolve("docs"), ".md")) {
      named =
          documents
              .map(NamedTestsTest::text)
              .flatMap(text -> NAMED.matcher(text).results().map(found -> found.group(1)))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(named).contains("PowerCutTest").isSubsetOf(there);
  }

  /** Every defence is shown by a test, or nobody knows whether it still stands. */
  @Test
  void everyDefenceOfTheThreatModelNamesATest() throws IOException {
    String model = text(ROOT.resolve("docs/threat-model.md"));
    List<String> unshown =
        model
            .substring(model.indexOf("| threat | defence |"))
            .lines()
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .filter(line -> !NAMED.matcher(line).find() || line.contains("no test"))
            .toList();
    assertThat(unshown).isEmpty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
