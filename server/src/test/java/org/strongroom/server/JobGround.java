package org.strongroom.server;

import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;

import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.account.ConsoleRuns;
import org.strongroom.server.backupstorage.access.DriverFactory;
import org.strongroom.server.backupstorage.access.StandardDrivers;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.console.form.Calling;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.identity.ForeignTokens;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.schedule.ScheduleRuns;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.volume.CleanSchedule;
import org.strongroom.server.volume.SnapshotDownloads;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.nbd.client.NbdExports;
import org.strongroom.storage.nbd.client.NbdTimeouts;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.ImageSources;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;

/**
 * All services of a server as it puts them together, one node after another over one catalog,
 * without HTTP and without what runs by itself; and storages, nodes and buckets for its jobs.
 */
public final class JobGround extends VolumeGround implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final AddressGuard GUARD = new AddressGuard(List.of(Network.parse("127.0.0.0/8")));

  private final GroundRules rules = new GroundRules(this);

  private final Vault vault;

  private LiveNode node;

  /** How long the NBD servers of volumes may keep the next node waiting. */
  NbdTimeouts nbd = NbdTimeouts.DEFAULT;

  /**
   * An empty catalog.
   *
   * @param sshd where storages and nodes lie; without it in directories
   */
  public JobGround(Path directory, Optional<OpenSshServer> sshd, S3ProxyServer s3)
      throws IOException {
    this(directory, sshd, s3, Optional.empty(), CatalogKind.SQLITE.open(directory));
  }

  /** An empty catalog in this database. */
  public JobGround(Path directory, S3ProxyServer s3, Database database) throws IOException {
    this(directory, Optional.empty(), s3, Optional.empty(), database);
  }

  /** An empty catalog, whose storages lie in an object store where the kind is not said. */
  public JobGround(Path directory, S3ProxyServer s3, GroundStore store) throws IOException {
    this(directory, s3, store, CatalogKind.SQLITE.open(directory));
  }

  /** The same in this database. */
  public JobGround(Path directory, S3ProxyServer s3, GroundStore store, Database database)
      throws IOException {
    this(directory, Optional.empty(), s3, Optional.of(store), database);
  }

  private JobGround(
      Path directory,
      Optional<OpenSshServer> sshd,
      S3ProxyServer s3,
      Optional<GroundStore> store,
      Database database)
      throws IOException {
    super(directory, sshd, s3, store, database);
    vault = Vault.open(directory.resolve("key"));
    database.write(transaction ->
        transaction
            .sql()
            .insertInto(PROJECT)
            .set(PROJECT.UUID, Caller.ADMIN_PROJECT)
            .set(PROJECT.NAME, "admin")
            .set(PROJECT.ENABLED, true)
            .set(PROJECT.CREATED, 1L)
            .set(PROJECT.UPDATED, 1L)
            .execute());
    node = new LiveNode();
  }

  /** A node of the server. */
  public final class LiveNode implements AutoCloseable {
    private final DataDirectory data = DataDirectory.open(directory.resolve("data" + ++number));
    private final GuardedHttp http = guarded();
    private final Clock clock = new StruckClock(Clock.systemUTC(), this::nth);
    private final Core core;
    private final Services services;
    public volatile NthCall nth = NthCall.never();

    private LiveNode() {
      Configuration configuration =
          Configuration.read(
              directory,
              Map.of(
                  "STRONGROOM_DATA_DIR", data.path().toString(),
                  "STRONGROOM_JOB_LEASE", "6s",
                  "STRONGROOM_NODE_DIRECTORY", nodeDirectory()));
      core = Core.of(configuration, clock, database, vault, Uuid.random(), ForeignTokens.NONE);
      StandardDrivers standard =
          new StandardDrivers(
              new Configuration.Storage(Duration.ofSeconds(5), Duration.ofSeconds(10), 4),
              TestStores.drivers());
      DriverFactory drivers = access -> new StruckDriver(driver(access, standard), this::nth);
      services =
          new Services(
              core,
              configuration,
              data,
              drivers,
              new ImageSources(http, GUARD, SourceTimeouts.DEFAULT),
              sockets -> new NbdExports(GUARD, sockets, trust(), nbd),
              TestStores.buckets(),
              new Services.Outward(http, trust()),
              TestStores.HASHING);
      core.jobs().start();
    }

    public NthCall nth() {
      return nth;
    }

    /** As the monitor does. */
    public void connect(String storageUuid, Call call, Fence fence) throws StorageException {
      services.storages().parts().connector().connect(storageUuid, "watched", call, fence);
    }

    public JobEngine jobs() {
      return core.jobs();
    }

    /** Calls as the console makes them. */
    public Calling calling() {
      return new Calling(core.calls(), core.jobs());
    }

    /** What all nodes know of the console's runs. */
    public ConsoleRuns runs() {
      return new ConsoleRuns(core.database(), Clock.systemUTC());
    }

    public SnapshotDownloads downloads() {
      return services.snapshotDownloads();
    }

    public ScheduleRuns schedules() {
      return services.scheduleRuns();
    }

    /** Sessions and tokens, as upkeep does. */
    public void endWhatIsOver() {
      core.sessions().removeEnded();
      core.tokens().removeEnded();
    }

    public CleanSchedule cleanUps() {
      return services.cleanSchedule();
    }

    @Override
    public void close() throws IOException {
      core.jobs().close();
      services.close();
      http.close();
      data.close();
    }
  }

  private StorageDriver driver(StorageAccess access, StandardDrivers standard) {
    if (access.store().isPresent() && store.isEmpty()) {
      return new FileSystemDriver(inStore(access.url()));
    }
    return access.ssh().isPresent() && sshd.isEmpty()
        ? servers.make(access)
        : standard.make(access);
  }

  private static GuardedHttp guarded() {
    return new GuardedHttp(GUARD, SourceTimeouts.DEFAULT, trust());
  }

  private static SSLContext trust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public LiveNode node() {
    return node;
  }

  @Override
  void measureRepositories() {
    try {
      node.services.measuring().measureAll();
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  /** Another node takes over what this one runs, though it lives; answers this one. */
  public LiveNode takeOver() {
    LiveNode before = node;
    node = new LiveNode();
    return before;
  }

  public String start(String operation, Map<String, ?> values) {
    String job = Uuid.random();
    node.core
        .calls()
        .submit(
            Operations.named(operation).orElseThrow(),
            values,
            Optional.of(Caller.SYSTEM),
            new Calls.Submission(job, "test"));
    return job;
  }

  public JobOutcome outcome(String job) {
    return node.jobs()
        .outcome(job, name -> Operations.named(name).orElseThrow().replyType())
        .orElseGet(JobOutcome.Running::new);
  }

  public boolean isOver(String job) {
    return !(outcome(job) instanceof JobOutcome.Running);
  }

  /** Waits for the end of a job, though this node may have to take it up anew. */
  public JobOutcome end(String job) {
    JobOutcome outcome =
        node.jobs().await(job, PATIENCE, name -> Operations.named(name).orElseThrow().replyType());
    if (outcome instanceof JobOutcome.Running) {
      await("the end of " + job).until(() -> isOver(job));
      return outcome(job);
    }
    return outcome;
  }

  public static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2));
  }

  @Override
  public Object succeed(String operation, Map<String, ?> values) {
    return reply(end(start(operation, values)));
  }

  /** What an operation answers at once. */
  @Override
  public Object answer(String operation, Map<String, ?> values) {
    return node.core
        .calls()
        .answer(Operations.named(operation).orElseThrow(), values, Optional.of(Caller.SYSTEM));
  }

  public static Object reply(JobOutcome outcome) {
    if (outcome instanceof JobOutcome.Failed(ApiError error)) {
      throw new AssertionError(error.toString());
    }
    return ((JobOutcome.Succeeded) outcome).reply();
  }

  /** The snapshots of a volume, the oldest first. */
  @Override
  public List<VolumeSnapshotInventory> snapshots(String volumeUuid) {
    Query query =
        new Query(
            List.of("volumeUuid=" + volumeUuid),
            100,
            0,
            false,
            false,
            "createDate",
            null,
            null,
            null,
            null);
    return database.read(
        sql -> node.core.queries().find(sql, VolumeSnapshotInventory.class, query).inventories());
  }

  /** What was acknowledged is there and whole, the catalog is at rest, and nothing is left. */
  public void assertSound() {
    rules.assertSound();
  }

  /** Nothing is under way, promised or waits to be removed, and no write is unfinished. */
  public void assertAtRest() {
    rules.assertAtRest();
  }

  /** For each storage the bytes that lie there and that the catalog does not account for. */
  public Map<String, Long> unaccounted() {
    return rules.unaccounted();
  }

  @Override
  public void close() throws IOException {
    node.close();
    web.close();
    database.close();
  }
}
