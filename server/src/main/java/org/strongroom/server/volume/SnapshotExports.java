package org.strongroom.server.volume;

import static org.strongroom.server.catalog.system.ClosedExportTable.CLOSED_EXPORT;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.VolumeSnapshotExportInventory;
import org.strongroom.api.snapshot.CloseVolumeSnapshotExport;
import org.strongroom.api.snapshot.ExportVolumeSnapshot;
import org.strongroom.api.snapshot.GetVolumeSnapshotExports;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.repository.OpenGeneration;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.storage.nbd.server.NbdServer;

/**
 * The volume snapshots that this node serves by NBD. They are kept in memory alone: none survives
 * the node, and other nodes do not know of them.
 */
public final class SnapshotExports implements AutoCloseable {
  /** Each has a cache of its own. */
  static final int MOST = 8;

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotExports.class);
  private static final Duration LONGEST_OPENING = Duration.ofSeconds(60);

  /** As the operation has it: nobody serves what was closed before that. */
  private static final Duration LONGEST = Duration.ofDays(31);

  private static final Duration LOOKS = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** No more guessed than a key of 192 bits. */
  private static final int NAME_BYTES = 24;

  private final VolumeParts parts;
  private final Repositories repositories;
  private final ExportPlace place;
  private final AuditLog audit;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SnapshotExport> exports = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private int opening;
  private @Nullable NbdServer server;
  private volatile boolean closed;

  SnapshotExports(VolumeParts parts, Repositories repositories, ExportPlace place) {
    this.parts = parts;
    this.repositories = repositories;
    this.place = place;
    this.audit = new AuditLog(parts.clock());
  }

  void register(OperationRegistry operations) {
    operations.answer(ExportVolumeSnapshot.class, this::open);
    operations.answer(CloseVolumeSnapshotExport.class, this::close);
    operations.answer(GetVolumeSnapshotExports.class, (request, caller) -> list());
  }

  private GetVolumeSnapshotExports.Reply list() {
    return new GetVolumeSnapshotExports.Reply(
        exports.values().stream()
            .filter(export -> !export.isOver())
            .map(SnapshotExport::inventory)
            .sorted(Comparator.comparing(VolumeSnapshotExportInventory::createDate))
            .toList(),
        true);
  }

  private EmptyReply close(CloseVolumeSnapshotExport request, Caller caller) {
    SnapshotExport export = exports.remove(request.export());
    if (export != null) {
      export.close();
      audited(caller, "CloseVolumeSnapshotExport", export.inventory().volumeSnapshotUuid());
    } else if (Uuid.isUuid(request.export())) {
      closeElsewhere(request.export(), caller);
    } else {
      throw new ApiException(ErrorCode.NOT_FOUND, "no export has the uuid " + request.export());
    }
    return new EmptyReply();
  }

  /** Whichever node serves it finds that within a second or two. */
  private void closeElsewhere(String uuid, Caller caller) {
    Call call = call(caller);
    parts
        .database()
        .write(transaction -> {
          audit.succeeded(call, "CloseVolumeSnapshotExport", uuid, transaction);
          long now = parts.clock().millis();
          transaction
              .sql()
              .deleteFrom(CLOSED_EXPORT)
              .where(CLOSED_EXPORT.CLOSED.lt(now - LONGEST.toMillis()))
              .execute();
          return transaction
              .sql()
              .insertInto(CLOSED_EXPORT)
              .set(CLOSED_EXPORT.UUID, uuid)
              .set(CLOSED_EXPORT.CLOSED, now)
              .onConflictDoNothing()
              .execute();
        });
  }

  private static Call call(Caller caller) {
    Origin origin = Origin.current();
    return new Call(caller, Uuid.random(), origin.requestId(), origin.source(), Optional.empty());
  }

  private void audited(Caller caller, String operation, String snapshotUuid) {
    Call call = call(caller);
    parts
        .database()
        .write(transaction -> {
          audit.succeeded(call, operation, snapshotUuid, transaction);
          return true;
        });
  }

  private InventoryReply<VolumeSnapshotExportInventory> open(
      ExportVolumeSnapshot request, Caller caller) {
    takePlace();
    try {
      SnapshotExport export = withinTime(request);
      audited(caller, "ExportVolumeSnapshot", request.uuid());
      return new InventoryReply<>(export.inventory());
    } finally {
      leavePlace();
    }
  }

  private void takePlace() {
    lock.lock();
    try {
      if (exports.size() + opening >= MOST) {
        throw ApiException.busy(
            "%d snapshots are exported, as many as can be: close one by CloseVolumeSnapshotExport"
                .formatted(exports.size() + opening));
      }
      opening++;
    } finally {
      lock.unlock();
    }
  }

  private void leavePlace() {
    lock.lock();
    try {
      opening--;
    } finally {
      lock.unlock();
    }
  }

  /** A storage that hangs holds no call up; what it opens afterwards is closed again. */
  private SnapshotExport withinTime(ExportVolumeSnapshot request) {
    var settled = new AtomicBoolean();
    var task =
        new FutureTask<>(() -> {
          SnapshotExport export = open(request);
          if (!settled.compareAndSet(false, true)) {
            exports.remove(export.inventory().uuid());
            export.close();
          }
          return export;
        });
    Thread.ofVirtual().name("export of a snapshot").start(task);
    try {
      return told(task, LONGEST_OPENING);
    } catch (TimeoutException e) {
      if (settled.compareAndSet(false, true)) {
        throw tooLate();
      }
    } catch (InterruptedException e) {
      settled.set(true);
      Thread.currentThread().interrupt();
      throw ApiException.refused("interrupted");
    }
    try {
      return told(task, PATIENCE); // it was opened in the last moment
    } catch (TimeoutException e) {
      throw tooLate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.refused("interrupted");
    }
  }

  private static ApiException tooLate() {
    return ApiException.away(
        "the storage did not open the snapshot within %d s".formatted(LONGEST_OPENING.toSeconds()));
  }

  private static SnapshotExport told(FutureTask<SnapshotExport> task, Duration patience)
      throws TimeoutException, InterruptedException {
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException told) {
        throw told;
      }
      throw new IllegalStateException("the snapshot was not exported", e.getCause());
    }
  }

  private SnapshotExport open(ExportVolumeSnapshot request) {
    SnapshotRow snapshot = parts.database().read(sql -> SnapshotRow.require(request.uuid(), sql));
    List<String> obstacles = new ArrayList<>();
    for (SnapshotCopy copy : parts.database().read(sql -> good(request, sql))) {
      try {
        return open(request, copy);
      } catch (IOException e) {
        obstacles.add(copy.label() + ": " + e.getMessage());
      } catch (ApiException e) {
        obstacles.add(String.valueOf(e.getMessage()));
      }
    }
    throw ApiException.refused(
        obstacles.isEmpty()
            ? "no copy of %s is good".formatted(snapshot.label())
            : "not exported: " + String.join("; ", obstacles));
  }

  private static List<SnapshotCopy> good(ExportVolumeSnapshot request, DSLContext sql) {
    String storage = request.backupStorageUuid();
    return SnapshotCopy.all(request.uuid(), sql).stream()
        .filter(copy -> storage == null || copy.storageUuid().equals(storage))
        .filter(copy -> copy.is(SnapshotCopy.READY) && copy.generation().isPresent())
        .toList();
  }

  private SnapshotExport open(ExportVolumeSnapshot request, SnapshotCopy copy) throws IOException {
    StorageRow storage = parts.database().read(sql -> StorageRows.require(copy.storageUuid(), sql));
    parts.rules().check(storage, Purpose.READ);
    String uuid = Uuid.random();
    OpenGeneration generation =
        OpenGeneration.of(copy, repositories, parts.drivers().of(storage), "export-" + uuid);
    boolean done = false;
    try {
      SnapshotExport export = serve(request, copy, uuid, generation);
      done = true;
      return export;
    } finally {
      if (!done) {
        generation.close();
      }
    }
  }

  private SnapshotExport serve(
      ExportVolumeSnapshot request, SnapshotCopy copy, String uuid, OpenGeneration generation)
      throws IOException {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    String exported = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    Duration time = Duration.ofSeconds(request.seconds());
    lock.lock();
    try {
      NbdServer running = running();
      Instant now = parts.clock().instant();
      var inventory =
          new VolumeSnapshotExportInventory(
              uuid,
              copy.snapshotUuid(),
              copy.storageUuid(),
              place.url(running, exported),
              generation.shared().size(),
              now,
              now.plus(time));
      var export =
          new SnapshotExport(
              inventory,
              running.serve(exported, generation::shared, time),
              generation,
              System.nanoTime() + time.toNanos());
      exports.put(uuid, export);
      return export;
    } finally {
      lock.unlock();
    }
  }

  /** Listens from the first export on. */
  private NbdServer running() throws IOException {
    if (closed) {
      throw ApiException.refused("the server is stopping");
    }
    if (server == null) {
      server = place.listen();
      Thread.ofVirtual().name("exports of snapshots").start(this::watch);
    }
    return server;
  }

  /** Ends what is over, and what was closed or shows a copy that is gone, at whichever node. */
  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(LOOKS.toNanos());
      for (SnapshotExport export : List.copyOf(exports.values())) {
        if (export.isOver() || isGone(export)) {
          exports.remove(export.inventory().uuid());
          export.close();
        }
      }
    }
  }

  private boolean isGone(SnapshotExport export) {
    String uuid = export.inventory().uuid();
    try {
      return parts
          .database()
          .read(sql ->
              sql.fetchExists(CLOSED_EXPORT, CLOSED_EXPORT.UUID.eq(uuid))
                  || SnapshotCopy.all(export.inventory().volumeSnapshotUuid(), sql).stream()
                      .noneMatch(export::shows));
    } catch (RuntimeException e) {
      LOG.debug("whether a snapshot is still there is not known now: {}", e.toString());
      return false;
    }
  }

  /** Ends all, and waits a few seconds for storages. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      LOG.warn("the NBD server was not closed well: {}", e.toString());
    } finally {
      lock.unlock();
    }
    List<Thread> closing =
        exports.values().stream()
            .map(export -> Thread.ofVirtual().name("end of an export").start(export::close))
            .toList();
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Thread each : closing) {
        each.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
