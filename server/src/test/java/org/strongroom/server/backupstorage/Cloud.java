package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.api.zone.CreateZone;
import org.strongroom.server.TestStores;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.backupnode.BackupNodes;
import org.strongroom.server.backupstorage.access.StandardDrivers;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.config.GlobalConfigService;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.snapshot.SnapshotCopies;
import org.strongroom.server.snapshot.SnapshotService;
import org.strongroom.server.tag.TagService;
import org.strongroom.server.zone.ZoneService;
import org.strongroom.testing.TestDirectory;

/** The services of a server without its faces, over a catalog of its own. */
public final class Cloud implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  public final Path directory;
  public final Database database;
  public final GlobalConfigs configs;
  public final BackupStorages storages;
  public final BackupNodes nodes;
  public final Queries queries;
  public final EventLog events;
  public final OperationRegistry operations = new OperationRegistry();
  private final Calls calls;
  private final JobEngine jobs;
  private final Runnable cleanUp;

  private Cloud(Path directory, Database database, Runnable cleanUp, String nodeDirectory) {
    Clock clock = Clock.systemUTC();
    this.directory = directory;
    this.database = database;
    this.cleanUp = cleanUp;
    Vault vault = Vault.open(directory.resolve("key"));
    AuditLog audit = new AuditLog(clock);
    events = new EventLog(clock);
    queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
    configs = new GlobalConfigs(database);
    jobs = new JobEngine(database, vault, audit, clock, Uuid.random(), PATIENCE, true);
    calls = new Calls(operations, database, jobs, audit);
    TagService tags = new TagService(database, queries, clock);
    tags.register(operations);
    new ZoneService(database, queries, tags, events, clock).register(operations);
    new GlobalConfigService(configs, queries, database).register(operations);
    new SnapshotService(database, queries).register(operations);
    storages =
        new BackupStorages(
            new BackupStorages.Surroundings(database, vault, events, queries, tags, configs, clock),
            new StandardDrivers(
                new Configuration.Storage(Duration.ofSeconds(5), Duration.ofSeconds(10), 4),
                TestStores.drivers()),
            uuid -> true);
    storages.cascade(new SnapshotCopies(storages.garbage(), tags, events));
    storages.register(operations, jobs);
    nodes = new BackupNodes(storages, nodeDirectory, directory);
    nodes.register(operations, jobs);
    makeAdminProject(clock.millis());
    jobs.start();
  }

  /** The project that things belong to which name none. */
  private void makeAdminProject(long now) {
    project(Caller.ADMIN_PROJECT, now);
  }

  /** Makes a project. */
  public void project(String uuid, long now) {
    database.write(transaction ->
        transaction
            .sql()
            .insertInto(PROJECT)
            .set(PROJECT.UUID, uuid)
            .set(PROJECT.NAME, uuid)
            .set(PROJECT.ENABLED, true)
            .set(PROJECT.CREATED, now)
            .set(PROJECT.UPDATED, now)
            .execute());
  }

  public static Cloud onSqlite() {
    return onSqlite("strongroom");
  }

  /**
   * @param nodeDirectory where backup nodes keep their files
   */
  public static Cloud onSqlite(String nodeDirectory) {
    Path directory = temporary();
    Database database = CatalogKind.SQLITE.open(directory);
    return new Cloud(directory, database, () -> {}, nodeDirectory);
  }

  public static Cloud onPostgres() {
    return onPostgres("strongroom");
  }

  public static Cloud onPostgres(String nodeDirectory) {
    Path directory = temporary();
    CatalogKind.TestCatalog catalog = CatalogKind.POSTGRESQL.create(directory);
    return new Cloud(directory, catalog.open(), catalog::close, nodeDirectory);
  }

  private static Path temporary() {
    return TestDirectory.temporary("cloud-");
  }

  /** The way into it, for faces. */
  public Calls calls() {
    return calls;
  }

  public JobEngine jobs() {
    return jobs;
  }

  /** Carries out an operation that is answered at once. */
  public Object answer(Class<? extends Record> operation, Map<String, ?> values) {
    return answer(operation, values, Caller.SYSTEM);
  }

  public Object answer(Class<? extends Record> operation, Map<String, ?> values, Caller caller) {
    return calls.answer(OperationModel.of(operation), values, Optional.of(caller));
  }

  /** Carries out an operation to its end. */
  public JobOutcome run(Class<? extends Record> operation, Map<String, ?> values) {
    String job = submit(operation, values);
    return await(job);
  }

  public String submit(Class<? extends Record> operation, Map<String, ?> values) {
    return submit(operation, values, Caller.SYSTEM);
  }

  public String submit(Class<? extends Record> operation, Map<String, ?> values, Caller caller) {
    String job = Uuid.random();
    calls.submit(
        OperationModel.of(operation),
        values,
        Optional.of(caller),
        new Calls.Submission(job, "test"));
    return job;
  }

  public JobOutcome await(String job) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> jobs.outcome(job, name -> Object.class).orElseThrow(),
            outcome -> !(outcome instanceof JobOutcome.Running));
  }

  public Object succeed(Class<? extends Record> operation, Map<String, ?> values) {
    JobOutcome outcome = run(operation, values);
    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    return ((JobOutcome.Succeeded) outcome).reply();
  }

  public BackupStorageInventory storage(Class<? extends Record> operation, Map<String, ?> values) {
    return (BackupStorageInventory) ((InventoryReply<?>) succeed(operation, values)).inventory();
  }

  public ApiError fail(Class<? extends Record> operation, Map<String, ?> values) {
    JobOutcome outcome = run(operation, values);
    assertThat(outcome).isInstanceOf(JobOutcome.Failed.class);
    return ((JobOutcome.Failed) outcome).error();
  }

  /** The reason inside an error. */
  public static ApiError cause(ApiError error) {
    return Objects.requireNonNull(error.cause());
  }

  public ZoneInventory zone(String name) {
    return (ZoneInventory)
        ((InventoryReply<?>) succeed(CreateZone.class, Map.of("name", name))).inventory();
  }

  public Optional<BackupStorageInventory> find(String uuid) {
    return database.read(sql -> queries.byUuid(sql, BackupStorageInventory.class, uuid));
  }

  public BackupStorageInventory show(String uuid) {
    return find(uuid).orElseThrow();
  }

  /** What happened to a resource: {@code what from>to}, oldest first. */
  public List<String> history(String uuid) {
    return happened(uuid).stream()
        .map(e -> e.from() == null ? e.what() : e.what() + " " + e.from() + ">" + e.to())
        .toList();
  }

  public List<EventInventory> happened(String uuid) {
    Query query =
        new Query(
            List.of("resourceUuid=" + uuid),
            1000,
            0,
            false,
            false,
            "+time",
            null,
            null,
            null,
            null);
    List<EventInventory> found =
        database.read(sql -> queries.find(sql, EventInventory.class, query)).inventories();
    return found == null
        ? List.of()
        : found.stream().sorted(Comparator.comparing(EventInventory::time)).toList();
  }

  public static Map<String, Object> parameters(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }

  @Override
  public void close() {
    storages.close();
    jobs.close();
    database.close();
    cleanUp.run();
    TestDirectory.delete(directory);
  }
}
