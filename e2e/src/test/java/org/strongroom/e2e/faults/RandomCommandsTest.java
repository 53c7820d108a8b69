package org.strongroom.e2e.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.e2e.material.Uuids;

/**
 * Random commands, good and bad, some of them cut off by a kill of the server. After each the
 * server says what a model of storages, images and copies says.
 *
 * <p>{@code -Dstrongroom.commands=5000} gives more, {@code -Dstrongroom.commands.crash=4} kills the
 * server in one of four; {@code -Dstrongroom.seed=…} repeats.
 */
class RandomCommandsTest {
  private static final int COMMANDS = Integer.getInteger("strongroom.commands", 100);
  private static final long SEED =
      Long.getLong("strongroom.seed", new Random().nextLong(1_000_000));
  private static final int MOST_STORAGES = 3;
  private static final int CRASH_ONE_IN = Integer.getInteger("strongroom.commands.crash", 30);

  @TempDir Path directory;
  @TempDir Path places;
  private final Random random = new Random(SEED);
  private final CatalogModel model = new CatalogModel();
  private final PacedSource source = new PacedSource();
  private final List<String> given = new ArrayList<>();
  private TestBed bed;
  private String zone;
  private int crashes;

  /**
   * A command.
   *
   * @param succeeds whether it can be carried out
   * @param effect what it does to the model then
   */
  private record Command(
      String method, String path, String body, boolean succeeds, Runnable effect) {
    @Override
    public String toString() {
      return "%s %s %s".formatted(method, path, body);
    }
  }

  @BeforeEach
  void start() {
    System.out.println("repeat with -Dstrongroom.seed=" + SEED);
    bed = TestBed.start(directory);
    zone = bed.zone("zone");
  }

  @AfterEach
  void stop() {
    bed.close();
    source.close();
  }

  @Test
  void theServerSaysWhatTheModelSays() {
    while (given.size() < COMMANDS) {
      Command command = any().or(this::addImage).orElseGet(this::addStorage);
      given.add(command.toString());
      if (random.nextInt(CRASH_ONE_IN) == 0) {
        crashIn(command);
      } else {
        carryOut(command);
      }
      compare();
    }
    Invariants invariants = new Invariants(bed.server());
    invariants.awaitQuiet();
    invariants.check(bed.admin(), model.places());
    model.someImage(this::isReadable, random).ifPresent(this::readBack);
    System.out.printf("%d commands, %d crashes%n", given.size(), crashes);
  }

  private void carryOut(Command command) {
    ZStackClient.Answer end = bed.admin().call(command.method(), command.path(), command.body());
    assertThat(end.status())
        .as("%s => %s, seed %d", command, end.body(), SEED)
        .isEqualTo(command.succeeds() ? 200 : 503);
    if (command.succeeds()) {
      command.effect().run();
    }
  }

  /** Done or undone, as the server tells; what it took on is not forgotten. */
  private void crashIn(Command command) {
    String job = Uuids.random();
    ZStackClient.Answer accepted =
        bed.admin().send(command.method(), command.path(), command.body(), "X-Job-UUID", job);
    assertThat(accepted.status()).isEqualTo(202);
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(60)).toNanos());
    bed.server().kill();
    crashes++;
    bed.server().startAgain();
    bed.reconnectClients();
    int status = bed.admin().awaitJob(job).status();
    // refusals are kept in memory only
    assertThat(status)
        .as("%s, seed %d", command, SEED)
        .isIn(command.succeeds() ? List.of(200, 503) : List.of(503, 404));
    if (status == 200) {
      command.effect().run();
    }
  }

  private void compare() {
    await("the model, seed " + SEED)
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() ->
            assertThat(CatalogModel.told(bed.admin()))
                .as("after %s", given.subList(Math.max(0, given.size() - 5), given.size()))
                .isEqualTo(model.expected()));
  }

  /** From storages that are Disabled nothing is read. */
  private boolean isReadable(CatalogModel.Image image) {
    return !image.deleted
        && image.copies.stream().anyMatch(storage -> model.storage(storage).enabled);
  }

  private void readBack(String uuid) {
    HttpDownload download = HttpDownload.of(bed.admin(), "/images/" + uuid + "/file");
    assertThat(download.status()).as(new String(download.body(), UTF_8)).isEqualTo(200);
    assertThat(MadeImage.sha256(new ByteArrayInputStream(download.body())))
        .isEqualTo(model.image(uuid).made.sha256());
  }

  /** Empty if there is nothing that the command could be about. */
  private Optional<Command> any() {
    return switch (random.nextInt(12)) {
      case 0 ->
          model.places().size() < MOST_STORAGES
              ? Optional.of(addStorage())
              : someStorage().map(this::deleteStorage);
      case 1 ->
          random.nextInt(3) == 0
              ? someStorage().map(this::deleteStorage)
              : someStorage().map(this::changeState);
      case 2 -> someStorage().map(this::changeState);
      case 3 -> someStorage().map(this::attach);
      case 4 -> someStorage().map(this::detach);
      case 5, 6, 7 -> addImage();
      case 8 -> image(true).map(this::recover);
      case 9 -> image(random.nextInt(4) != 0).map(this::expunge);
      case 10 -> image(false).map(this::rename);
      default -> image(false).map(this::delete);
    };
  }

  private Optional<String> someStorage() {
    List<String> all = model.storages(storage -> true);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private Optional<String> image(boolean deleted) {
    return model.someImage(image -> image.deleted == deleted, random);
  }

  private Command addStorage() {
    String uuid = Uuids.random();
    Path place = places.resolve(uuid);
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Object> parameters =
        Map.of("name", "storage", "url", place.toString(), "resourceUuid", uuid);
    return new Command(
        "POST",
        "/backup-storage/filesystem",
        ZStackClient.json("params", parameters),
        true,
        () -> model.add(new TestStorage(uuid, place.toString(), place)));
  }

  private Command deleteStorage(String uuid) {
    return new Command(
        "DELETE", "/backup-storage/" + uuid, "", true, () -> model.removeStorage(uuid));
  }

  private Command changeState(String uuid) {
    boolean enable = random.nextInt(3) != 0;
    return act(
        "/backup-storage/" + uuid,
        "changeBackupStorageState",
        Map.of("stateEvent", enable ? "enable" : "disable"),
        true,
        () -> model.storage(uuid).enabled = enable);
  }

  private Command attach(String uuid) {
    return new Command(
        "POST",
        "/zones/" + zone + "/backup-storage/" + uuid,
        "",
        !model.storage(uuid).attached,
        () -> model.storage(uuid).attached = true);
  }

  private Command detach(String uuid) {
    return new Command(
        "DELETE",
        "/zones/" + zone + "/backup-storage/" + uuid,
        "",
        model.storage(uuid).attached,
        () -> model.storage(uuid).attached = false);
  }

  /** To some of the storages; one that is disabled takes nothing. */
  private Optional<Command> addImage() {
    List<String> chosen = model.storages(storage -> random.nextBoolean());
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    String uuid = Uuids.random();
    MadeImage made = new MadeImage(1 + random.nextInt(1000), 1000 + random.nextInt(500_000));
    Map<String, Object> parameters =
        Map.of(
            "name",
            "image",
            "url",
            source.url(made),
            "resourceUuid",
            uuid,
            "backupStorageUuids",
            chosen);
    return Optional.of(
        new Command(
            "POST",
            "/images",
            ZStackClient.json("params", parameters),
            chosen.stream().allMatch(storage -> model.storage(storage).enabled),
            () -> model.add(uuid, new CatalogModel.Image(made, chosen))));
  }

  private Command delete(String uuid) {
    return new Command(
        "DELETE", "/images/" + uuid, "", true, () -> model.image(uuid).deleted = true);
  }

  private Command recover(String uuid) {
    return act(
        "/images/" + uuid, "recoverImage", Map.of(), true, () -> model.image(uuid).deleted = false);
  }

  /** Only what is deleted can be expunged. */
  private Command expunge(String uuid) {
    return act(
        "/images/" + uuid,
        "expungeImage",
        Map.of(),
        model.image(uuid).deleted,
        () -> model.removeImage(uuid));
  }

  private Command rename(String uuid) {
    String name = "renamed " + random.nextInt(1000);
    return act(
        "/images/" + uuid,
        "updateImage",
        Map.of("name", name),
        true,
        () -> model.image(uuid).name = name);
  }

  private static Command act(
      String path, String action, Map<String, ?> parameters, boolean succeeds, Runnable effect) {
    return new Command(
        "PUT", path + "/actions", ZStackClient.json(action, parameters), succeeds, effect);
  }
}
