package org.strongroom.server.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;

/** Whoever can write to a storage can put manifests there. */
class HostileManifestTest {
  private static final String UUID = "0123456789ab4cde8f0123456789abcd";

  @TempDir Path root;

  private static String manifest(String field, String value) {
    String whole =
        """
        {"strongroomImage":1,"uuid":"%s","name":"good","file":"good.template","format":"raw","size":3,
         "actualSize":3,"sha256":"%s","mediaType":"RootVolumeTemplate","url":"http://x/y",
         "accountUuid":"%s","backupStorageUuid":"%s","created":1,"system":false,"virtio":false}
        """
            .formatted(UUID, "a".repeat(64), UUID, UUID);
    return field.isEmpty()
        ? whole
        : whole.replaceFirst(
            "\"" + field + "\":(\"[^\"]*\"|\\d+)",
            "\"" + field + "\":" + value.replace("\\", "\\\\"));
  }

  private static ImageManifest read(String text) {
    return ImageManifest.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @Test
  void aPlainOneIsTaken() {
    assertThat(ManifestRules.objection(read(manifest("", "")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          size       | -5
          size       | 9223372036854775807
          actualSize | 9223372036854775807
          created    | -1
          created    | 9223372036854775807
          mediaType  | "Floppy"
          format     | "docx"
          sha256     | "no hex"
          sha256     | "AA"
          name       | "two\\nlines"
          name       | ""
          uuid       | "../../etc"
          url        | "http://x/\\u001b[2J"
          """)
  void oneThatSaysWhatCannotBeIsNot(String field, String value) {
    assertThat(ManifestRules.objection(read(manifest(field, value)))).isPresent();
  }

  @Test
  void whatIsNoManifestIsPassedOverAndKeepsNoOtherBack() throws Exception {
    Path account = root.resolve("rootVolumeTemplates/acct-" + UUID);
    Path good = Files.createDirectories(account.resolve(UUID));
    Files.writeString(good.resolve("good.template"), "raw");
    Files.writeString(good.resolve("good.template.manifest.json"), manifest("", ""));
    Path bad = Files.createDirectories(account.resolve("1123456789ab4cde8f0123456789abcd"));
    new ProcessBuilder("mkfifo", bad.resolve("pipe.manifest.json").toString()).start().waitFor();
    Files.createSymbolicLink(bad.resolve("out.manifest.json"), Path.of("/etc/passwd"));
    Files.createDirectory(bad.resolve("directory.manifest.json"));
    Files.writeString(bad.resolve("text.manifest.json"), "no JSON");
    Files.createSymbolicLink(account.resolve("link"), Path.of("/etc"));
    Files.createSymbolicLink(
        root.resolve("rootVolumeTemplates/acct-away"), root.toAbsolutePath().getParent());

    List<String> found = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    try (StorageDriver driver = new FileSystemDriver(root)) {
      ManifestSearch.forEach(
          driver, image -> found.add(image.manifest().uuid()), path -> skipped.add(path.name()));
    }
    assertThat(found).containsExactly(UUID);
    assertThat(skipped)
        .containsExactlyInAnyOrder(
            "pipe.manifest.json",
            "out.manifest.json",
            "directory.manifest.json",
            "text.manifest.json");
  }
}
