package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;

/** SIGTERM: what runs drains within the grace, or goes on after the next start. */
class StopTest {
  private static final int TERMINATED = 143;
  private static final MadeImage IMAGE = new MadeImage(4, 6 << 20);
  private static final long MIDDLE = 3 << 20;

  @TempDir Path directory;
  @TempDir Path elsewhere;
  private final PacedSource source = new PacedSource();
  private TestBed bed;
  private TestStorage sftp;
  private TestStorage local;

  private void start(String grace) {
    bed = TestBed.afterTheFirst(directory, Map.of("STRONGROOM_SHUTDOWN_GRACE", grace));
    sftp = bed.sftp("sftp");
    local = bed.fileSystem("local");
  }

  @AfterEach
  void stop() {
    source.close();
    bed.close();
  }

  private String addition(String url) {
    ZStackClient.Answer accepted =
        bed.admin()
            .send(
                "POST",
                "/images",
                ZStackClient.json(
                    "params",
                    Map.of(
                        "name",
                        "image",
                        "url",
                        url,
                        "backupStorageUuids",
                        List.of(sftp.uuid(), local.uuid()))));
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    return ZStackClient.jobUuid(accepted);
  }

  private void startAgain() {
    bed.server().startAgain();
    bed.reconnectClients();
  }

  private void assertArrived(String imageUuid) {
    HttpDownload download = HttpDownload.of(bed.admin(), "/images/" + imageUuid + "/file");
    assertThat(download.status()).isEqualTo(200);
    assertThat(DiskImages.sha256(download.body())).isEqualTo(IMAGE.sha256());
    Invariants invariants = new Invariants(bed.server());
    invariants.awaitQuiet();
    invariants.check(bed.admin(), List.of(sftp, local));
  }

  @Test
  void aRunningTransferDrainsAndNewWorkIsRefused() throws Exception {
    start("60s");
    String job = addition(source.url(IMAGE, MIDDLE));
    source.awaitHeld();

    bed.server().terminate();

    // Both are answered as long as something drains.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(reconnect().error()).isEqualTo("SYS.1012: the server is stopping"));
    assertThat(bed.admin().query("/images").get(0).get("status").asString())
        .isEqualTo("Downloading");
    source.release();
    assertThat(bed.server().awaitEnd()).isEqualTo(TERMINATED);

    startAgain();
    ZStackClient.Answer end = bed.admin().awaitJob(job);
    assertArrived(TestBed.uuid(end.ok()));
    assertThat(Files.readString(bed.server().log())).doesNotContain("taking up job");
  }

  private ZStackClient.Answer reconnect() {
    return bed.admin()
        .call(
            "PUT",
            "/backup-storage/" + local.uuid() + "/actions",
            ZStackClient.json("reconnectBackupStorage", Map.of()));
  }

  @Test
  void whatDoesNotDrainGoesOnAfterTheNextStart() throws Exception {
    start("1s");
    String job = addition(source.url(IMAGE, MIDDLE));
    source.awaitHeld();

    bed.server().stop();
    assertThat(Files.readString(bed.server().log()))
        .doesNotContain(" ERROR ")
        .containsPattern("Strongroom \\S+ stops\\n")
        .containsPattern("Strongroom \\S+ has stopped\\n");

    source.release();
    startAgain();
    assertThat(Files.readString(bed.server().log())).contains("taking up job " + job);
    assertArrived(TestBed.uuid(bed.admin().awaitJob(job).ok()));
  }

  @Test
  void anUploadThatWasCutIsSentAgain() throws Exception {
    start("1s");
    String job = addition("upload://image");
    String image = bed.admin().query("/images").get(0).get("uuid").asString();
    CountDownLatch middle = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Integer> cut = CompletableFuture.supplyAsync(() -> put(image, middle, goOn));
    middle.await();

    bed.server().stop();
    goOn.countDown();
    assertThat(cut.get()).as("what its sender was told").isNotEqualTo(200);

    startAgain();
    assertThat(put(image, new CountDownLatch(1), new CountDownLatch(0))).isEqualTo(200);
    assertThat(bed.admin().awaitJob(job).status()).isEqualTo(200);
    assertArrived(image);
  }

  /** The answer to an upload that stops half way; 0 if the connection was cut. */
  private int put(String image, CountDownLatch middle, CountDownLatch goOn) {
    var body =
        BodyPublishers.ofInputStream(() -> new HeldStream(IMAGE.stream(), MIDDLE, middle, goOn));
    try {
      return bed.admin().send("PUT", "/images/" + image + "/upload", body).status();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  @Test
  void anIdleServerEndsAtOnceAndSaysNothing() throws Exception {
    start("60s");

    bed.server().terminate();

    assertThat(bed.server().awaitEnd()).isEqualTo(TERMINATED);
    assertThat(Files.readString(bed.server().log())).doesNotContain(" WARN ", " ERROR ");
    startAgain();
    assertThat(bed.admin().query("/backup-storage")).hasSize(2);
  }

  @Test
  void twoServersDoNotShareADataDirectory() {
    start("1s");
    Path data = directory.resolve("data").toAbsolutePath();

    assertThatThrownBy(
            () -> new ServerProcess(elsewhere, Map.of("STRONGROOM_DATA_DIR", data.toString())))
        .hasMessageStartingWith("the server ended with 2: ")
        .hasMessageEndingWith(
            "\nstrongroom: another server uses the data directory "
                + data
                + "; stop it or set data.dir\n");
    assertThat(bed.admin().query("/backup-storage")).hasSize(2);
  }
}
