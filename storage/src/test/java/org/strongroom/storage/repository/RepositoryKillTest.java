package org.strongroom.storage.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * A process that does nothing but back up, restore, forget and clean up is killed at any moment,
 * until so many kills have met it in the midst of a work: whatever it acknowledged is there, and
 * whatever is there is whole. For a long run: {@code -Dstrongroom.repository.kills=1000}.
 */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class RepositoryKillTest {
  private static final int KILLS = Integer.getInteger("strongroom.repository.kills", 15);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final PruneOptions AT_ONCE = new PruneOptions(0.8, Duration.ZERO, Long.MAX_VALUE);
  private static final int MOST_MILLIS = 300;
  private static final int KEPT = 3;
  private static final int BLOCKS = 3;

  @TempDir Path directory;
  private final Map<ContentId, byte[]> acknowledged = new LinkedHashMap<>();

  @Test
  void whateverWasAcknowledgedIsThere() throws Exception {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    var random = new Random(SEED);
    var fixture = new TestRepository(directory);
    fixture.create().close();
    for (int midWork = 0; midWork < KILLS; ) { // between two works a kill is easy
      killOne(random);
      midWork += fixture.lockIds().isEmpty() ? 0 : 1;
      try (Repository repository = fixture.open()) {
        repository.removeOwnLocks();
        for (ContentId id : acknowledged.keySet()) {
          assertThat(repository.has(id)).isTrue();
        }
      }
    }
    fixture.restic.check();
    aDayLater(fixture.path().resolve("locks"));
    try (Repository repository = fixture.open()) {
      repository.prune(AT_ONCE, WorkListener.NONE);
      repository.prune(AT_ONCE, WorkListener.NONE);
      assertThat(repository.verify(VerifyDepth.DATA, VerifyListener.NONE).isGood()).isTrue();
      for (Map.Entry<ContentId, byte[]> generation : acknowledged.entrySet()) {
        assertThat(TestRepository.read(repository, generation.getKey()))
            .isEqualTo(generation.getValue());
      }
    }
    fixture.restic.check();
    try (var files = Files.walk(fixture.path())) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  /** What was being written when its process was killed counts as left behind after a day. */
  private static void aDayLater(Path written) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
    try (var files = Files.list(written)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }

  /** Kills a process some time after it has begun to work. */
  private void killOne(Random random) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RepositoryKillTest.class.getName(),
                directory.toString(),
                Long.toString(random.nextLong()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      boolean works;
      do {
        works = hear(Objects.requireNonNull(lines.readLine(), "it ended by itself"));
      } while (!works);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
      process.toHandle().destroyForcibly(); // what it has said can still be read
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
      process.waitFor();
    }
  }

  /** Says whether a line tells of a work; others are the log's. */
  private boolean hear(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("made") && words.length == 4) {
      acknowledged.put(ContentId.parse(words[1]).orElseThrow(), image(Long.parseLong(words[2])));
    } else if (words[0].equals("forgets")) {
      acknowledged.remove(ContentId.parse(words[1]).orElseThrow());
    }
    return List.of("made", "forgets", "restored").contains(words[0]);
  }

  /** Two blocks that all have, and one of their own. */
  private static byte[] image(long seed) {
    byte[] bytes = TestDisk.random(1, BLOCKS * TestDisk.MIB);
    int own = (int) Math.floorMod(seed, BLOCKS);
    System.arraycopy(
        TestDisk.random(seed, TestDisk.MIB), 0, bytes, own * TestDisk.MIB, TestDisk.MIB);
    return bytes;
  }

  /**
   * The process that is killed: works without end, and says what it has done.
   *
   * @param words the directory of the repository, and what to be random by
   */
  public static void main(String[] words) throws Exception {
    var random = new Random(Long.parseLong(words[1]));
    var fixture = new TestRepository(Path.of(words[0]));
    while (true) {
      try (Repository repository = fixture.open()) {
        work(repository, random);
      }
    }
  }

  private static void work(Repository repository, Random random) throws IOException {
    List<ContentId> all =
        repository.generations().stream().map(generation -> generation.id()).toList();
    if (all.size() > KEPT) {
      ContentId gone = all.get(random.nextInt(all.size()));
      say("forgets " + gone.hex());
      repository.forget(gone);
      repository.prune(AT_ONCE, WorkListener.NONE);
    } else if (!all.isEmpty() && random.nextInt(4) == 0) {
      repository.restore(
          all.get(random.nextInt(all.size())),
          (at, bytes, offset, length) -> {},
          WorkListener.NONE);
      say("restored");
    } else {
      long seed = random.nextLong();
      ContentId made =
          repository
              .backUp(
                  TestDisk.dense(image(seed)),
                  TestRepository.facts().resumedRun(),
                  WorkListener.NONE)
              .snapshot();
      say("made " + made.hex() + " " + seed + " .");
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
