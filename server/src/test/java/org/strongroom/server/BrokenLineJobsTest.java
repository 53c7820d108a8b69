package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.judge.StockRestic;

/**
 * The line to a storage breaks in the midst of jobs, at random bytes: what was acknowledged
 * restores bit for bit, stock restic finds nothing wrong, and nothing is left. For a long run:
 * {@code -Dstrongroom.cuts=100}, for each kind of storage.
 */
class BrokenLineJobsTest {
  private static final int CUTS = Integer.getInteger("strongroom.cuts", 4);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final List<String> WORKS =
      List.of("BackupVolume", "RestoreVolumeSnapshot", "CleanRepository");

  @TempDir private Path directory;
  private final Random random = new Random(SEED);
  private final Map<String, Path> acknowledged = new LinkedHashMap<>();
  private final Map<String, Long> usualBytes = new HashMap<>();
  private JobGround ground;
  private String storage;
  private String volume;
  private Path disk;
  private Path to;
  private String restored;

  private enum Place {
    SFTP,
    S3,
    SWIFT
  }

  @ParameterizedTest
  @CsvSource({"SFTP, SQLITE", "S3, POSTGRESQL", "SWIFT, SQLITE"})
  void jobsGoOnOrEndAndWhatWasAcknowledgedIsThere(Place place, CatalogKind catalog)
      throws Exception {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    try (S3ProxyServer s3 = S3ProxyServer.start()) {
      if (place == Place.SFTP) {
        try (OpenSshServer sshd = OpenSshServer.start();
            var line = CuttingProxy.to(URI.create("ssh://" + sshd.host() + ":" + sshd.port()))) {
          ground = new JobGround(directory, Optional.of(sshd), s3);
          Map<String, Object> server = ground.newSftp();
          server.put("sshPort", line.endpoint().getPort());
          cutOften("AddSftpBackupStorage", server, line);
        }
        return;
      }
      try (GroundStore store = GroundStore.start(GroundStore.Kind.valueOf(place.name()));
          var line = CuttingProxy.to(store.address())) {
        ground = new JobGround(directory, s3, store, catalog.open(directory));
        Map<String, Object> there = store.parameters();
        there.computeIfPresent("endpoint", (_, _) -> line.endpoint().toString());
        there.computeIfPresent("authUrl", (_, _) -> line.endpoint() + "/auth/v1.0");
        cutOften(store.operation(), there, line);
      }
    }
  }

  private void cutOften(String adding, Map<String, Object> parameters, CuttingProxy line)
      throws Exception {
    try {
      storage = JobGround.uuid(ground.succeed(adding, parameters));
      ground.succeed(
          "UpdateGlobalConfig",
          Map.of("category", "repository", "name", "clean.grace", "value", "0"));
      disk = ground.newDisk();
      volume = ground.volume(disk);
      for (String work : WORKS) { // what one takes when nothing breaks
        long before = line.forwarded();
        assertThat(ground.end(begin(work))).isInstanceOf(JobOutcome.Succeeded.class);
        settle(work);
        usualBytes.put(work, line.forwarded() - before);
      }
      assertThat(usualBytes.values()).as("all goes by this line").allMatch(bytes -> bytes > 0);
      for (int i = 0; line.cuts() < CUTS; i++) {
        cutOne(WORKS.get(i % WORKS.size()), line);
      }
      judge();
    } finally {
      ground.close();
    }
  }

  private String begin(String work) throws Exception {
    switch (work) {
      case "BackupVolume" -> {
        byte[] some = new byte[50_000];
        random.nextBytes(some);
        try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
          file.seek(2048 + random.nextInt(2_900_000));
          file.write(some);
        }
        return ground.start(work, Map.of("uuid", volume, "backupStorageUuid", storage));
      }
      case "RestoreVolumeSnapshot" -> {
        List<String> all = List.copyOf(acknowledged.keySet());
        restored = all.get(random.nextInt(all.size()));
        to = disk.resolveSibling(ground.next("to"));
        return ground.start(work, Map.of("uuid", restored, "to", "file://" + to));
      }
      default -> {
        return ground.start(work, Map.of("uuid", storage));
      }
    }
  }

  /** Looks at what a job that ended well has brought. */
  private void settle(String work) throws Exception {
    if (work.equals("BackupVolume")) {
      VolumeSnapshotInventory made = ground.snapshots(volume).getLast();
      acknowledged.put(made.uuid(), Files.copy(disk, directory.resolve(made.uuid())));
    } else if (work.equals("RestoreVolumeSnapshot")) {
      assertThat(to).satisfies(sameBytes(acknowledged.get(restored)));
    }
  }

  private void cutOne(String work, CuttingProxy line) throws Exception {
    if (acknowledged.size() > 3 && work.equals("CleanRepository")) {
      String eldest = acknowledged.keySet().iterator().next();
      ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", eldest));
      acknowledged.remove(eldest);
    }
    int before = line.cuts();
    line.cutAllAfter(random.nextLong(usualBytes.get(work)));
    if (random.nextInt(3) == 0) {
      line.cut(1 + random.nextInt(3), random.nextInt(30_000)); // new ones break too
    }
    String job = begin(work);
    JobGround.await("the cut").until(() -> line.cuts() > before || ground.isOver(job));
    line.cutNoMore();
    reconnect();
    if (ground.end(job) instanceof JobOutcome.Succeeded) {
      settle(work);
    } else if (work.equals("RestoreVolumeSnapshot")) {
      assertThat(to).as("no half of a file").doesNotExist();
    }
    assertThat(ground.snapshots(volume))
        .extracting(VolumeSnapshotInventory::uuid)
        .containsExactlyElementsOf(acknowledged.keySet());
  }

  private void reconnect() {
    JobGround.await("the storage is there")
        .ignoreException(ApiException.class)
        .until(() ->
            ground.end(ground.start("ReconnectBackupStorage", Map.of("uuid", storage)))
                instanceof JobOutcome.Succeeded);
  }

  private void judge() throws Exception {
    reconnect();
    for (String snapshot : new ArrayList<>(acknowledged.keySet())) {
      assertThat(ground.restored(snapshot)).satisfies(sameBytes(acknowledged.get(snapshot)));
    }
    ground.succeed("CleanRepository", Map.of("uuid", storage));
    ground.succeed("CleanRepository", Map.of("uuid", storage));
    Path repository = ground.root(storage).resolve("repository");
    ground.look();
    assertThat(JobGround.files(repository.resolve("locks"))).isEmpty();
    ground.assertSound();
    var builder =
        new ProcessBuilder(
            StockRestic.PROGRAM, "--no-cache", "-r", repository.toString(), "check", "--read-data");
    builder.environment().put("RESTIC_PASSWORD", ground.repositoryPassword(storage));
    Process restic = builder.redirectErrorStream(true).start();
    String said = new String(restic.getInputStream().readAllBytes(), UTF_8);
    assertThat(restic.waitFor()).as(said).isZero();
  }
}
