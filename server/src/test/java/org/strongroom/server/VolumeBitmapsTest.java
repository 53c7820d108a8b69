package org.strongroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.VolumeBitmapTable.VOLUME_BITMAP;
import static org.strongroom.server.catalog.system.EventTable.EVENT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.nbd.client.NbdTimeouts;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.NbdProcess;
import org.strongroom.testing.S3ProxyServer;

/**
 * Dirty bitmaps, as qemu-nbd exports them: believed only where it is known since when they tell of
 * changes, and found out when they are wrong.
 */
class VolumeBitmapsTest {
  private static S3ProxyServer s3;

  @TempDir private Path directory;
  private JobGround ground;
  private String storage;
  private Path disks;
  private Path image;
  private String volume;

  @BeforeAll
  static void startStore() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stopStore() {
    s3.close();
  }

  /** An image with a bitmap, and a socket whose name stays whatever server listens behind it. */
  @BeforeEach
  void open() throws Exception {
    ground = new JobGround(directory, Optional.empty(), s3);
    storage = ground.fileSystem().uuid();
    ground.newDisk();
    disks = directory.resolve("disks").toRealPath();
    byte[] bytes = new byte[4 << 20];
    new Random(4).nextBytes(bytes);
    Path raw = Files.write(disks.resolve("first.raw"), bytes);
    image = disks.resolve("image.qcow2");
    run("qemu-img", "convert", "-q", "-f", "raw", "-O", "qcow2", raw, image);
    run("qemu-img", "bitmap", "--add", "-g", "64k", image, "since");
    try (var _ = serve()) {
      volume =
          JobGround.uuid(
              ground.succeed(
                  "RegisterVolume", Map.of("name", "guest", "url", url(), "format", "raw")));
    }
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
  }

  private static void run(Object... words) throws Exception {
    List<String> command = Arrays.stream(words).map(Object::toString).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(command + ": " + said).isZero();
  }

  private String url() {
    return "nbd+unix:///?socket=" + disks.resolve("socket");
  }

  private NbdProcess serve() throws Exception {
    NbdProcess server =
        NbdProcess.qemu(disks, "-r", "-f", "qcow2", "-B", "since", image.toString());
    Path socket = Path.of(server.url("").replaceFirst(".*socket=", ""));
    Files.deleteIfExists(disks.resolve("socket"));
    Files.createSymbolicLink(disks.resolve("socket"), socket);
    return server;
  }

  /** The guest writes there. */
  private void write(int mebibyte, int pattern) throws Exception {
    String command = "write -q -P %d %dM 64k".formatted(pattern, mebibyte);
    run("qemu-io", "-f", "qcow2", "-c", command, image);
  }

  private void clear() throws Exception {
    run("qemu-img", "bitmap", "--clear", image, "since");
  }

  private VolumeSnapshotInventory backUp(String place, String bitmap) throws Exception {
    Map<String, Object> values = new HashMap<>(Map.of("uuid", volume, "backupStorageUuid", place));
    if (!bitmap.isEmpty()) {
      values.put("bitmap", bitmap);
    }
    try (var _ = serve()) {
      return ground.made("BackupVolume", values);
    }
  }

  private VolumeSnapshotInventory backUp() throws Exception {
    return backUp(storage, "since");
  }

  /** What events tell of bitmaps. */
  private List<String> told(VolumeSnapshotInventory snapshot) {
    return ground.database.read(sql ->
        List.copyOf(
            sql.select(EVENT.WHAT, EVENT.REASON)
                .from(EVENT)
                .where(EVENT.RESOURCE_UUID.eq(snapshot.uuid()))
                .and(EVENT.WHAT.startsWith("Bitmap"))
                .orderBy(EVENT.TIME)
                .fetch(row -> row.value1() + ": " + row.value2())));
  }

  private boolean isAsTheDisk(VolumeSnapshotInventory snapshot) throws Exception {
    Path now = disks.resolve(ground.next("now"));
    run("qemu-img", "convert", "-f", "qcow2", "-O", "raw", image, now);
    return Files.mismatch(now, ground.restored(snapshot.uuid())) < 0;
  }

  private void unread(int snapshots) {
    ground.database.write(transaction ->
        transaction.sql().update(VOLUME_BITMAP).set(VOLUME_BITMAP.UNREAD, snapshots).execute());
  }

  @Test
  void onlyWhatItTellsOfIsReadAndWhatItLeavesOutIsFoundByTheTenth() throws Exception {
    VolumeSnapshotInventory first = backUp();
    assertThat(told(first)).singleElement().asString().contains("it was not used before");
    clear();
    write(1, 11);
    VolumeSnapshotInventory second = backUp();
    assertThat(told(second)).isEmpty();
    assertThat(isAsTheDisk(second)).isTrue();
    clear();

    write(3, 13);
    clear(); // the lie
    VolumeSnapshotInventory third = backUp();
    assertThat(told(third)).isEmpty();
    assertThat(isAsTheDisk(third)).as("it was believed").isFalse();

    unread(8);
    VolumeSnapshotInventory ninth = backUp();
    assertThat(isAsTheDisk(ninth)).isFalse();
    VolumeSnapshotInventory tenth = backUp();
    assertThat(told(tenth))
        .singleElement()
        .asString()
        .startsWith("BitmapWrong")
        .contains("1 blocks differ", "at byte 3145728");
    assertThat(isAsTheDisk(tenth)).isTrue();
    VolumeSnapshotInventory next = backUp();
    assertThat(told(next)).singleElement().asString().contains("once left out what had changed");
    assertThat(isAsTheDisk(next)).isTrue();
    ground.assertSound();
  }

  @Test
  void theTenthOfAnHonestOneFindsNothingAndCountsAnew() throws Exception {
    backUp();
    clear();
    write(2, 22);
    unread(9);
    VolumeSnapshotInventory compared = backUp();
    assertThat(told(compared)).isEmpty();
    assertThat(isAsTheDisk(compared)).isTrue();
    clear();
    write(0, 7);
    assertThat(isAsTheDisk(backUp())).isTrue();
    int unread =
        ground.database.read(
            sql -> sql.select(VOLUME_BITMAP.UNREAD).from(VOLUME_BITMAP).fetchSingle().value1());
    assertThat(unread).isEqualTo(1);
  }

  /** Each might have cleared it, or is not what it tells of changes since. */
  @Test
  void itIsNotBelievedAfterAnythingElse() throws Exception {
    backUp();
    clear();
    write(1, 1);
    VolumeSnapshotInventory without = backUp(storage, "");
    write(2, 2);
    VolumeSnapshotInventory afterOther = backUp();
    assertThat(told(without)).isEmpty();
    assertThat(told(afterOther))
        .singleElement()
        .asString()
        .contains("newest snapshot was not made");

    String elsewhere = ground.fileSystem().uuid();
    assertThat(told(backUp(elsewhere, "since")))
        .singleElement()
        .asString()
        .contains("no good copy of the snapshot before");

    String failed =
        ground.start(
            "BackupVolume",
            Map.of("uuid", volume, "backupStorageUuid", elsewhere, "bitmap", "since"));
    assertThat(ground.end(failed)).isInstanceOf(JobOutcome.Failed.class); // nobody serves it
    assertThat(told(backUp(elsewhere, "since")))
        .singleElement()
        .asString()
        .contains("did not come to its end");

    assertThat(told(backUp(elsewhere, "since"))).isEmpty();
    try (var _ = serve()) {
      ground.succeed("UpdateVolume", Map.of("uuid", volume, "url", url()));
    }
    VolumeSnapshotInventory afterUpdate = backUp(elsewhere, "since");
    assertThat(told(afterUpdate)).singleElement().asString().contains("did not come to its end");
    assertThat(isAsTheDisk(afterUpdate)).isTrue();

    assertThat(told(backUp(elsewhere, "other")))
        .singleElement()
        .asString()
        .contains("none of that");
    assertThat(told(backUp(elsewhere, "other")))
        .singleElement()
        .asString()
        .contains("none of that");
  }

  /** In the middle of its reads; nothing is left of the job, and the next one reads all. */
  @Test
  void whereItsServerAnswersNoMoreTheJobEndsAndTheNextSnapshotIsRight() throws Exception {
    ground.nbd =
        new NbdTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3), 1);
    ground.takeOver().close();
    for (int mebibyte = 0; mebibyte < 4; mebibyte++) {
      write(mebibyte, 30 + mebibyte);
    }
    try (var server =
            NbdProcess.qemuTcp(disks, "-r", "-f", "qcow2", "-B", "since", image.toString());
        var line = CuttingProxy.to(server.endpoint())) {
      String url = "nbd://127.0.0.1:" + line.endpoint().getPort();
      ground.succeed("UpdateVolume", Map.of("uuid", volume, "url", url));
      Map<String, Object> values =
          Map.of("uuid", volume, "backupStorageUuid", storage, "bitmap", "since");
      ground.succeed("BackupVolume", values);

      line.slow(400_000);
      long before = line.forwarded();
      String hanging = ground.start("BackupVolume", values);
      JobGround.await("it reads").until(() -> line.forwarded() > before + 300_000);
      line.stall();
      assertThat(ground.end(hanging)).isInstanceOf(JobOutcome.Failed.class);
      assertThat(ground.outcome(hanging).toString()).contains("the NBD server did not");
      line.flow();
      line.slow(100_000_000);
      assertThat(ground.snapshots(volume)).hasSize(1);
      ground.assertSound();
      assertThat(JobGround.files(ground.root(storage).resolve("repository/locks"))).isEmpty();

      VolumeSnapshotInventory next = ground.made("BackupVolume", values);
      assertThat(told(next)).singleElement().asString().contains("did not come to its end");
      assertThat(isAsTheDisk(next)).isTrue();
    }
  }

  @Test
  void onlyRawExportsHaveThem() throws Exception {
    String file = ground.volume(ground.newDisk());
    assertThat(refusal(Map.of("uuid", file, "bitmap", "since"))).contains("raw NBD export");
    assertThat(refusal(Map.of("uuid", volume, "bitmap", " "))).contains("raw NBD export");
  }

  private String refusal(Map<String, ?> values) {
    try {
      return ground.end(ground.start("BackupVolume", values))
              instanceof JobOutcome.Failed(ApiError e)
          ? e.toString()
          : "none";
    } catch (ApiException e) {
      return e.getMessage();
    }
  }
}
