package org.strongroom.storage.driver.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;

class FencedDriverTest {
  private static final String WRITE_ID = "0123456789abcdef0123456789abcdef-1";
  private static final StoragePath FILE = StoragePath.of("file");

  @TempDir Path root;
  private boolean open = true;
  private StorageDriver driver;

  @BeforeEach
  void start() throws Exception {
    driver = new FencedDriver(new FileSystemDriver(root), this::pass);
    Files.writeString(root.resolve("file"), "content");
  }

  private void pass() {
    if (!open) {
      throw new IllegalStateException("taken over");
    }
  }

  @Test
  void changesNothingOnceTheFenceIsShut() throws Exception {
    try (AtomicWrite write = driver.create(FILE, WRITE_ID, 3)) {
      write.write("new".getBytes(UTF_8), 0, 3);
      open = false;
      List<ThrowingCallable> effects =
          List.of(
              write::commit,
              () -> driver.create(StoragePath.of("other"), WRITE_ID, 3),
              () -> driver.abandon(FILE, WRITE_ID),
              () -> driver.abandonEarlier(FILE, WRITE_ID),
              () -> driver.delete(FILE),
              () -> driver.deleteTree(FILE));
      for (ThrowingCallable effect : effects) {
        assertThatThrownBy(effect).hasMessage("taken over");
      }
      assertThat(root.resolve(TemporaryName.of(WRITE_ID))).hasContent("new");
      assertThat(root.resolve("file")).hasContent("content");
    }
    // its own temporary file it may take away
    assertThat(driver.list(StoragePath.ROOT)).extracting(StorageEntry::path).containsExactly(FILE);
  }

  @Test
  void readsWithoutAsking() throws Exception {
    open = false;
    assertThat(driver.stat(FILE)).isPresent();
    assertThat(driver.read(FILE, 0).readAllBytes()).isEqualTo("content".getBytes(UTF_8));
  }

  @Test
  void changesWhatItMayChange() throws Exception {
    try (AtomicWrite write = driver.create(FILE, WRITE_ID, 3)) {
      write.write("new".getBytes(UTF_8), 0, 3);
      write.commit();
    }
    assertThat(root.resolve("file")).hasContent("new");
    driver.delete(FILE);
    assertThat(driver.list(StoragePath.ROOT)).isEmpty();
  }
}
