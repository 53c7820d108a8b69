package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.NthCall.Fate;
import org.strongroom.server.caller.Call;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.testing.S3ProxyServer;

/**
 * A node that watches over a storage is paused at each call while it connects it and brings its
 * marker up to date; meanwhile another node connects the storage and then forgets it.
 */
class PausedWatcherTest {
  private static S3ProxyServer s3;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void itDoesNotMarkWhatWasForgotten() throws Exception {
    try (JobGround ground = new JobGround(directory, Optional.empty(), s3);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      boolean reached = true;
      for (int call = 1; reached; call++) {
        String storage = ground.fileSystem().uuid();
        Path marker = ground.root(storage).resolve(".strongroom-storage");
        Files.writeString(marker, "{\"version\":1,\"storageUuid\":\"%s\"}".formatted(storage));
        NthCall pause = new NthCall(call, Fate.PAUSED);
        ground.node().nth = pause;
        JobGround.LiveNode watcher = ground.node();
        CompletableFuture<Void> connecting =
            CompletableFuture.runAsync(() -> connect(watcher, storage), threads);
        reached = pause.awaitReached(connecting::isDone);
        try (JobGround.LiveNode paused = ground.takeOver()) {
          ground.succeed("ReconnectBackupStorage", Map.of("uuid", storage));
          ground.succeed("ForgetBackupStorage", Map.of("uuid", storage));
          pause.goOn();
          connecting.handle((done, failure) -> paused).join();
          assertThat(marker).as("paused at call %d", call).content().contains("forgotten");
          assertThat(Files.list(marker.getParent())).containsExactly(marker);
        }
      }
    }
  }

  private static void connect(JobGround.LiveNode node, String storageUuid) {
    try {
      node.connect(storageUuid, Call.bySystem("monitor"), Fence.NONE);
    } catch (StorageException e) {
      throw new CompletionException(e);
    }
  }
}
