package org.strongroom.server.backupnode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.backupnode.DeregisterBackupNode;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.StorageRemoval;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;

/**
 * Deregisters a node (Deregister a backup node). OVA files stay where they are, whatever is asked
 * for, and so do images if nothing of them is ever to be removed (image/deletionPolicy Never).
 * Unforced it is refused as long as something is kept there, or if what was laid out is to be
 * removed and cannot be. By force it goes through, and the event tells what was left.
 */
final class DeregisterNode implements JobDefinition<DeregisterBackupNode, EmptyReply> {
  private static final Logger log = LoggerFactory.getLogger(DeregisterNode.class);
  private static final String STATE_BEFORE = "stateBefore";
  private static final String OVAS = "ovas";
  private static final String LEFT = "left";

  private final StorageParts parts;
  private final StorageRemoval removal;
  private final Supplier<NodeContents> contents;
  private final Uninstall uninstall;

  DeregisterNode(
      StorageParts parts,
      StorageRemoval removal,
      Supplier<NodeContents> contents,
      Uninstall uninstall) {
    this.parts = parts;
    this.removal = removal;
    this.contents = contents;
    this.uninstall = uninstall;
  }

  @Override
  public Class<DeregisterBackupNode> operation() {
    return DeregisterBackupNode.class;
  }

  @Override
  public Start accept(DeregisterBackupNode request, Call call, Transaction transaction) {
    NodeRow node = NodeRows.require(request.id(), call.caller(), transaction.sql());
    StorageRow storage = StorageRows.lock(node.storageUuid(), transaction);
    if (removal.isUnderWay(storage, transaction.sql())) {
      throw ApiException.conflict(node.label() + " is being deregistered already");
    }
    int ovas = contents.get().count(storage.uuid(), transaction.sql());
    if (!request.force()) {
      checkUnforced(request, node, storage, ovas, transaction);
    }
    Map<String, String> memory =
        new HashMap<>(removal.begin(storage, "it is being deregistered", call, transaction));
    memory.put(STATE_BEFORE, storage.state().name());
    if (ovas > 0) {
      memory.put(OVAS, "the OVA files of %d image backups".formatted(ovas));
    }
    return new Start(storage.uuid(), memory);
  }

  private void checkUnforced(
      DeregisterBackupNode request,
      NodeRow node,
      StorageRow storage,
      int ovas,
      Transaction transaction) {
    int copies = removal.copies(storage, transaction.sql());
    List<String> there = new ArrayList<>();
    if (ovas > 0) {
      there.add(ovas + (ovas == 1 ? " image backup" : " image backups"));
    }
    if (copies > 0) {
      there.add(copies + (copies == 1 ? " copy" : " copies") + " of images and snapshots");
    }
    if (!there.isEmpty()) {
      throw ApiException.conflict(
          "%s holds %s; delete them first, or deregister it with force=true"
              .formatted(node.label(), String.join(" and ", there)));
    }
    if (removal.isWrittenTo(storage, transaction.sql())) {
      throw ApiException.conflict(
          "%s is being written to; wait for that or cancel it, or deregister it with force=true"
              .formatted(node.label()));
    }
    if (request.uninstall() && storage.status() == StorageStatus.DISCONNECTED) {
      throw cannotUninstall(node.label(), storage.status().text() + ": " + storage.statusReason());
    }
  }

  private static ApiException cannotUninstall(String label, String why) {
    return ApiException.conflict(
        "uninstall=true cannot be done on %s (%s); nothing was changed; leave it out, or use force=true"
            .formatted(label, why));
  }

  @Override
  public List<Step<DeregisterBackupNode>> steps() {
    return List.of(
        Step.of("check", this::check),
        Step.of("remove copies", this::removeCopies),
        Step.of("remove files", this::removeFiles),
        new UninstallStep());
  }

  private Optional<StorageRow> storage(Job job) {
    return parts.database().read(sql -> StorageRows.find(job.resourceUuid(), sql));
  }

  /** Before anything goes: what is not forced does not begin what the node cannot end. */
  private void check(DeregisterBackupNode request, Job job) {
    Optional<StorageRow> storage = storage(job);
    if (storage.isPresent() && request.uninstall() && !request.force()) {
      try {
        uninstall.check(storage.get());
      } catch (StorageException e) {
        throw cannotUninstall("backup node " + request.id(), String.valueOf(e.getMessage()));
      }
    }
  }

  private void removeCopies(DeregisterBackupNode request, Job job) {
    storage(job)
        .filter(storage -> request.force())
        .ifPresent(storage -> {
          job.lease()
              .write(transaction -> {
                contents.get().stop(storage.uuid(), transaction);
                return storage;
              });
          if (StorageRemoval.bytesStay(job)
              && parts.database().read(sql -> removal.copies(storage, sql)) > 0) {
            leave(job, StorageRemoval.IMAGES_STAY);
          }
          removal.removeCopies(storage, job);
        });
  }

  private void removeFiles(DeregisterBackupNode request, Job job) throws InterruptedException {
    Optional<StorageRow> storage = storage(job);
    if (storage.isEmpty()) {
      return;
    }
    if (!removal.writersEnd(storage.get(), job)) {
      leave(job, "work on it was stopped and does not end");
    }
    if (parts.database().read(sql -> removal.hasGarbage(storage.get(), sql))) {
      if (storage.get().status() != StorageStatus.DISCONNECTED) {
        removal.collectGarbage(storage.get().uuid()).ifPresent(first -> leave(job, first));
      } else {
        leave(job, "the files of deleted copies; it was Disconnected");
      }
    }
    removal.forgetGarbage(storage.get(), job);
    if (request.force()) {
      StorageRemoval.inPortions(
          job,
          transaction ->
              contents
                  .get()
                  .forget(storage.get().uuid(), StorageRemoval.AT_ONCE, job.call(), transaction));
    }
  }

  private static void leave(Job job, String what) {
    String before = job.recall(LEFT).map(text -> text + "; ").orElse("");
    job.remember(LEFT, before + what);
  }

  @Override
  public EmptyReply complete(DeregisterBackupNode request, Job job, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage -> {
          contents.get().forget(storage.uuid(), Integer.MAX_VALUE, job.call(), transaction);
          job.recall(OVAS).ifPresent(ovas -> leave(job, ovas));
          removal.remove(storage, job.recall(LEFT), job, transaction);
        });
    return new EmptyReply();
  }

  @Override
  public void abandon(
      DeregisterBackupNode request, Job job, ApiError error, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage ->
            removal.giveUp(
                storage,
                StorageState.valueOf(job.recall(STATE_BEFORE).orElse(storage.state().name())),
                "it could not be deregistered",
                job.call(),
                transaction));
  }

  /** Removes what was laid out on the node. */
  private final class UninstallStep implements Step<DeregisterBackupNode> {
    @Override
    public String name() {
      return "uninstall";
    }

    @Override
    public void run(DeregisterBackupNode request, Job job) {
      Optional<StorageRow> storage = storage(job);
      if (storage.isEmpty()) {
        return;
      }
      if (!request.uninstall()) {
        forget(storage.get(), job);
        return;
      }
      try {
        if (storage.get().status() == StorageStatus.DISCONNECTED) {
          throw new StorageException(StorageException.Reason.UNREACHABLE, "it was Disconnected");
        }
        uninstall.run(storage.get(), job.lease());
      } catch (StorageException e) {
        if (!request.force()) {
          throw cannotUninstall("backup node " + request.id(), String.valueOf(e.getMessage()));
        }
        log.warn("backup node {} could not be uninstalled: {}", request.id(), e.getMessage());
        leave(job, "what was laid out in its directory: " + e.getMessage());
      }
    }

    /** Its directory is left to whoever registers it next. */
    private void forget(StorageRow storage, Job job) {
      if (storage.status() == StorageStatus.DISCONNECTED) {
        return;
      }
      try {
        parts
            .claim()
            .forget(
                parts.drivers().of(storage),
                storage,
                job.call().caller().accountName(),
                MarkedBy.job(job.lease()));
      } catch (StorageException e) {
        log.warn("the marker of {} could not be written: {}", storage, e.getMessage());
      }
    }

    @Override
    public void undo(DeregisterBackupNode request, Job job) throws StorageException {
      Optional<StorageRow> storage = storage(job);
      if (storage.isPresent() && request.uninstall()) {
        uninstall.undo(storage.get(), job.lease());
      } else if (storage.isPresent()) {
        parts
            .claim()
            .renew(parts.drivers().of(storage.get()), storage.get(), MarkedBy.job(job.lease()));
      }
    }
  }
}
