package org.strongroom.server.volume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.repository.AddRepositoryKey;
import org.strongroom.api.repository.ChangeRepositoryPassword;
import org.strongroom.api.repository.GetRepositoryKeys;
import org.strongroom.api.repository.RemoveRepositoryKey;
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
import org.strongroom.server.volume.repository.CleanUps;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.server.volume.repository.RunsWrites;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.crypto.KeyCost;
import org.strongroom.storage.repository.crypto.KeyFile;
import org.strongroom.storage.repository.crypto.Keys;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of repositories that this server does not work with: those that administrators keep for
 * the day on which it is lost. They are on the storages alone.
 */
final class RepositoryKeys {
  private static final int SHORTEST = 12;
  private static final String KEY = "key";
  private static final String FRESH = "fresh";
  private static final String FOUND = "found";
  private static final String SIZE = "size";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final VolumeParts parts;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final RepositoryRoom room;

  RepositoryKeys(
      VolumeParts parts, ReadyStorages storages, Repositories repositories, RepositoryRoom room) {
    this.parts = parts;
    this.storages = storages;
    this.repositories = repositories;
    this.room = room;
  }

  /** The operations. */
  List<JobDefinition<?, ?>> jobs() {
    return List.of(new Add(), new Remove(), new Look());
  }

  private StorageRow withRepository(String uuid, Purpose purpose, Transaction transaction) {
    StorageRow storage = parts.rules().require(uuid, purpose, transaction);
    if (!CleanUps.hasRepository(storage.uuid(), transaction.sql())) {
      throw ApiException.refused(
          "%s has no repository yet: the first BackupVolume onto it makes it"
              .formatted(storage.label()));
    }
    return storage;
  }

  private Repository own(StorageDriver driver, Job job) throws IOException {
    return repositories.open(job.resourceUuid(), driver, job.uuid());
  }

  private Optional<ContentId> opened(String password, StorageDriver driver, Job job)
      throws IOException {
    try (Repository repository = repositories.openWith(password, driver, job.uuid())) {
      return Optional.of(repository.openedWith());
    } catch (RepositoryException e) {
      if (e.reason() == Reason.WRONG_PASSWORD) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Has a job remember how large a key file is, if it is there. */
  private static void rememberSize(ContentId key, StorageDriver driver, Job job)
      throws StorageException {
    driver
        .stat(Repositories.KEYS.resolve(key.hex()))
        .ifPresent(file -> job.remember(SIZE, Long.toString(file.size())));
  }

  private static long size(Job job) {
    return job.recall(SIZE).map(Long::parseLong).orElse(0L);
  }

  /**
   * Tells what was done.
   *
   * @param bytes that the repository holds more than before
   */
  private void ended(
      String uuid, String what, String key, long bytes, Job job, Transaction transaction) {
    StorageRow storage = parts.rules().require(uuid, Purpose.INSPECT, transaction);
    room.changed(uuid, bytes, job, transaction);
    parts
        .events()
        .write(
            new Event(
                ResourceType.BACKUP_STORAGE, storage.uuid(), storage.name(), what, null, null, key),
            job.call(),
            transaction);
  }

  /**
   * One of the operations. What it did on the storage was taken back there when it fails, unless
   * the storage is gone: then a key may stay, which is accounted for and stands in the list of
   * them.
   */
  private abstract class Definition<Q extends Request<A>, A> implements JobDefinition<Q, A> {
    @Override
    public void abandon(Q request, Job job, ApiError error, Transaction transaction) {
      room.accountFor(job.resourceUuid(), job, transaction);
    }
  }

  private final class Add extends Definition<AddRepositoryKey, AddRepositoryKey.Reply> {
    @Override
    public Class<AddRepositoryKey> operation() {
      return AddRepositoryKey.class;
    }

    @Override
    public Start accept(AddRepositoryKey request, Call call, Transaction transaction) {
      if (request.password().length() < SHORTEST) {
        throw ApiException.invalid(
            "the password of a recovery key has %d characters at least".formatted(SHORTEST));
      }
      StorageRow storage = withRepository(request.uuid(), Purpose.TRANSFER, transaction);
      return new Start(storage.uuid(), Map.of());
    }

    @Override
    public List<Step<AddRepositoryKey>> steps() {
      return List.of(Step.of("look", this::look), new AddStep());
    }

    private void look(AddRepositoryKey request, Job job) throws Exception {
      StorageDriver driver = storages.await(request.uuid(), Purpose.GO_ON, job).driver();
      Optional<ContentId> there = opened(request.password(), driver, job);
      if (there.isPresent()) {
        // Perhaps by a call that failed when the storage had gone, and is made again.
        refuseOwn(there.get(), driver, job);
        job.remember(KEY, there.get().hex());
        return;
      }
      room.rememberChanges(request.uuid(), job);
      job.remember(FRESH, "true");
    }

    private void refuseOwn(ContentId key, StorageDriver driver, Job job) throws IOException {
      try (Repository repository = own(driver, job)) {
        if (repository.openedWith().equals(key)) {
          throw ApiException.refused(
              "this server works with that password: a recovery key needs another one");
        }
      }
    }

    private final class AddStep implements Step<AddRepositoryKey> {
      @Override
      public String name() {
        return "add";
      }

      @Override
      public void run(AddRepositoryKey request, Job job) throws Exception {
        if (job.recall(FRESH).isEmpty()) {
          return;
        }
        StorageDriver ready = storages.await(request.uuid(), Purpose.GO_ON, job).driver();
        RunsWrites driver = new RunsWrites(ready, job);
        if (driver.isAgain()) {
          driver.removeUnfinished(Repositories.DIRECTORY);
        }
        Optional<ContentId> there = opened(request.password(), driver, job);
        if (there.isPresent()) { // an earlier run has added it
          job.remember(KEY, there.get().hex());
          rememberSize(there.get(), driver, job);
          return;
        }
        try (Repository repository = own(driver, job)) {
          RepositoryRoom.rememberKey(job);
          // Somebody may have chosen it: guessing is to cost what stock restic has it cost.
          Keys.Added added = repository.addPassword(request.password(), KeyCost.USUAL);
          // Nothing is asked of the storage any more: it might be gone, and the key would stay.
          job.remember(KEY, added.file().hex());
          job.remember(SIZE, Long.toString(added.size()));
        }
      }

      @Override
      public void undo(AddRepositoryKey request, Job job) throws Exception {
        if (job.recall(FRESH).isEmpty()) {
          return;
        }
        RunsWrites driver = new RunsWrites(storages.any(request.uuid(), job).driver(), job);
        driver.removeAllUnfinished(Repositories.DIRECTORY);
        Optional<ContentId> there = opened(request.password(), driver, job);
        if (there.isPresent()) {
          try (Repository repository = own(driver, job)) {
            repository.removePassword(there.get());
          }
        }
        room.rememberMeasured(request.uuid(), driver, job);
      }
    }

    @Override
    public AddRepositoryKey.Reply complete(
        AddRepositoryKey request, Job job, Transaction transaction) {
      String key = job.recall(KEY).orElseThrow();
      if (job.recall(FRESH).isPresent()) {
        ended(request.uuid(), "RepositoryKeyAdded", key, size(job), job, transaction);
      }
      return new AddRepositoryKey.Reply(request.uuid(), key);
    }
  }

  private final class Remove extends Definition<RemoveRepositoryKey, EmptyReply> {
    @Override
    public Class<RemoveRepositoryKey> operation() {
      return RemoveRepositoryKey.class;
    }

    @Override
    public Start accept(RemoveRepositoryKey request, Call call, Transaction transaction) {
      if (ContentId.parse(request.keyId()).isEmpty()) {
        throw ApiException.invalid("'keyId' is no id of a key: GetRepositoryKeys lists them");
      }
      StorageRow storage = withRepository(request.uuid(), Purpose.DELETE_BYTES, transaction);
      boolean changing =
          UnfinishedJobs.of(ChangeRepositoryPassword.class, storage.uuid(), transaction.sql())
              .isPresent();
      if (changing) {
        throw ApiException.busy(
            "the password of the repository on %s is being changed".formatted(storage.label()));
      }
      return new Start(storage.uuid(), Map.of());
    }

    @Override
    public List<Step<RemoveRepositoryKey>> steps() {
      return List.of(Step.of("look", this::look), Step.of("remove", this::remove));
    }

    private void look(RemoveRepositoryKey request, Job job) throws Exception {
      ContentId key = ContentId.parse(request.keyId()).orElseThrow();
      StorageDriver driver = storages.await(request.uuid(), Purpose.DELETE_BYTES, job).driver();
      try (Repository repository = own(driver, job)) {
        if (repository.openedWith().equals(key)) {
          throw ApiException.refused(
              "the key is that of this server: ChangeRepositoryPassword replaces it");
        }
        if (!repository.passwords().contains(key)) {
          throw ApiException.refused(
              "the repository has no key of this id: GetRepositoryKeys lists them");
        }
      }
      room.rememberChanges(request.uuid(), job);
      rememberSize(key, driver, job);
    }

    private void remove(RemoveRepositoryKey request, Job job) throws Exception {
      StorageDriver driver = storages.await(request.uuid(), Purpose.DELETE_BYTES, job).driver();
      try (Repository repository = own(driver, job)) {
        ContentId key = ContentId.parse(request.keyId()).orElseThrow();
        if (repository.openedWith().equals(key)) { // it became this server's meanwhile
          throw ApiException.refused("the key is that of this server by now");
        }
        repository.removePassword(key);
      }
    }

    @Override
    public EmptyReply complete(RemoveRepositoryKey request, Job job, Transaction transaction) {
      ended(request.uuid(), "RepositoryKeyRemoved", request.keyId(), -size(job), job, transaction);
      return new EmptyReply();
    }
  }

  private final class Look extends Definition<GetRepositoryKeys, GetRepositoryKeys.Reply> {
    @Override
    public Class<GetRepositoryKeys> operation() {
      return GetRepositoryKeys.class;
    }

    @Override
    public Start accept(GetRepositoryKeys request, Call call, Transaction transaction) {
      return new Start(
          withRepository(request.uuid(), Purpose.INSPECT, transaction).uuid(), Map.of());
    }

    @Override
    public List<Step<GetRepositoryKeys>> steps() {
      return List.of(Step.of("look", this::look));
    }

    private void look(GetRepositoryKeys request, Job job) throws Exception {
      StorageDriver driver = storages.await(request.uuid(), Purpose.INSPECT, job).driver();
      List<GetRepositoryKeys.Key> keys = new ArrayList<>();
      try (Repository repository = own(driver, job)) {
        for (ContentId id : repository.passwords()) {
          job.checkStopped();
          Optional<KeyFile.Origin> origin = repository.originOfPassword(id);
          keys.add(
              new GetRepositoryKeys.Key(
                  id.hex(),
                  origin.map(KeyFile.Origin::created).orElse(null),
                  origin.map(KeyFile.Origin::username).orElse(null),
                  origin.map(KeyFile.Origin::hostname).orElse(null),
                  id.equals(repository.openedWith())));
        }
      }
      job.remember(
          FOUND, JSON.writeValueAsString(new GetRepositoryKeys.Reply(request.uuid(), keys)));
    }

    @Override
    public GetRepositoryKeys.Reply complete(
        GetRepositoryKeys request, Job job, Transaction transaction) {
      return JSON.readValue(job.recall(FOUND).orElseThrow(), GetRepositoryKeys.Reply.class);
    }
  }
}
