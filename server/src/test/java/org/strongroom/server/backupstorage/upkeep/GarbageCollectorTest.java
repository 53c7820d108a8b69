package org.strongroom.server.backupstorage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.testing.OpenSshServer;

/** Garbage on a storage that went away before anybody noticed. */
final class GarbageCollectorTest {
  private static final int ITEMS = 20;

  private final Cloud cloud = Cloud.onSqlite();
  private final OpenSshServer server = OpenSshServer.start("127.0.0.7");
  @TempDir private Path directory;

  @AfterEach
  void close() {
    cloud.close();
    server.close();
  }

  private void discard(String storageUuid, int items) {
    cloud.database.write(transaction -> {
      for (int i = 0; i < items; i++) {
        cloud
            .storages
            .garbage()
            .add(storageUuid, StoragePath.of("item" + i), 0, "test", transaction);
      }
      return items;
    });
  }

  private long waiting(String storageUuid, int attempts) {
    return cloud.database.read(sql ->
        (long)
            sql.fetchCount(
                GARBAGE,
                GARBAGE.BACKUP_STORAGE_UUID.eq(storageUuid),
                GARBAGE.ATTEMPTS.eq(attempts)));
  }

  @Test
  void aStorageThatIsAwayIsTriedOnceAndNotForEachItem() throws Exception {
    BackupStorageInventory away =
        cloud.storage(
            AddSftpBackupStorage.class,
            parameters(
                "name", "away",
                "url", server.shellAccount().newScratch().remote(),
                "hostname", server.host(),
                "sshPort", server.port(),
                "username", server.shellAccount().username(),
                "password", server.shellAccount().password()));
    server.stop();
    try (var door = new ClosedDoor(server)) {
      discard(away.uuid(), ITEMS);
      Awaitility.await().until(() -> waiting(away.uuid(), 1) == ITEMS);
      assertThat(door.knocks.get()).isBetween(1, 3);
    }
  }

  @Test
  void garbageOfOtherStoragesIsCollectedMeanwhile() throws Exception {
    BackupStorageInventory there =
        cloud.storage(
            AddFileSystemBackupStorage.class,
            parameters("name", "local", "url", directory.toString()));
    for (int i = 0; i < ITEMS; i++) {
      Files.writeString(directory.resolve("item" + i), "garbage");
    }
    discard(there.uuid(), ITEMS);
    Awaitility.await().until(() -> waiting(there.uuid(), 0) == 0);
    try (var left = Files.list(directory)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("item"));
    }
  }

  /** Counts who connects, and lets nobody in. */
  private static final class ClosedDoor implements AutoCloseable {
    private final AtomicInteger knocks = new AtomicInteger();
    private final ServerSocket socket;

    ClosedDoor(OpenSshServer in) throws IOException {
      socket = new ServerSocket(in.port(), 50, InetAddress.getByName(in.host()));
      Thread.ofVirtual().start(this::receive);
    }

    private void receive() {
      while (!socket.isClosed()) {
        try {
          socket.accept().close();
          knocks.incrementAndGet();
        } catch (IOException e) {
          // The test is over.
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
