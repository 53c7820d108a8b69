package org.strongroom.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.verify.KnownPacks;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.verify.VerifyResult;
import org.strongroom.storage.repository.work.WorkListener;

class VerifyTest {
  private static final int MIB = TestDisk.MIB;

  @TempDir Path directory;
  private TestRepository fixture;

  @BeforeEach
  void setUp() {
    fixture = new TestRepository(directory);
  }

  private Path dataPack() throws IOException {
    return fixture.files("data").stream()
        .filter(file -> file.toFile().length() > 2L * MIB)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(VerifyDepth.class)
  void aFlippedByteIsToldAsTheBlockOfTheGenerationsThatLackIt(VerifyDepth depth) throws Exception {
    byte[] image = TestDisk.random(1, 4 * MIB);
    byte[] other = TestDisk.random(2, MIB);
    try (Repository repository = fixture.create()) {
      ContentId hurt = TestRepository.backUp(repository, image);
      TestRepository.backUp(repository, other);
      for (int i = 0; i < 4; i++) { // so many packs that several are looked at together
        TestRepository.backUp(repository, TestDisk.random(10 + i, 1000));
      }
      assertThat(repository.verify(depth, VerifyListener.NONE).isGood()).isTrue();
      Path pack = dataPack();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[MIB + 1000]++; // in the second blob
      Files.write(pack, bytes);
      VerifyResult result = repository.verify(depth, VerifyListener.NONE);
      assertThat(result.badPacks())
          .containsOnlyKeys(ContentId.parse(pack.getFileName().toString()).orElseThrow());
      assertThat(result.damaged())
          .singleElement()
          .satisfies(damaged -> {
            assertThat(damaged.generation().id()).isEqualTo(hurt);
            assertThat(damaged.path()).isEqualTo("/root-01234567.raw");
            assertThat(damaged.blocks()).hasSize(1);
          });
      assertThat(repository.locks()).isEmpty();
    }
  }

  @Test
  void theNextBackupRefillsWhatABadPackLost() throws Exception {
    byte[] image = TestDisk.random(7, 4 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId id = TestRepository.backUp(repository, image);
      Path pack = dataPack();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[1000]++; // in the first of its two blobs
      Files.write(pack, bytes);
      VerifyResult result = repository.verify(VerifyDepth.DIGEST, VerifyListener.NONE);
      assertThat(repository.dropBadPacks(result.badPacks().keySet(), WorkListener.NONE))
          .isEqualTo(1);
      assertThatThrownBy(() -> TestRepository.read(repository, id))
          .isInstanceOf(RepositoryException.class);
      BackupResult again =
          repository.backUp(TestDisk.dense(image), TestRepository.facts(), WorkListener.NONE);
      assertThat(again.newBytes()).isEqualTo(MIB);
      assertThat(TestRepository.read(repository, id)).isEqualTo(image);
      repository.prune(new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE), WorkListener.NONE);
      assertThat(pack).doesNotExist();
      assertThat(repository.verify(VerifyDepth.DATA, VerifyListener.NONE).isGood()).isTrue();
      fixture.restic.check();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "truncated", "swapped"})
  void aPackThatIsNotItselfIsFound(String how) throws Exception {
    byte[] image = TestDisk.random(3, 4 * MIB);
    try (Repository repository = fixture.create()) {
      ContentId id = TestRepository.backUp(repository, image);
      List<Path> packs =
          fixture.files("data").stream().filter(file -> file.toFile().length() > MIB).toList();
      byte[] bytes = Files.readAllBytes(packs.getFirst());
      switch (how) {
        case "missing" -> Files.delete(packs.getFirst());
        case "truncated" -> Files.write(packs.getFirst(), java.util.Arrays.copyOf(bytes, 99));
        default -> Files.write(packs.getFirst(), Files.readAllBytes(packs.getLast()));
      }
      VerifyResult result = repository.verify(VerifyDepth.DIGEST, VerifyListener.NONE);
      assertThat(result.badPacks()).hasSize(1);
      assertThat(result.damaged()).hasSize(1);
      assertThatThrownBy(() -> TestRepository.read(repository, id))
          .isInstanceOf(RepositoryException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "snapshots", "keys"})
  void aDamagedFileOfEachKindIsToldAndNeverTakenForGood(String kind) throws Exception {
    byte[] image = TestDisk.random(4, 2 * MIB);
    byte[] other = TestDisk.random(5, 2 * MIB);
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, image);
      TestRepository.backUp(repository, other);
    }
    Path file = fixture.files(kind).getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);
    if (kind.equals("keys")) {
      assertThatThrownBy(() -> fixture.open()).isInstanceOf(RepositoryException.class);
      return;
    }
    try (Repository repository = fixture.open()) {
      VerifyResult result = repository.verify(VerifyDepth.DIGEST, VerifyListener.NONE);
      assertThat(result.badFiles()).hasSize(1).allMatch(text -> text.contains(name(file)));
      assertThat(repository.generations()).hasSize(kind.equals("index") ? 2 : 1);
      if (kind.equals("index")) {
        assertThat(result.damaged()).hasSize(1);
        assertThatThrownBy(() -> TestRepository.backUp(repository, image))
            .isInstanceOf(RepositoryException.class);
      }
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  @Test
  void eachPackIsToldAndAShareOfThemCanBeAskedFor() throws Exception {
    Set<String> told = new TreeSet<>();
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, TestDisk.random(6, 6 * MIB));
      int packs = fixture.files("data").size();
      var listener =
          new VerifyListener() {
            private int asked;

            @Override
            public boolean wants(ContentId pack) {
              return asked++ % 2 == 0;
            }

            @Override
            public void verified(ContentId pack, long bytes, Optional<String> damage) {
              assertThat(bytes).isPositive();
              told.add(pack.hex());
            }
          };
      VerifyResult result = repository.verify(VerifyDepth.DATA, listener);
      assertThat(told).hasSize((packs + 1) / 2);
      assertThat(result.packs()).isEqualTo(told.size());
    }
  }

  @Test
  void packsThatSeveralGenerationsStandOnAreLookedAtOnce() throws Exception {
    byte[] image = TestDisk.random(21, 4 * TestDisk.MIB);
    byte[] later = image.clone();
    System.arraycopy(TestDisk.random(22, TestDisk.MIB), 0, later, 0, TestDisk.MIB);
    try (Repository repository = fixture.create()) {
      ContentId one = TestRepository.backUp(repository, image);
      ContentId two = TestRepository.backUp(repository, later);
      ContentId other = TestRepository.backUp(repository, TestDisk.random(23, TestDisk.MIB));
      var known = new KnownPacks();
      VerifyResult first = repository.verify(one, VerifyDepth.DIGEST, known, VerifyListener.NONE);
      assertThat(first.isGood()).isTrue();
      assertThat(first.packs()).isEqualTo(3);
      VerifyResult second = repository.verify(two, VerifyDepth.DIGEST, known, VerifyListener.NONE);
      assertThat(second.packs()).isEqualTo(2);
      assertThat(second.bytes()).isLessThan(2L * TestDisk.MIB);
      assertThat(
              repository
                  .verify(other, VerifyDepth.DATA, new KnownPacks(), VerifyListener.NONE)
                  .packs())
          .isEqualTo(2);
    }
  }
}
