package org.strongroom.server.backupstorage;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupstorage.TestSftpBackupStorage;
import org.strongroom.server.backupstorage.access.HostAddress;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StoragePath;

/** Writes, reads and removes one file of its own in a directory of a server, and measures. */
final class ServerTrial {
  private static final String FSYNC = "fsync@openssh.com";
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int CHUNK = 1 << 20;
  private static final long LEAST = 4096;
  private static final int QUESTIONS = 9;

  private final StorageParts parts;
  private final StorageDriver driver;
  private final Job job;
  private final StoragePath file;

  ServerTrial(StorageParts parts, StorageDriver driver, Job job) {
    this.parts = parts;
    this.driver = job.lease().fence(driver);
    this.job = job;
    file = StoragePath.of(".strongroom-test-" + job.uuid());
  }

  /**
   * Tries.
   *
   * @param url the directory that is meant
   * @param exists whether it is the one that the driver works in
   */
  TestSftpBackupStorage.Reply run(
      TestSftpBackupStorage request, String url, boolean exists, HostKey key)
      throws StorageException {
    StorageFacts facts = driver.facts();
    Set<String> extensions = driver.extensions();
    Optional<String> syncedBy = syncedBy(facts, extensions);
    double latency = latency();
    clear();
    Measured measured = measure(bytes(request, facts));
    clear();
    return new TestSftpBackupStorage.Reply(
        key.algorithm(),
        key.sha256(),
        true,
        facts.rootPath(),
        exists,
        facts.hostName().orElse(null),
        facts.capacity().total(),
        facts.capacity().available(),
        facts.hostName().isPresent() || !facts.tools().isEmpty(),
        facts.tools().stream().sorted().toList(),
        extensions.stream().sorted().toList(),
        syncedBy.orElse(null),
        latency,
        measured.bytes(),
        measured.writeRate(),
        measured.readRate(),
        problems(request, url, exists, facts, syncedBy));
  }

  /** Removes what a run of this trial, or an earlier one that was cut off, has left. */
  void clear() throws StorageException {
    for (String writeId : job.lease().writeIds()) {
      driver.abandon(file, writeId);
    }
    driver.delete(file);
  }

  private static Optional<String> syncedBy(StorageFacts facts, Set<String> extensions) {
    if (extensions.contains(FSYNC)) {
      return Optional.of(FSYNC);
    }
    return facts.tools().contains("sync") ? Optional.of("sync in a shell") : Optional.empty();
  }

  /** Never more than half of the room that there is. */
  private static long bytes(TestSftpBackupStorage request, StorageFacts facts) {
    return Math.clamp(facts.capacity().available() / 2, LEAST, (long) request.megabytes() * CHUNK);
  }

  private double latency() throws StorageException {
    long[] nanos = new long[QUESTIONS];
    for (int asked = 0; asked < QUESTIONS; asked++) {
      long began = System.nanoTime();
      driver.stat(file);
      nanos[asked] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    return Math.round(nanos[QUESTIONS / 2] / 10_000.0) / 100.0;
  }

  /** What was measured; rates in bytes a second. */
  private record Measured(long bytes, long writeRate, long readRate) {}

  private Measured measure(long most) throws StorageException {
    MessageDigest written = sha256();
    long began = System.nanoTime();
    long bytes = write(most, began, written);
    long read = System.nanoTime();
    MessageDigest found = sha256();
    read(bytes, found);
    long ended = System.nanoTime();
    if (!MessageDigest.isEqual(written.digest(), found.digest())) {
      throw new StorageException(
          Reason.FAILED, "what was written is read back otherwise: the server cannot be relied on");
    }
    return new Measured(bytes, rate(bytes, read - began), rate(bytes, ended - read));
  }

  private long write(long most, long began, MessageDigest digest) throws StorageException {
    SplittableRandom random = new SplittableRandom(began); // nothing that could be compressed
    byte[] chunk = new byte[CHUNK];
    long bytes = 0;
    try (AtomicWrite write = driver.create(file, job.lease().writeId(), -1)) {
      while (bytes < most && System.nanoTime() - began < LONGEST.toNanos()) {
        job.checkStopped();
        random.nextBytes(chunk);
        int length = (int) Math.min(CHUNK, most - bytes);
        write.write(chunk, 0, length);
        digest.update(chunk, 0, length);
        bytes += length;
        job.progress().advance(bytes, 2 * most);
      }
      write.commit(job.lease());
    }
    return bytes;
  }

  private void read(long bytes, MessageDigest digest) throws StorageException {
    byte[] chunk = new byte[CHUNK];
    long seen = 0;
    try (InputStream in = driver.read(file, 0)) {
      int length = in.read(chunk);
      while (length >= 0) {
        job.checkStopped();
        digest.update(chunk, 0, length);
        seen += length;
        job.progress().advance(bytes + seen, 2 * bytes);
        length = in.read(chunk);
      }
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(Reason.FAILED, "cannot be read back: " + e.getMessage(), e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long rate(long bytes, long nanos) {
    return Math.round(bytes * 1e9 / Math.max(1, nanos));
  }

  private List<String> problems(
      TestSftpBackupStorage request,
      String url,
      boolean exists,
      StorageFacts facts,
      Optional<String> syncedBy)
      throws StorageException {
    List<String> problems = new ArrayList<>();
    if (syncedBy.isEmpty()) {
      problems.add(
          "the server cannot bring files to its disk when asked; allowUnsynced=true takes it with"
              + " the risk that a power cut loses what was acknowledged");
    }
    if (!exists) {
      return problems; // of a directory that will be made, nothing else can be wrong
    }
    StorageMarker.read(driver)
        .filter(marker -> marker.forgotten() == null)
        .map(marker ->
            "the directory belongs to the backup storage %s; importImages=true takes over what this server left there, takeOver=true what another left"
                .formatted(marker.storageUuid()))
        .ifPresent(problems::add);
    neighbour(request, url, facts).ifPresent(problems::add);
    return problems;
  }

  /** Another storage of this server in the same directory, above it or below. */
  private Optional<String> neighbour(
      TestSftpBackupStorage request, String url, StorageFacts facts) {
    Neighbours.Place place =
        new Neighbours.Place(
            job.uuid(),
            url.equals(".") ? facts.rootPath() : url,
            HostAddress.checked(request.hostname()),
            request.sshPort(),
            request.username(),
            null,
            null);
    try {
      return parts
          .database()
          .write(transaction -> {
            parts.neighbours().check(place.seen(facts), transaction);
            return Optional.empty();
          });
    } catch (ApiException e) {
      return Optional.of(e.error().details());
    }
  }
}
