package org.strongroom.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.strongroom.server.backupstorage.access.DriverFactory;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.HostKeyChangedException;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.driver.layer.ForwardingDriver;

/**
 * SSH servers that are directories of this machine, one for each port: for tests with so many
 * connections that real ones would take minutes.
 */
public final class PretendServers implements DriverFactory {
  private final Path directory;
  private final Map<Integer, HostKey> keys = new ConcurrentHashMap<>();

  public PretendServers(Path directory) {
    this.directory = directory;
  }

  /** Where the files of a server lie. */
  public Path root(int port) {
    try {
      return Files.createDirectories(directory.resolve(Integer.toString(port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HostKey key(int port) {
    return keys.computeIfAbsent(port, number -> newKey("first of " + number));
  }

  /** Installs the server anew. */
  public HostKey changeKey(int port) {
    HostKey key = newKey("second of " + port);
    keys.put(port, key);
    return key;
  }

  private static HostKey newKey(String text) {
    return HostKey.of("ssh-ed25519", text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public StorageDriver make(StorageAccess access) {
    int port = access.ssh().orElseThrow().port();
    Path root = root(port);
    return new Pretending(
        new FileSystemDriver(root.resolve(access.url().substring(1))),
        root,
        port,
        access.ssh().orElseThrow().knownHost());
  }

  private final class Pretending extends ForwardingDriver {
    private final Path root;
    private final int port;
    private final KnownHost expected;

    Pretending(StorageDriver driver, Path root, int port, KnownHost expected) {
      super(driver);
      this.root = root;
      this.port = port;
      this.expected = expected;
    }

    @Override
    protected <T> T forward(StorageOperation operation, Call<T> call) throws StorageException {
      return call.run();
    }

    @Override
    public StorageFacts connect() throws StorageException {
      return pretend(super.connect());
    }

    @Override
    public StorageFacts reconnect() throws StorageException {
      return pretend(super.reconnect());
    }

    @Override
    public StorageFacts facts() throws StorageException {
      if (expected instanceof KnownHost.Fingerprint(String sha256)
          && !sha256.equals(key(port).sha256())) {
        throw new HostKeyChangedException("another host key", key(port), null);
      }
      return pretend(super.facts());
    }

    private StorageFacts pretend(StorageFacts facts) throws StorageException {
      String path;
      try {
        path = facts.rootPath().substring(root.toRealPath().toString().length());
      } catch (IOException e) {
        throw new StorageException(StorageException.Reason.FAILED, "no such directory", e);
      }
      return new StorageFacts(
          path.isEmpty() ? "/" : path,
          Optional.of("/home/user"),
          Optional.of("server" + port),
          Optional.of(key(port)),
          facts.fileSystemId(),
          facts.tools(),
          facts.capacity());
    }
  }
}
