package org.strongroom.e2e.faults;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.e2e.material.Uuids;
import org.strongroom.testing.SshAccount;

/** Clients that do everything at once until they are stopped, as often as the server goes. */
final class Load {
  private static final int ADDERS = 2;
  private static final int UPLOADERS = 1;
  private static final int REMOVERS = 1;
  private static final int VOLUME_CLIENTS = 2;
  private static final long MEBIBYTE = 1 << 20;
  private static final Duration SOON = Duration.ofMillis(10);

  private final TestBed bed;
  private final PacedSource source;
  private final Ledger ledger;
  private final List<TestStorage> storages;
  private final VolumeLoad volumes;
  private volatile boolean stopped;
  private volatile boolean down;

  /**
   * A load that does not run.
   *
   * @param storages that images go to
   */
  Load(
      TestBed bed,
      PacedSource source,
      Ledger ledger,
      List<TestStorage> storages,
      VolumeLoad volumes) {
    this.bed = bed;
    this.source = source;
    this.ledger = ledger;
    this.storages = storages;
    this.volumes = volumes;
  }

  /** Lets all clients loose, runs the fault in their midst, and waits for them to notice. */
  void during(Runnable fault, long seed) throws InterruptedException {
    stopped = false;
    Random seeds = new Random(seed);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      start(clients, ADDERS, seeds, this::add);
      start(clients, UPLOADERS, seeds, this::upload);
      start(clients, REMOVERS, seeds, this::remove);
      start(clients, 1, seeds, this::copy);
      start(clients, VOLUME_CLIENTS, seeds, volumes::once);
      start(clients, 1, seeds, this::changeStorages);
      start(clients, 1, seeds, this::zoneAndTag);
      fault.run();
      stopped = true;
      clients.shutdown();
      if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new AssertionError("a client waits for an answer of a server that is gone");
      }
    }
  }

  /**
   * The server goes in the midst of the load, which goes on when it is there again.
   *
   * @param outage ends it, and starts it again
   */
  void without(Runnable outage) {
    down = true; // nobody begins what nobody would hear of
    outage.run();
    down = false;
  }

  private void start(ExecutorService clients, int many, Random seeds, Work work) {
    for (int i = 0; i < many; i++) {
      Random random = new Random(seeds.nextLong());
      clients.execute(() -> {
        while (!stopped) {
          try {
            if (!down) {
              work.once(bed.admin(), random);
            }
          } catch (UncheckedIOException e) {
            // the server was killed: what became of the call is found out later
          }
          if (down) {
            LockSupport.parkNanos(SOON.toNanos());
          }
        }
      });
    }
  }

  private interface Work {
    void once(ZStackClient client, Random random);
  }

  private void add(ZStackClient client, Random random) {
    MadeImage image = image(random);
    String uuid = Uuids.random();
    ledger.images().put(uuid, image::sha256);
    call(client, addition(uuid, source.url(image), some(random)));
  }

  private Ledger.Entry addition(String uuid, String url, List<String> storageUuids) {
    return ledger.asks(
        "AddImage",
        uuid,
        "POST",
        "/images",
        ZStackClient.json(
            "params",
            Map.of(
                "name", "image " + uuid,
                "url", url,
                "resourceUuid", uuid,
                "backupStorageUuids", storageUuids)));
  }

  private void upload(ZStackClient client, Random random) {
    MadeImage image = image(random);
    String uuid = Uuids.random();
    ledger.images().put(uuid, image::sha256);
    Ledger.Entry added = addition(uuid, "upload://file", some(random));
    if (added.send(client).status() == 202) {
      ZStackClient.Answer answer =
          client.send(
              "PUT",
              "/images/" + uuid + "/upload",
              BodyPublishers.ofInputStream(() -> slowly(image.stream())));
      if (answer.status() == 200) {
        added.ended(200);
      }
    }
  }

  private static InputStream slowly(InputStream in) {
    return new java.io.FilterInputStream(in) {
      @Override
      public int read(byte[] target, int offset, int count) throws java.io.IOException {
        LockSupport.parkNanos(Duration.ofMillis(8).toNanos());
        return super.read(target, offset, count);
      }
    };
  }

  private void remove(ZStackClient client, Random random) {
    String uuid = ledger.settled("AddImage", "DeleteImage").orElse("");
    if (uuid.isEmpty()) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      return;
    }
    Ledger.Entry deleted = ledger.asks("DeleteImage", uuid, "DELETE", "/images/" + uuid, "");
    call(client, deleted);
    if (random.nextBoolean()) {
      call(
          client,
          ledger.asks(
              "ExpungeImage",
              uuid,
              "PUT",
              "/images/" + uuid + "/actions",
              ZStackClient.json("expungeImage", Map.of())));
    }
  }

  /** Onto all storages: those that have one already keep theirs. */
  private void copy(ZStackClient client, Random random) {
    LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(100)).toNanos());
    ledger
        .settled("AddImage", "DeleteImage")
        .ifPresent(uuid -> call(client, ledger.copying(uuid, storages)));
  }

  private void changeStorages(ZStackClient client, Random random) {
    SshAccount account = bed.sshd().shellAccount();
    SshAccount.Scratch scratch = account.newScratch();
    String uuid = Uuids.random();
    ledger.storages().put(uuid, new TestStorage(uuid, scratch.remote(), scratch.local()));
    Map<String, Object> parameters =
        bed.sftpParameters("storage " + uuid, account, scratch.remote());
    parameters.put("resourceUuid", uuid);
    call(
        client,
        ledger.asks(
            "AddStorage",
            uuid,
            "POST",
            "/backup-storage/sftp",
            ZStackClient.json("params", parameters)));
    MadeImage image = image(random);
    String imageUuid = Uuids.random();
    Ledger.Entry added =
        addition(imageUuid, source.url(image), List.of(uuid, storages.getFirst().uuid()));
    added.send(client); // and does not wait: the storage may go in the middle
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
    call(
        client,
        ledger.asks(
            "DeleteStorage",
            uuid,
            "DELETE",
            "/backup-storage/" + uuid + "?deleteMode=Enforcing",
            ""));
  }

  private void zoneAndTag(ZStackClient client, Random random) {
    String uuid = Uuids.random();
    call(
        client,
        ledger.asks(
            "CreateZone",
            uuid,
            "POST",
            "/zones",
            ZStackClient.json("params", Map.of("name", "zone " + uuid, "resourceUuid", uuid))));
    call(
        client,
        ledger.asks(
            "CreateUserTag",
            uuid,
            "POST",
            "/user-tags",
            ZStackClient.json(
                "params",
                Map.of("resourceType", "ZoneVO", "resourceUuid", uuid, "tag", "tag " + uuid))));
    LockSupport.parkNanos(Duration.ofMillis(20 + random.nextInt(50)).toNanos());
  }

  private void call(ZStackClient client, Ledger.Entry entry) {
    if (entry.send(client).status() == 202) {
      entry.ended(client.awaitJob(entry.jobUuid()).status());
    }
  }

  private static MadeImage image(Random random) {
    return new MadeImage(
        1 + random.nextInt(1_000_000), MEBIBYTE / 4 + random.nextInt((int) MEBIBYTE));
  }

  private List<String> some(Random random) {
    List<String> chosen = new ArrayList<>();
    for (TestStorage storage : storages) {
      if (random.nextBoolean()) {
        chosen.add(storage.uuid());
      }
    }
    return chosen.isEmpty() ? List.of(storages.getFirst().uuid()) : chosen;
  }
}
