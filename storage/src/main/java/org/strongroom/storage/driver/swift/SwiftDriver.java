package org.strongroom.storage.driver.swift;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.ParallelReadStream;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.StreamDigest;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.Uninterrupted;
import org.strongroom.storage.driver.swift.session.AuthDiscovery;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.ObjectNames;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import org.strongroom.storage.driver.swift.session.SwiftCalls;
import org.strongroom.storage.driver.swift.session.SwiftTimeouts;
import org.strongroom.storage.driver.swift.session.SwiftTokens;
import org.strongroom.storage.source.GuardedHttp;

/**
 * A container of OpenStack Swift, or a prefix of its names, as a storage. Directories are what
 * names have before a slash. It has no thread and no connection of its own while nothing is asked.
 */
public final class SwiftDriver implements StorageDriver {
  private final SwiftStore store;
  private final UnfinishedWrites unfinished;
  private final SwiftQuotas quotas;

  /**
   * Asks nothing yet.
   *
   * @param http belongs to the caller, and may serve any number of storages
   */
  public SwiftDriver(
      SwiftAccess access, GuardedHttp http, SwiftTimeouts timeouts, InstantSource clock) {
    this(access, http, timeouts, clock, UploadPlan.DEFAULT);
  }

  SwiftDriver(
      SwiftAccess access,
      GuardedHttp http,
      SwiftTimeouts timeouts,
      InstantSource clock,
      UploadPlan plan) {
    var sessions = new AuthDiscovery(new AuthHttp(http, timeouts), clock, access);
    var calls = new SwiftCalls(http, new SwiftTokens(sessions, clock), timeouts, access.label());
    this.store = new SwiftStore(access, calls, plan);
    this.unfinished = new UnfinishedWrites(store);
    this.quotas = new SwiftQuotas(store);
  }

  @Override
  public StorageFacts connect() throws StorageException {
    store.calls().tokens().forget();
    SwiftCall head = SwiftCall.container("HEAD", store.files());
    SwiftAnswer answer = store.calls().send(head);
    if (answer.status() == 404 && store.access().createContainer()) {
      store.make(store.files());
      answer = store.calls().send(head);
    }
    StorageFacts facts = facts(head, answer);
    checkWritable();
    return facts;
  }

  @Override
  public StorageFacts reconnect() throws StorageException {
    store.calls().tokens().forget();
    return facts();
  }

  @Override
  public StorageFacts facts() throws StorageException {
    SwiftCall head = SwiftCall.container("HEAD", store.files());
    return facts(head, store.calls().send(head));
  }

  private StorageFacts facts(SwiftCall head, SwiftAnswer answer) throws StorageException {
    if (!answer.isSuccess()) {
      throw store.calls().failed(head, answer);
    }
    String prefix = store.access().prefix();
    if (!prefix.isEmpty()
        && store.head(store.files(), prefix).filter(found -> !found.directory()).isPresent()) {
      throw new StorageException(Reason.WRONG_TYPE, "'" + prefix + "' is an object, no prefix");
    }
    return new StorageFacts(
        store.access().url(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(store.calls().tokens().session().storage() + "/" + store.files()),
        Set.of(),
        quotas.ask(answer));
  }

  @Override
  public void checkWritable() throws StorageException {
    String id = UUID.randomUUID().toString().replace("-", "");
    String name = store.names().of(StoragePath.of(TemporaryName.of(id)));
    for (String container : List.of(store.files(), store.segments())) {
      SwiftCall put = SwiftCall.put(container, name);
      try {
        if (container.equals(store.segments())) {
          store.putSegment(put);
        } else {
          store.calls().succeed(put);
        }
      } catch (StorageException e) {
        if (e.reason() != Reason.NO_SPACE) {
          Uninterrupted.run(() -> deleteQuietly(container, name, e));
          throw e;
        }
      }
      store.delete(container, name);
    }
  }

  /** A call that was given up may have come to pass. */
  private void deleteQuietly(String container, String name, StorageException because) {
    try {
      store.delete(container, name);
    } catch (StorageException e) {
      because.addSuppressed(e);
    }
  }

  @Override
  public Capacity ping(Duration timeout) throws StorageException {
    FutureTask<Capacity> asking = AtOnce.start("swift ping", () -> pinged(timeout));
    try {
      return asking.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StorageException(
          Reason.TIMED_OUT,
          "%s does not answer within %d ms".formatted(store.calls().label(), timeout.toMillis()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, store.calls().label() + ": interrupted", e);
    } catch (ExecutionException e) {
      throw AtOnce.failure(e);
    } finally {
      asking.cancel(true);
    }
  }

  private Capacity pinged(Duration timeout) throws StorageException {
    SwiftTimeouts usual = store.calls().timeouts();
    // Once more after a lost connection, but no waiting for a store that is busy.
    var once = new SwiftTimeouts(usual.idle(), timeout, timeout, Duration.ofMillis(500), timeout);
    SwiftCalls calls = store.calls().within(once);
    SwiftCall head = SwiftCall.container("HEAD", store.files());
    SwiftAnswer answer = calls.send(head);
    if (!answer.isSuccess()) {
      throw calls.failed(head, answer);
    }
    return quotas.isKnown() ? quotas.with(answer) : quotas.ask(answer);
  }

  @Override
  public Capacity capacity() throws StorageException {
    return quotas.ask(store.calls().succeed(SwiftCall.container("HEAD", store.files())));
  }

  @Override
  public Optional<StorageEntry> stat(StoragePath path) throws StorageException {
    if (path.segments().isEmpty()) {
      return Optional.of(directory(path));
    }
    Optional<ObjectFacts> found = store.head(path);
    if (found.isPresent()) {
      long size =
          unfinished.durable(path).map(some -> some.journal().length()).orElse(found.get().size());
      return Optional.of(
          new StorageEntry(path, StorageEntry.Kind.FILE, size, found.get().modified()));
    }
    return store.isDirectory(path) ? Optional.of(directory(path)) : Optional.empty();
  }

  private static StorageEntry directory(StoragePath path) {
    return new StorageEntry(path, StorageEntry.Kind.DIRECTORY, 0, Instant.EPOCH);
  }

  @Override
  public List<StorageEntry> list(StoragePath directory) throws StorageException {
    String below = store.names().below(directory);
    Map<StoragePath, StorageEntry> entries = new LinkedHashMap<>();
    boolean any = false;
    for (ObjectListing.Item item : store.listing().all(store.files(), below, true)) {
      any = true;
      Optional<StoragePath> path = ObjectNames.entry(directory, below, item.name());
      if (path.isPresent()) {
        boolean isDirectory =
            item.directory() || item.contentType().startsWith("application/directory");
        StorageEntry entry =
            isDirectory
                ? directory(path.get())
                : new StorageEntry(
                    path.get(), StorageEntry.Kind.FILE, item.size(), item.modified());
        entries.merge(path.get(), entry, (one, other) -> isDirectory ? one : other);
      }
    }
    if (!any && !directory.segments().isEmpty()) {
      boolean file = store.head(directory).isPresent();
      throw new StorageException(
          file ? Reason.WRONG_TYPE : Reason.NOT_FOUND,
          directory + (file ? " is no directory" : ": no such directory"));
    }
    return List.copyOf(entries.values());
  }

  /** The file at a path. */
  private ObjectFacts file(StoragePath path) throws StorageException {
    if (!path.segments().isEmpty()) {
      Optional<ObjectFacts> found = store.head(path);
      if (found.isPresent()) {
        return found.get();
      }
      if (!store.isDirectory(path)) {
        throw new StorageException(Reason.NOT_FOUND, path + ": no such file or directory");
      }
    }
    throw new StorageException(Reason.WRONG_TYPE, path + " is a directory");
  }

  @Override
  public InputStream read(StoragePath path, long offset) throws StorageException {
    Optional<UnfinishedWrites.Durable> durable = unfinished.durable(path);
    if (durable.isPresent()) {
      UnfinishedWrites.Durable some = durable.get();
      if (offset > some.journal().length()) {
        throw new StorageException(Reason.FAILED, path + " ends before byte " + offset);
      }
      return new UnfinishedReadStream(store, some.group(), some.journal(), offset);
    }
    ObjectFacts file = file(path);
    return new SwiftReadStream(store, file, offset, file.size());
  }

  @Override
  public ByteSource open(StoragePath path) throws StorageException {
    return new SwiftByteSource(store, file(path));
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    StoragePath.requireBelowRoot(path);
    for (StoragePath each = path.parent(); !each.segments().isEmpty(); each = each.parent()) {
      if (store.head(each).isPresent()) {
        throw new StorageException(Reason.WRONG_TYPE, each + " is no directory");
      }
    }
    String attempt = UUID.randomUUID().toString().substring(0, 8);
    SegmentGroup group = SegmentGroup.begin(store, path, writeId, attempt);
    WriteMarker marker = WriteMarker.make(store, path, writeId, group);
    return new SwiftAtomicWrite(
        store, path, writeId, marker, group, WriteStart.atBegin(store, group), expectedLength);
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    StoragePath.requireBelowRoot(path);
    WriteMarker marker =
        WriteMarker.read(store, WriteMarker.name(store, path, writeId))
            .orElseThrow(
                () -> new StorageException(Reason.NOT_FOUND, path + ": nothing to go on with"));
    SegmentGroup group =
        marker
            .group()
            .filter(found -> marker.file().equals(Optional.of(path.name())))
            .orElseThrow(() ->
                new StorageException(
                    Reason.NOT_FOUND, path + ": the write was given up, or is of another file"));
    return new SwiftAtomicWrite(
        store,
        path,
        writeId,
        marker,
        group,
        WriteStart.at(store, path, group, offset),
        expectedLength);
  }

  @Override
  public void abandon(StoragePath path, String writeId) throws StorageException {
    StoragePath.requireBelowRoot(path);
    unfinished.abandon(path, writeId);
  }

  @Override
  public void abandonEarlier(StoragePath path, String writeId) throws StorageException {
    StoragePath.requireBelowRoot(path);
    unfinished.abandonEarlier(path, writeId);
  }

  @Override
  public void delete(StoragePath path) throws StorageException {
    StoragePath.requireBelowRoot(path);
    if (TemporaryName.matches(path.name())) {
      unfinished.abandonMarker(path);
      return;
    }
    if (!deleteFile(path) && store.isDirectory(path)) {
      throw new StorageException(Reason.FAILED, path + ": the directory is not empty");
    }
  }

  private boolean deleteFile(StoragePath path) throws StorageException {
    String name = store.names().of(path);
    Optional<ObjectFacts> found = store.head(store.files(), name);
    if (found.isEmpty()) {
      return false;
    }
    if (!found.get().large()) {
      store.delete(store.files(), name);
      return true;
    }
    Optional<SegmentGroup> group = unfinished.group(found);
    new Manifests(store).delete(store.files(), name);
    if (group.isPresent()) {
      store.deleteAll(store.segments(), group.get().prefix());
    }
    return true;
  }

  @Override
  public void deleteTree(StoragePath path) throws StorageException {
    StoragePath.requireBelowRoot(path);
    if (TemporaryName.matches(path.name())) {
      unfinished.abandonMarker(path);
      return;
    }
    deleteFile(path);
    String below = store.names().below(path);
    // Segments first: what is left of a file tells that something is left.
    store.deleteAll(store.segments(), below);
    store
        .listing()
        .pages(
            store.files(),
            below,
            false,
            page ->
                AtOnce.forEach(
                    page,
                    item -> {
                      if (item.large()) {
                        new Manifests(store).delete(store.files(), item.name());
                      } else {
                        store.delete(store.files(), item.name());
                      }
                    }));
  }

  @Override
  public String digest(StoragePath path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    ObjectFacts file = file(path);
    return StreamDigest.of(
        new ParallelReadStream(
            file.size(), (from, until) -> new SwiftReadStream(store, file, from, until)),
        algorithm,
        progress);
  }

  /** Nothing is open but what its callers have opened, which they close. */
  @Override
  public void close() {}
}
