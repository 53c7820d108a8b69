package org.strongroom.storage.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.work.GenerationFile;
import org.strongroom.storage.repository.work.WorkListener;
import org.strongroom.storage.repository.work.ZeroBlobs;

/** What is written here, as stock restic judges it. */
class ResticReadsOursTest {
  @TempDir Path directory;
  private TestRepository fixture;

  @BeforeEach
  void setUp() {
    fixture = new TestRepository(directory);
  }

  @Test
  void resticChecksDumpsAndRestoresGenerations() throws Exception {
    byte[] first = TestDisk.image(1, 9 * TestDisk.MIB + 12345);
    byte[] second = first.clone();
    Arrays.fill(second, 3 * TestDisk.MIB, 3 * TestDisk.MIB + 500, (byte) 7);
    ContentId one;
    ContentId two;
    try (Repository repository = fixture.create()) {
      one = TestRepository.backUp(repository, first);
      BackupResult result =
          repository.backUp(
              TestDisk.sparse(second), TestRepository.facts().after(one), WorkListener.NONE);
      two = result.snapshot();
      assertThat(result.newBytes()).isLessThan(2L * TestDisk.MIB);
      assertThat(result.logicalBytes()).isEqualTo(second.length);
    }
    fixture.restic.check();
    assertThat(fixture.restic.run("dump", one.hex(), "/root-01234567.raw")).isEqualTo(first);
    assertThat(fixture.restic.run("dump", two.hex(), "/root-01234567.raw")).isEqualTo(second);
    fixture.restic.run("restore", two.hex(), "--target", directory.resolve("out").toString());
    assertThat(Files.readAllBytes(directory.resolve("out/root-01234567.raw"))).isEqualTo(second);
    try (Repository repository = fixture.open()) {
      assertThat(TestRepository.read(repository, one)).isEqualTo(first);
      assertThat(TestRepository.read(repository, two)).isEqualTo(second);
    }
  }

  @Test
  void resticBacksUpIntoOurRepositoryAndWeReadIt() throws Exception {
    byte[] image = TestDisk.image(2, 5 * TestDisk.MIB);
    Files.createDirectories(directory.resolve("srv/disks"));
    Path file = directory.resolve("srv/disks/disk.img");
    Files.write(file, image);
    try (Repository repository = fixture.create()) {
      ContentId ours = TestRepository.backUp(repository, image);
      fixture.restic.run("backup", file.toString());
      assertThat(repository.generations()).hasSize(2);
      ContentId theirs =
          repository.generations().stream()
              .map(generation -> generation.id())
              .filter(id -> !id.equals(ours))
              .findFirst()
              .orElseThrow();
      assertThat(TestRepository.read(repository, theirs)).isEqualTo(image);
      assertThat(repository.files(theirs))
          .containsExactly(new GenerationFile(file.toString(), image.length));
    }
    fixture.restic.check();
  }

  @Test
  void weWriteIntoARepositoryThatResticMade() throws Exception {
    byte[] image = TestDisk.image(3, 4 * TestDisk.MIB);
    fixture.restic.run("init", "--repository-version", "2");
    Path file = directory.resolve("small");
    Files.writeString(file, "hello");
    fixture.restic.run("backup", file.toString());
    try (Repository repository = fixture.open()) {
      ContentId id = TestRepository.backUp(repository, image);
      assertThat(repository.generations()).hasSize(2);
      assertThat(TestRepository.read(repository, id)).isEqualTo(image);
    }
    fixture.restic.check();
    assertThat(fixture.restic.run("dump", "latest", file.toString()))
        .isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void holesAndZerosAreNeitherReadNorStored() throws Exception {
    byte[] bytes = new byte[40 * TestDisk.MIB];
    System.arraycopy(TestDisk.random(4, TestDisk.MIB), 0, bytes, 17 * TestDisk.MIB, TestDisk.MIB);
    TestDisk disk = TestDisk.sparse(bytes);
    try (Repository repository = fixture.create()) {
      BackupResult result = repository.backUp(disk, TestRepository.facts(), WorkListener.NONE);
      assertThat(disk.bytesRead).isEqualTo(TestDisk.MIB);
      assertThat(result.readBytes()).isEqualTo(TestDisk.MIB);
      assertThat(result.storedBytes()).isLessThan(TestDisk.MIB + 20_000L);
      try (GenerationDisk read = repository.disk(result.snapshot())) {
        assertThat(read.run(0, bytes.length).zero()).isTrue();
        assertThat(read.run(0, bytes.length).length()).isEqualTo(17L * TestDisk.MIB);
        assertThat(read.run(17L * TestDisk.MIB, bytes.length).zero()).isFalse();
        assertThat(TestRepository.read(read)).isEqualTo(bytes);
      }
      String tree =
          new String(
              fixture.restic.run(
                  "cat", "blob", repository.generation(result.snapshot()).tree().hex()),
              UTF_8);
      assertThat(tree).contains(ZeroBlobs.id(512 << 10).hex());
    }
    fixture.restic.check();
  }

  /** Restic before 0.16 cannot restore holes. */
  @Test
  void resticRestoresHolesAsHoles() throws Exception {
    byte[] bytes = new byte[64 * TestDisk.MIB];
    System.arraycopy(TestDisk.random(9, TestDisk.MIB), 0, bytes, 9 * TestDisk.MIB, TestDisk.MIB);
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, bytes);
    }
    String help = new String(fixture.restic.run("restore", "--help"), UTF_8);
    assumeThat(help).contains("--sparse");
    fixture.restic.run(
        "restore", "latest", "--sparse", "--target", directory.resolve("out").toString());
    Path file = directory.resolve("out/root-01234567.raw");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String used = new String(du.getInputStream().readAllBytes(), UTF_8).split("\\s")[0];
    assertThat(Integer.parseInt(used)).isLessThan(3 * 1024);
  }

  @Test
  void twoPasswordsOpenARepositoryUntilOneIsTakenAway() throws Exception {
    try (Repository repository = fixture.create()) {
      ContentId first = repository.openedWith();
      repository.addPassword("recovery");
      assertThatThrownBy(() ->
              Repository.open(fixture.driver, TestRepository.DIRECTORY, "guess", fixture.options()))
          .isInstanceOfSatisfying(
              RepositoryException.class,
              e -> assertThat(e.reason()).isEqualTo(RepositoryException.Reason.WRONG_PASSWORD));
      var second = new Restic(fixture.path(), "recovery");
      second.run("snapshots");
      fixture.restic.run("snapshots");
      repository.removePassword(first);
      assertThat(fixture.restic.call("snapshots").status()).isNotZero();
      second.run("snapshots");
      ContentId last = repository.passwords().getFirst();
      assertThatThrownBy(() -> repository.removePassword(last))
          .isInstanceOf(RepositoryException.class);
    }
  }

  @Test
  void emptyAndTinyDisksHaveGenerations() throws Exception {
    try (Repository repository = fixture.create()) {
      for (int length : new int[] {0, 1, 511, TestDisk.MIB, TestDisk.MIB + 1}) {
        byte[] bytes = TestDisk.random(length, length);
        assertThat(TestRepository.read(repository, TestRepository.backUp(repository, bytes)))
            .isEqualTo(bytes);
        byte[] zeros = new byte[length];
        assertThat(TestRepository.read(repository, TestRepository.backUp(repository, zeros)))
            .isEqualTo(zeros);
      }
      assertThat(repository.locks()).isEmpty();
    }
    fixture.restic.check();
    try (var files = Files.walk(fixture.path())) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void tagsAndPrunesOfResticKeepGenerationsReadable() throws Exception {
    byte[] image = TestDisk.image(5, 6 * TestDisk.MIB);
    byte[] other = TestDisk.image(6, 6 * TestDisk.MIB);
    try (Repository repository = fixture.create()) {
      ContentId first = TestRepository.backUp(repository, image);
      ContentId second = TestRepository.backUp(repository, other);
      try (GenerationDisk open = repository.disk(first)) {
        repository.forget(second);
        fixture.restic.run("tag", "--add", "kept", first.hex());
        fixture.restic.run("prune", "--max-unused", "0");
        assertThat(TestRepository.read(open)).isEqualTo(image);
      }
      assertThat(repository.generations()).hasSize(1);
      assertThat(repository.generation(first).tags()).contains("kept", "volume:0123");
      assertThat(TestRepository.read(repository, first)).isEqualTo(image);
      repository.forget(first);
      assertThat(repository.generations()).isEmpty();
      assertThat(fixture.path().resolve(FileKind.SNAPSHOT.directory())).isEmptyDirectory();
    }
    fixture.restic.check();
  }

  @Test
  void resticCopiesAndForgetsGenerations() throws Exception {
    byte[] image = TestDisk.image(7, 5 * TestDisk.MIB + 3);
    byte[] other = TestDisk.image(8, 5 * TestDisk.MIB);
    Path second = directory.resolve("second");
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, other);
      ContentId one = TestRepository.backUp(repository, image);
      var copied = new Restic(second, TestRepository.PASSWORD);
      String from = fixture.path().toString();
      copied.run("init", "--from-repo", from, "--copy-chunker-params");
      copied.run("copy", "--from-repo", from, one.hex());
      copied.check();
      assertThat(copied.run("dump", "latest", "/root-01234567.raw")).isEqualTo(image);

      fixture.restic.run("forget", "--keep-last", "1", "--prune");
      assertThat(repository.generations()).hasSize(1);
      ContentId kept = repository.generations().getFirst().id();
      assertThat(TestRepository.read(repository, kept)).isIn(image, other);
      assertThat(repository.verify(VerifyDepth.DATA, VerifyListener.NONE).isGood()).isTrue();
    }
    fixture.restic.check();
  }

  @Test
  void resticMountsGenerationsAsFiles() throws Exception {
    assumeThat(Path.of("/dev/fuse")).exists();
    byte[] image = TestDisk.image(9, 3 * TestDisk.MIB + 5);
    try (Repository repository = fixture.create()) {
      TestRepository.backUp(repository, image);
      Path point = Files.createDirectory(directory.resolve("mounted"));
      Path file = point.resolve("hosts/root-01234567/latest/root-01234567.raw");
      Process mount = fixture.restic.begin("mount", point.toString());
      try {
        while (!Files.exists(file)) {
          assertThat(mount.isAlive()).as(fixture.restic.errorText()).isTrue();
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(file).satisfies(sameBytes(image));
      } finally {
        new ProcessBuilder("umount", point.toString()).start().waitFor();
        mount.waitFor(); // it removes its lock
      }
      assertThat(repository.locks()).isEmpty();
    }
  }
}
