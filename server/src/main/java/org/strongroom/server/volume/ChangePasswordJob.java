package org.strongroom.server.volume;

import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.repository.ChangeRepositoryPassword;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.job.UnfinishedJobs;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.server.volume.repository.RunsWrites;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;

/**
 * ChangeRepositoryPassword: a key file for the new password, then the catalog takes it, then the
 * old one's key file goes. At each moment the password in the catalog opens the repository, and
 * what else may open it is in the catalog too.
 */
final class ChangePasswordJob implements JobDefinition<ChangeRepositoryPassword, EmptyReply> {
  private static final String NEXT = "next";

  private final VolumeParts parts;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final RepositoryRoom room;

  ChangePasswordJob(
      VolumeParts parts, ReadyStorages storages, Repositories repositories, RepositoryRoom room) {
    this.parts = parts;
    this.storages = storages;
    this.repositories = repositories;
    this.room = room;
  }

  @Override
  public Class<ChangeRepositoryPassword> operation() {
    return ChangeRepositoryPassword.class;
  }

  @Override
  public Start accept(ChangeRepositoryPassword request, Call call, Transaction transaction) {
    StorageRow storage = parts.rules().require(request.uuid(), Purpose.TRANSFER, transaction);
    boolean made =
        transaction
                .sql()
                .update(REPOSITORY) // one after the other from here on
                .set(REPOSITORY.MADE, REPOSITORY.MADE)
                .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
                .and(REPOSITORY.MADE.isTrue())
                .execute()
            > 0;
    if (!made) {
      throw ApiException.refused(
          "%s has no repository yet: the first BackupVolume onto it makes it"
              .formatted(storage.label()));
    }
    boolean running =
        UnfinishedJobs.of(ChangeRepositoryPassword.class, storage.uuid(), transaction.sql())
            .isPresent();
    if (running) {
      throw ApiException.busy(
          "the password of the repository on %s is being changed".formatted(storage.label()));
    }
    return new Start(storage.uuid(), Map.of(NEXT, repositories.newPassword()));
  }

  @Override
  public List<Step<ChangeRepositoryPassword>> steps() {
    return List.of(
        Step.of("clear", this::clear),
        new Add(),
        Step.of("take", this::take),
        Step.of("remove", this::remove));
  }

  private static String next(Job job) {
    return job.recall(NEXT).orElseThrow();
  }

  private String current(Job job) {
    return parts
        .database()
        .read(sql -> repositories.password(job.resourceUuid(), sql))
        .orElseThrow(() -> ApiException.refused("the storage has no repository any more"));
  }

  /** Removes the key files of the password that is not in use, if there is one. */
  private void clear(ChangeRepositoryPassword request, Job job) throws Exception {
    StorageDriver driver = storages.await(job.resourceUuid(), Purpose.GO_ON, job).driver();
    clear(driver, job);
  }

  private void remove(ChangeRepositoryPassword request, Job job) throws Exception {
    StorageDriver driver = storages.await(job.resourceUuid(), Purpose.GO_ON, job).driver();
    clear(driver, job);
  }

  private void clear(StorageDriver driver, Job job) throws IOException {
    Optional<String> spare =
        parts.database().read(sql -> repositories.sparePassword(job.resourceUuid(), sql));
    if (spare.isEmpty()) {
      return;
    }
    String current = current(job);
    try (Repository repository = repositories.openWith(current, driver, job.uuid())) {
      Optional<Repository> other = opened(spare.get(), driver, job);
      while (other.isPresent()) {
        try (Repository opened = other.get()) {
          repository.removePassword(opened.openedWith());
        }
        other = opened(spare.get(), driver, job);
      }
    }
    keep(current, null, job);
  }

  private Optional<Repository> opened(String password, StorageDriver driver, Job job)
      throws IOException {
    try {
      return Optional.of(repositories.openWith(password, driver, job.uuid()));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.WRONG_PASSWORD) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void keep(String password, @Nullable String spare, Job job) {
    job.lease()
        .write(transaction -> {
          repositories.keep(job.resourceUuid(), password, spare, transaction);
          return true;
        });
  }

  /** The second key file. */
  private final class Add implements Step<ChangeRepositoryPassword> {
    @Override
    public String name() {
      return "add";
    }

    @Override
    public void run(ChangeRepositoryPassword request, Job job) throws Exception {
      StorageDriver ready = storages.await(job.resourceUuid(), Purpose.GO_ON, job).driver();
      RunsWrites driver = new RunsWrites(ready, job);
      if (driver.isAgain()) {
        driver.removeUnfinished(Repositories.DIRECTORY);
      }
      keep(current(job), next(job), job);
      Optional<Repository> there = opened(next(job), driver, job);
      if (there.isPresent()) {
        there.get().close();
        return; // of an earlier run
      }
      try (Repository repository = repositories.openWith(current(job), driver, job.uuid())) {
        RepositoryRoom.rememberKey(job);
        repository.addPassword(next(job));
      }
    }

    /** The old one is in use again, as long as it opens. */
    @Override
    public void undo(ChangeRepositoryPassword request, Job job) throws Exception {
      RunsWrites driver = new RunsWrites(storages.any(job.resourceUuid(), job).driver(), job);
      driver.removeAllUnfinished(Repositories.DIRECTORY);
      if (current(job).equals(next(job))) {
        Optional<String> old =
            parts.database().read(sql -> repositories.sparePassword(job.resourceUuid(), sql));
        if (old.isEmpty()) {
          return;
        }
        Optional<Repository> opens = opened(old.get(), driver, job);
        if (opens.isPresent()) {
          opens.get().close();
          keep(old.get(), next(job), job);
        }
      }
      clear(driver, job);
      room.rememberMeasured(job.resourceUuid(), driver, job);
    }
  }

  /** From now on the new one is in use, and the old one is not. */
  private void take(ChangeRepositoryPassword request, Job job) {
    String current = current(job);
    if (!current.equals(next(job))) {
      keep(next(job), current, job);
    }
  }

  @Override
  public EmptyReply complete(ChangeRepositoryPassword request, Job job, Transaction transaction) {
    StorageRow storage = parts.rules().require(job.resourceUuid(), Purpose.INSPECT, transaction);
    RepositoryRoom.inDoubt(storage.uuid(), transaction); // one key file came, and one or more went
    parts
        .events()
        .write(
            new Event(
                ResourceType.BACKUP_STORAGE,
                storage.uuid(),
                storage.name(),
                "RepositoryPasswordChanged",
                null,
                null,
                null),
            job.call(),
            transaction);
    return new EmptyReply();
  }

  @Override
  public void abandon(
      ChangeRepositoryPassword request, Job job, ApiError error, Transaction transaction) {
    // what may still open it is in the catalog, and goes with the next change
    room.accountFor(job.resourceUuid(), job, transaction);
  }
}
