package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.GetBackupStorageTypes;
import org.strongroom.api.backupstorage.GetDeletionPreview;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.backupstorage.QueryFileSystemBackupStorage;
import org.strongroom.api.backupstorage.QuerySftpBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.backupstorage.ReconnectFileSystemBackupStorage;
import org.strongroom.api.backupstorage.ReconnectSftpBackupStorage;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.objectstore.AddS3BackupStorage;
import org.strongroom.api.objectstore.AddSwiftBackupStorage;
import org.strongroom.api.objectstore.QueryS3BackupStorage;
import org.strongroom.api.objectstore.QuerySwiftBackupStorage;
import org.strongroom.api.objectstore.ReconnectS3BackupStorage;
import org.strongroom.api.objectstore.ReconnectSwiftBackupStorage;
import org.strongroom.api.objectstore.UpdateS3BackupStorage;
import org.strongroom.api.objectstore.UpdateSwiftBackupStorage;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.DriverFactory;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.health.ConfiguredPings;
import org.strongroom.server.backupstorage.health.StatusChanges;
import org.strongroom.server.backupstorage.health.StorageConnector;
import org.strongroom.server.backupstorage.health.StorageHealth;
import org.strongroom.server.backupstorage.marker.DirectoryClaim;
import org.strongroom.server.backupstorage.marker.Installation;
import org.strongroom.server.backupstorage.record.CapacitySums;
import org.strongroom.server.backupstorage.record.ImageImport;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.backupstorage.upkeep.GarbageCollector;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.backupstorage.upkeep.StorageContent;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.backupstorage.upkeep.VerifySchedule;
import org.strongroom.server.backupstorage.upkeep.VerifyStorage;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.SteadyClock;
import org.strongroom.server.catalog.StorageScope;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.config.Setting;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.monitor.PingTracker;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.server.objectstore.SwiftStore;
import org.strongroom.server.query.Queries;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;

/** All that belongs to backup storages, put together. */
public final class BackupStorages implements AutoCloseable {
  private static final UpdateObjectStore.Kind<UpdateS3BackupStorage> S3 =
      new UpdateObjectStore.Kind<>(
          UpdateS3BackupStorage.class,
          StorageType.S3,
          UpdateS3BackupStorage::uuid,
          UpdateS3BackupStorage::name,
          UpdateS3BackupStorage::description,
          (store, request) -> ((S3Store) store).changed(request));

  private static final UpdateObjectStore.Kind<UpdateSwiftBackupStorage> SWIFT =
      new UpdateObjectStore.Kind<>(
          UpdateSwiftBackupStorage.class,
          StorageType.SWIFT,
          UpdateSwiftBackupStorage::uuid,
          UpdateSwiftBackupStorage::name,
          UpdateSwiftBackupStorage::description,
          (store, request) -> ((SwiftStore) store).changed(request));

  private final Surroundings around;
  private final List<StorageCascade> cascades = new CopyOnWriteArrayList<>();
  private final List<StorageVeto> vetoes = new CopyOnWriteArrayList<>();
  private final List<StorageContent> contents = new CopyOnWriteArrayList<>();
  private final List<StorageRescan> rescans = new CopyOnWriteArrayList<>();
  private volatile ImageImport imageImport = (storage, driver, job) -> {};

  private final StorageRules rules = new StorageRules();
  private final Garbage garbage;
  private final Reservations reservations;
  private final StorageDrivers drivers;
  private final StatusChanges status;
  private final GarbageCollector collector;
  private final StorageHealth health;
  private final PingTracker tracker;
  private final StorageParts parts;

  /**
   * Puts the parts together; nothing runs yet.
   *
   * @param factory makes the drivers
   * @param owned whether this node answers for a storage
   */
  public BackupStorages(Surroundings around, DriverFactory factory, Predicate<String> owned) {
    this.around = around;
    Database database = around.database();
    InstantSource clock = around.clock();
    StorageAccesses accesses = new StorageAccesses(around.vault());
    Neighbours neighbours = new Neighbours();
    garbage = new Garbage(clock);
    reservations = new Reservations(() -> around.configs().bytes(Setting.RESERVED_CAPACITY), clock);
    drivers = new StorageDrivers(database, accesses, factory);
    status = new StatusChanges(around.events(), clock);
    collector = new GarbageCollector(database, drivers, reservations, garbage, clock, owned);
    DirectoryClaim claim = new DirectoryClaim(database, new Installation(database, clock), clock);
    StorageConnector connector = new StorageConnector(database, drivers, status, claim);
    status.onConnected(collector::reconnected);
    health = new StorageHealth(database, drivers, connector, status);
    tracker =
        new PingTracker(
            health,
            new ConfiguredPings(around.configs()),
            owned,
            new SteadyClock(),
            new java.util.Random());
    parts =
        new StorageParts(
            database,
            accesses,
            factory,
            drivers,
            connector,
            status,
            new StorageAddition(accesses, neighbours, around.events(), clock),
            claim,
            neighbours,
            around.events(),
            around.queries(),
            around.tags(),
            (storage, driver, job) -> imageImport.run(storage, driver, job),
            cascades,
            clock);
  }

  public StorageRules rules() {
    return rules;
  }

  public Garbage garbage() {
    return garbage;
  }

  public Reservations reservations() {
    return reservations;
  }

  public StorageDrivers drivers() {
    return drivers;
  }

  public PingTracker tracker() {
    return tracker;
  }

  public StatusChanges status() {
    return status;
  }

  /** What work on storages stands on, for services that are storages with something more. */
  public StorageParts parts() {
    return parts;
  }

  /** How storages go. */
  public StorageRemoval removal() {
    return new StorageRemoval(parts, new StorageChanges(parts), collector, this::bytesStay);
  }

  /** Another service that keeps copies on storages. */
  public void cascade(StorageCascade cascade) {
    cascades.add(cascade);
  }

  /** Another service that looks at its own when a storage is looked through. */
  public void rescan(StorageRescan service) {
    rescans.add(service);
  }

  /** Somebody who may forbid what is done to a storage. */
  public void veto(StorageVeto veto) {
    vetoes.add(veto);
  }

  /** Something that is kept on storages and can be verified there. */
  public void content(StorageContent content) {
    contents.add(content);
  }

  /** Verifies by itself once it is started. */
  public VerifySchedule verifySchedule(JobEngine jobs, Predicate<String> owned) {
    return new VerifySchedule(
        around.database(),
        jobs,
        verifyStorage(),
        contents,
        () -> Duration.ofSeconds(around.configs().number(Setting.VERIFY_INTERVAL)),
        owned,
        around.clock());
  }

  private VerifyStorage verifyStorage() {
    return new VerifyStorage(
        around.database(),
        new ReadyStorages(around.database(), drivers, rules),
        rules,
        contents,
        () -> around.configs().bytes(Setting.VERIFY_BANDWIDTH),
        around.clock());
  }

  /** Who brings back images when a storage is added. */
  public void imageImport(ImageImport newImport) {
    imageImport = newImport;
  }

  /** The storage that is made at the first start. */
  public FirstStorage firstStorage(Path directory) {
    return new FirstStorage(parts, new ZoneLinks(parts), directory, health::connectedByThisStart);
  }

  /** Takes on the operations of backup storages. */
  public void register(OperationRegistry operations, JobEngine jobs) {
    StorageChanges changes = new StorageChanges(parts);
    changes.register(operations);
    new ZoneLinks(parts).register(operations);
    registerAnswers(operations);
    operations.job(new AddStorage<>(AddSftpBackupStorage.class, AddRequests::sftp, parts), jobs);
    operations.job(
        new AddStorage<>(AddFileSystemBackupStorage.class, AddRequests::fileSystem, parts), jobs);
    operations.job(new AddStorage<>(AddS3BackupStorage.class, AddRequests::s3, parts), jobs);
    operations.job(new UpdateObjectStore<>(S3, parts, changes, vetoes), jobs);
    operations.job(new AddStorage<>(AddSwiftBackupStorage.class, AddRequests::swift, parts), jobs);
    operations.job(new UpdateObjectStore<>(SWIFT, parts, changes, vetoes), jobs);
    operations.job(
        new ReconnectStorage<>(
            ReconnectSwiftBackupStorage.class,
            ReconnectSwiftBackupStorage::uuid,
            Optional.of(StorageType.SWIFT),
            parts),
        jobs);
    operations.job(
        new ReconnectStorage<>(
            ReconnectS3BackupStorage.class,
            ReconnectS3BackupStorage::uuid,
            Optional.of(StorageType.S3),
            parts),
        jobs);
    operations.job(new TestSftp(parts), jobs);
    operations.job(new UpdateSftp(parts, changes, vetoes), jobs);
    operations.job(new AcceptHostKey(parts, vetoes), jobs);
    operations.job(verifyStorage(), jobs);
    operations.job(new DeleteStorage(parts, removal(), vetoes), jobs);
    operations.job(new ForgetStorage(parts, removal(), vetoes), jobs);
    operations.job(new RescanStorage(parts, removal(), rescans), jobs);
    operations.job(
        new ReconnectStorage<>(
            ReconnectBackupStorage.class, ReconnectBackupStorage::uuid, Optional.empty(), parts),
        jobs);
    operations.job(
        new ReconnectStorage<>(
            ReconnectSftpBackupStorage.class,
            ReconnectSftpBackupStorage::uuid,
            Optional.of(StorageType.SFTP),
            parts),
        jobs);
    operations.job(
        new ReconnectStorage<>(
            ReconnectFileSystemBackupStorage.class,
            ReconnectFileSystemBackupStorage::uuid,
            Optional.of(StorageType.FILE_SYSTEM),
            parts),
        jobs);
  }

  private void registerAnswers(OperationRegistry operations) {
    operations.answer(
        QueryBackupStorage.class,
        (request, caller) -> find(request.query(), DSL.noCondition(), caller));
    operations.answer(
        QuerySftpBackupStorage.class,
        (request, caller) -> find(request.query(), typeIs(StorageType.SFTP), caller));
    operations.answer(
        QueryFileSystemBackupStorage.class,
        (request, caller) -> find(request.query(), typeIs(StorageType.FILE_SYSTEM), caller));
    operations.answer(
        QueryS3BackupStorage.class,
        (request, caller) -> find(request.query(), typeIs(StorageType.S3), caller));
    operations.answer(
        QuerySwiftBackupStorage.class,
        (request, caller) -> find(request.query(), typeIs(StorageType.SWIFT), caller));
    operations.answer(
        GetDeletionPreview.class, new DeletionPreviews(around.database(), this::bytesStay)::answer);
    operations.answer(GetBackupStorageCapacity.class, new CapacitySums(around.database())::answer);
    operations.answer(
        GetBackupStorageTypes.class,
        (request, caller) ->
            new GetBackupStorageTypes.Reply(
                Arrays.stream(StorageType.values()).map(StorageType::text).toList(), true));
  }

  /** Whether nothing of images is ever removed from storages. */
  private boolean bytesStay(DSLContext sql) {
    return around.configs().current(Setting.DELETION_POLICY, sql).equals("Never");
  }

  private static Condition typeIs(StorageType type) {
    return BACKUP_STORAGE.TYPE.eq(type.text());
  }

  private QueryReply<BackupStorageInventory> find(Query query, Condition ofType, Caller caller) {
    Condition among = ofType.and(StorageScope.seenBy(caller, BACKUP_STORAGE.UUID));
    return around
        .database()
        .read(sql ->
            around
                .queries()
                .findFor(caller.limitedTo(), sql, BackupStorageInventory.class, query, among));
  }

  /** Connects all storages of this node, as the only one there is, and watches them from now on. */
  public void start() {
    start(false);
  }

  /**
   * Connects the storages of this node and watches them from now on.
   *
   * @param watched whether other nodes watched over them until now
   */
  public void start(boolean watched) {
    tracker.start(watched);
    collector.start();
  }

  /** Nodes joined or left: this node may answer for other storages than before. */
  public void ownershipChanged() {
    tracker.takeOver();
  }

  @Override
  public void close() {
    tracker.close();
    collector.close();
    drivers.close();
  }

  /** The services that storages stand on. */
  public record Surroundings(
      Database database,
      Vault vault,
      EventLog events,
      Queries queries,
      TagService tags,
      GlobalConfigs configs,
      InstantSource clock) {}
}
