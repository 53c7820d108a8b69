package org.strongroom.server.backupstorage;

import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupstorage.ForgetBackupStorage;
import org.strongroom.api.backupstorage.ForgetBackupStorage.Reply;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.record.OnlyCopies;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Forgets a storage: records, links and tags go, bytes stay, and the marker says that they are
 * nobody's. What was deleted before is still removed, so that it does not come back with the rest.
 */
final class ForgetStorage implements JobDefinition<ForgetBackupStorage, Reply> {
  private static final Logger log = LoggerFactory.getLogger(ForgetStorage.class);
  private static final String STATE_BEFORE = "stateBefore";
  private static final String HELD = "held";
  private static final String MARKED = "marked";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final StorageParts parts;
  private final StorageRemoval removal;
  private final List<StorageVeto> vetoes;

  ForgetStorage(StorageParts parts, StorageRemoval removal, List<StorageVeto> vetoes) {
    this.parts = parts;
    this.removal = removal;
    this.vetoes = vetoes;
  }

  @Override
  public Class<ForgetBackupStorage> operation() {
    return ForgetBackupStorage.class;
  }

  @Override
  public Start accept(ForgetBackupStorage request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    vetoes.forEach(veto -> veto.deletion(storage, transaction));
    if (removal.isUnderWay(storage, transaction.sql())) {
      throw ApiException.busy(storage.label() + " is being deleted");
    }
    if (removal.isWrittenTo(storage, transaction.sql())) {
      throw ApiException.busy(
          "%s is being written to; wait for it or cancel it".formatted(storage.label()));
    }
    removal.begin(storage, "it is being forgotten", call, transaction);
    return new Start(
        storage.uuid(),
        Map.of(
            STATE_BEFORE,
            storage.state().name(),
            HELD,
            JSON.writeValueAsString(held(storage, transaction.sql()))));
  }

  private Reply held(StorageRow storage, DSLContext sql) {
    OnlyCopies only = OnlyCopies.on(storage.uuid(), sql);
    return new Reply(
        storage.uuid(),
        storage.name(),
        storage.url(),
        false,
        removal.copies(storage, sql),
        OnlyCopies.all(storage.uuid(), sql).bytes(),
        only.count(),
        only.first());
  }

  @Override
  public List<Step<ForgetBackupStorage>> steps() {
    return List.of(
        Step.of("remove deleted files", this::removeGarbage),
        Step.of("forget copies", this::forgetCopies),
        Step.of("mark", this::mark));
  }

  private StorageRow storage(Job job) {
    return parts.database().read(sql -> StorageRows.require(job.resourceUuid(), sql));
  }

  private void removeGarbage(ForgetBackupStorage request, Job job) {
    StorageRow storage = storage(job);
    if (storage.status() == StorageStatus.CONNECTED
        && parts.database().read(sql -> removal.hasGarbage(storage, sql))) {
      removal
          .collectGarbage(storage.uuid())
          .ifPresent(left -> log.warn("left behind on {}: {}", storage, left));
    }
  }

  private void forgetCopies(ForgetBackupStorage request, Job job) {
    StorageRow storage = storage(job);
    removal.forgetCopies(storage, job);
    removal.forgetGarbage(storage, job);
  }

  private void mark(ForgetBackupStorage request, Job job) {
    StorageRow storage = storage(job);
    if (storage.status() != StorageStatus.CONNECTED) {
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
      job.remember(MARKED, "");
    } catch (StorageException e) {
      log.warn("{} is forgotten, but its marker could not be written: {}", storage, e.getMessage());
    }
  }

  @Override
  public Reply complete(ForgetBackupStorage request, Job job, Transaction transaction) {
    boolean marked = job.recall(MARKED).isPresent();
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage ->
            removal.forget(
                storage,
                marked
                    ? "all bytes stay, and the marker says that they are nobody's"
                    : "all bytes stay; its marker could not be written",
                job.call(),
                transaction));
    Reply held = JSON.readValue(job.recall(HELD).orElseThrow(), Reply.class);
    return new Reply(
        held.uuid(),
        held.name(),
        held.url(),
        marked,
        held.copies(),
        held.bytes(),
        held.onlyCopies(),
        held.images());
  }

  @Override
  public void abandon(
      ForgetBackupStorage request, Job job, ApiError error, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage ->
            removal.giveUp(
                storage,
                StorageState.valueOf(job.recall(STATE_BEFORE).orElse(storage.state().name())),
                "it could not be forgotten",
                job.call(),
                transaction));
  }
}
